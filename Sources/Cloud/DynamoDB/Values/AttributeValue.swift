public import JSON

/// A typed value of an item's attribute.
///
/// Written in JSON with its type: `{"S": "rake"}`, `{"N": "12"}`, `{"L": [{"BOOL": true}]}`.
///
/// > Simplified: no binary types (B, BS).
public enum AttributeValue: Hashable, Sendable {
  /// S: a text.
  case string(String)
  /// N: a number.
  case number(DynamoNumber)
  /// BOOL: true or false.
  case bool(Bool)
  /// NULL: there is a value, and it is nothing.
  case null
  /// L: values in order.
  case list([AttributeValue])
  /// M: values by name.
  case map([String: AttributeValue])
  /// SS: different texts, at least one.
  case stringSet(Set<String>)
  /// NS: different numbers, at least one.
  case numberSet(Set<DynamoNumber>)

  /// Creates a whole number.
  public static func number(_ value: Int) -> Self { .number(DynamoNumber(value)) }

  /// The text, if this is one.
  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }

  /// The number, if this is a whole one.
  public var intValue: Int? { if case .number(let number) = self { number.int } else { nil } }

  /// The truth value, if this is one.
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The values in order, if this is a list.
  public var listValue: [AttributeValue]? { if case .list(let list) = self { list } else { nil } }

  /// The values by name, if this is a map.
  public var mapValue: [String: AttributeValue]? {
    if case .map(let map) = self { map } else { nil }
  }
}

/// The attributes of an item by name.
public typealias AttributeMap = [String: AttributeValue]

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByStringInterpolation
{
  /// Creates a text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Creates a number.
  public init(integerLiteral value: Int) { self = .number(value) }
  /// Creates a truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension AttributeValue {
  /// The type's abbreviation, such as `S`.
  var type: String {
    switch self {
    case .string: "S"
    case .number: "N"
    case .bool: "BOOL"
    case .null: "NULL"
    case .list: "L"
    case .map: "M"
    case .stringSet: "SS"
    case .numberSet: "NS"
    }
  }

  /// What the value adds to an item's size.
  ///
  /// Source: the DynamoDB developer guide, "Item sizes and formats".
  var size: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .number(let number): number.size
    case .bool, .null: 1
    case .list(let list): list.reduce(3) { $0 + $1.size + 1 }
    case .map(let map): map.reduce(3) { $0 + $1.key.utf8.count + $1.value.size + 1 }
    case .stringSet(let set): set.reduce(0) { $0 + $1.utf8.count }
    case .numberSet(let set): set.reduce(0) { $0 + $1.size }
    }
  }

  /// Tells whether this value comes before `other`; `nil` when they cannot be compared.
  ///
  /// Texts compare by their bytes, as in DynamoDB.
  func precedes(_ other: Self) -> Bool? {
    switch (self, other) {
    case (.number(let left), .number(let right)): left < right
    case (.string(let left), .string(let right)):
      left.utf8.lexicographicallyPrecedes(right.utf8)
    default: nil
    }
  }
}

extension AttributeMap {
  /// The item's size in bytes: names and values.
  var itemSize: Int { reduce(0) { $0 + $1.key.utf8.count + $1.value.size } }
}

// MARK: JSON

extension AttributeValue: JSONRepresentable, CustomStringConvertible {
  /// The value as the AWS CLI prints it; sets in sorted order.
  public var json: JSONValue {
    switch self {
    case .string(let text): ["S": .string(text)]
    case .number(let number): ["N": .string(number.description)]
    case .bool(let value): ["BOOL": .bool(value)]
    case .null: ["NULL": true]
    case .list(let list): ["L": .array(list.map(\.json))]
    case .map(let map): ["M": AttributeValue.json(of: map)]
    case .stringSet(let set):
      ["SS": .array(set.sorted().map { .string($0) })]
    case .numberSet(let set):
      ["NS": .array(set.sorted().map { .string($0.description) })]
    }
  }

  /// Attributes as JSON, by sorted names.
  static func json(of map: AttributeMap) -> JSONValue {
    .object(JSONObject(map.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
  }

  /// The value in short: the text or number itself, anything else as JSON.
  public var description: String {
    switch self {
    case .string(let text): text
    case .number(let number): number.description
    default: json.text()
    }
  }
}

extension AttributeValue: Decodable, ShapeDescribing {
  /// One member, named by the type.
  public static var shape: Shape {
    .structure([
      .init("S", isRequired: false, .string),
      .init("N", isRequired: false, .string),
      .init("BOOL", isRequired: false, .boolean),
      .init("NULL", isRequired: false, .boolean),
      .init("L", isRequired: false, .list(.json)),
      .init("M", isRequired: false, .map(.json)),
      .init("SS", isRequired: false, .list(.string)),
      .init("NS", isRequired: false, .list(.string)),
    ])
  }

  /// `NULL`.
  public static var example: AttributeValue { .null }

  /// Reads a value written with its type.
  ///
  /// - Throws: ``ServiceError`` in the service's words.
  public init(from decoder: any Decoder) throws {
    try self.init(json: JSONValue(from: decoder))
  }

  /// Reads a value written with its type.
  ///
  /// - Throws: ``ServiceError`` with the code `ValidationException`.
  public init(json: JSONValue) throws(ServiceError) {
    guard let object = json.objectValue, let (type, content) = object.first else {
      throw .validation(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
      )
    }
    guard object.count == 1 else {
      throw .validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
          + " supported datatypes"
      )
    }
    guard let value = try Self.value(type, content) else {
      throw .validation(
        "Supplied AttributeValue {\"\(type)\": …} is none of S, N, BOOL, NULL, L, M, SS, NS with a"
          + " value of its type"
      )
    }
    self = value
  }

  private static func value(
    _ type: String,
    _ content: JSONValue
  ) throws(ServiceError) -> AttributeValue? {
    switch type {
    case "S": return content.stringValue.map { .string($0) }
    case "BOOL": return content.boolValue.map { .bool($0) }
    case "NULL": return content.boolValue == true ? .null : nil
    case "N":
      guard let text = content.stringValue else { return nil }
      return .number(try number(text))
    case "L":
      guard let elements = content.arrayValue else { return nil }
      var list: [AttributeValue] = []
      for element in elements { list.append(try AttributeValue(json: element)) }
      return .list(list)
    case "M":
      guard let members = content.objectValue else { return nil }
      var map: AttributeMap = [:]
      for (key, value) in members { map[key] = try AttributeValue(json: value) }
      return .map(map)
    case "SS": return try texts(content).map { .stringSet(Set($0)) }
    case "NS":
      guard let texts = try texts(content) else { return nil }
      var numbers: Set<DynamoNumber> = []
      for text in texts { numbers.insert(try number(text)) }
      return .numberSet(numbers)
    default: return nil
    }
  }

  private static func texts(_ content: JSONValue) throws(ServiceError) -> [String]? {
    guard let elements = content.arrayValue else { return nil }
    let texts = elements.compactMap(\.stringValue)
    guard texts.count == elements.count else { return nil }
    guard !texts.isEmpty else {
      throw .validation("One or more parameter values were invalid: An set  may not be empty")
    }
    guard Set(texts).count == texts.count else {
      throw .validation(
        "One or more parameter values were invalid: Input collection"
          + " [\(texts.joined(separator: ", "))] contains duplicates."
      )
    }
    return texts
  }

  private static func number(_ text: String) throws(ServiceError) -> DynamoNumber {
    do {
      return try DynamoNumber(parsing: text)
    } catch {
      throw .number(error)
    }
  }
}
