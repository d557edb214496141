/// Makes `Decodable` values from JSON values, strictly: a string is no integer.
///
/// Properties that are optional become nil where the JSON has no such name or null. Dictionaries by
/// `String` keep their keys as they are. An enum with raw values is read from its raw value.
public struct JSONValueDecoder: Sendable {
  private let keyName: @Sendable (String) -> String

  /// Makes a decoder that looks for each Swift property under the name that `keyName` gives it.
  ///
  /// The function applies at every level, but never to the keys of dictionaries.
  public init(keyName: @escaping @Sendable (String) -> String = { $0 }) {
    self.keyName = keyName
  }

  /// Makes a `T` from `value`.
  ///
  /// - Throws: ``JSONDecodingError``, or whatever else a type's own `init(from:)` throws.
  public func decode<T: Decodable>(_ type: T.Type = T.self, from value: JSONValue) throws -> T {
    try DecodingNode(value: value, path: nil, keyName: keyName).decode(type)
  }
}

extension JSONValue: Decodable {
  /// Takes the value as it is; from another decoder, objects have their names in sorted order.
  ///
  /// - Throws: What the decoder throws when it holds nothing that JSON can say.
  public init(from decoder: any Decoder) throws {
    if let node = decoder as? DecodingNode {
      self = node.value ?? .null
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if let int = try? container.decode(Int.self) {
      self = .number(JSONNumber(int))
    } else if let double = try? container.decode(Double.self), double.isFinite {
      self = .number(JSONNumber(double))
    } else if let elements = try? container.decode([JSONValue].self) {
      self = .array(elements)
    } else {
      let object = try container.decode([String: JSONValue].self)
      self = .object(JSONObject(object.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
  }
}

/// The way to a value from the root, leaf first, so that going down costs one allocation.
final class DecodingPath: Sendable {
  enum Step: Sendable {
    case name(String)
    case index(Int)
  }

  let parent: DecodingPath?
  let step: Step

  init(_ parent: DecodingPath?, _ step: Step) {
    self.parent = parent
    self.step = step
  }

  var text: String {
    switch step {
    case .index(let index): (parent?.text ?? "") + "[\(index)]"
    case .name(let name): parent.map { $0.text + "." + name } ?? name
    }
  }

  var keys: [any CodingKey] {
    let key =
      switch step {
      case .index(let index): AnyKey(stringValue: "\(index)", intValue: index)
      case .name(let name): AnyKey(stringValue: name, intValue: nil)
      }
    return (parent?.keys ?? []) + [key]
  }
}

/// A coding key for places that have no key type of their own.
struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String, intValue: Int?) {
    self.stringValue = stringValue
    self.intValue = intValue
  }

  init?(stringValue: String) {
    self.init(stringValue: stringValue, intValue: nil)
  }

  init?(intValue: Int) {
    self.init(stringValue: "\(intValue)", intValue: intValue)
  }
}
