import JSON

extension Shape {
  /// Collects the shape of `type` by decoding it from nothing and noting what it asks for.
  ///
  /// A property that is asked for only after it was looked for is optional.
  ///
  /// - Parameters:
  ///   - type: a type whose decoder is synthesised, or a ``ShapeDescribing`` one.
  ///   - naming: how the service spells the names of members.
  public init(of type: any Decodable.Type, naming: MemberNaming = .upperCamelCase) {
    func collected<T: Decodable>(_ type: T.Type) -> Shape {
      let (shape, value) = Self.sample(type, within: [])
      precondition(value != nil, "\(T.self) asks for more than can be shown: say its shape")
      return shape
    }
    self = collected(type).renamed(by: naming)
  }

  /// The shape with its properties' names as the wire has them.
  private func renamed(by naming: MemberNaming) -> Self {
    switch self {
    case .list(let element): .list(element.renamed(by: naming))
    case .map(let value): .map(value.renamed(by: naming))
    case .structure(let members):
      .structure(
        members.map { member in
          Member(
            naming.wireName(member.name),
            isRequired: member.isRequired,
            member.shape.renamed(by: naming)
          )
        }
      )
    default: self
    }
  }

  /// The shape of a type, and a value of it so that decoding can go on.
  fileprivate static func sample<T: Decodable>(
    _ type: T.Type,
    within enclosing: [ObjectIdentifier]
  ) -> (shape: Shape, value: T?) {
    switch type {
    case let leaf as any SampleLeaf.Type: return (leaf.shape, leaf.sample as? T)
    case let list as any SampleList.Type:
      return (.list(list.elementShape(within: enclosing)), list.empty as? T)
    case let map as any SampleMap.Type:
      return (.map(map.valueShape(within: enclosing)), map.empty as? T)
    case let listed as any CaseIterable.Type:
      if let sample: (Shape, T?) = choice(listed) { return sample }
    case let describing as any ShapeDescribing.Type:
      return (describing.shape, describing.example as? T)
    default: break
    }
    let id = ObjectIdentifier(type)
    guard !enclosing.contains(id) else { return (.json, nil) }
    let recording = Recording(within: enclosing + [id])
    let value = try? T(from: RecordingDecoder(recording: recording))
    return (recording.scalar ?? .structure(recording.members), value)
  }

  private static func choice<C: CaseIterable, T>(_ type: C.Type) -> (Shape, T?)? {
    let texts = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    guard texts.count == type.allCases.count else { return nil }
    return (.choice(texts), type.allCases.first as? T)
  }
}

/// Scalars, which need no decoding to be known.
private protocol SampleLeaf {
  static var shape: Shape { get }
  static var sample: Self { get }
}
extension String: SampleLeaf {
  fileprivate static var shape: Shape { .string }
  fileprivate static var sample: String { "" }
}
extension Bool: SampleLeaf {
  fileprivate static var shape: Shape { .boolean }
  fileprivate static var sample: Bool { false }
}
extension SampleLeaf where Self: FixedWidthInteger {
  fileprivate static var shape: Shape { .integer }
  fileprivate static var sample: Self { 0 }
}
extension SampleLeaf where Self: BinaryFloatingPoint {
  fileprivate static var shape: Shape { .number }
  fileprivate static var sample: Self { 0 }
}
extension Int: SampleLeaf {}
extension Int8: SampleLeaf {}
extension Int16: SampleLeaf {}
extension Int32: SampleLeaf {}
extension Int64: SampleLeaf {}
extension UInt: SampleLeaf {}
extension UInt8: SampleLeaf {}
extension UInt16: SampleLeaf {}
extension UInt32: SampleLeaf {}
extension UInt64: SampleLeaf {}
extension Double: SampleLeaf {}
extension Float: SampleLeaf {}

private protocol SampleList {
  static func elementShape(within enclosing: [ObjectIdentifier]) -> Shape
  static var empty: Self { get }
}
extension Array: SampleList where Element: Decodable {
  fileprivate static func elementShape(within enclosing: [ObjectIdentifier]) -> Shape {
    Shape.sample(Element.self, within: enclosing).shape
  }
  fileprivate static var empty: Self { [] }
}

private protocol SampleMap {
  static func valueShape(within enclosing: [ObjectIdentifier]) -> Shape
  static var empty: Self { get }
}
extension Dictionary: SampleMap where Key == String, Value: Decodable {
  fileprivate static func valueShape(within enclosing: [ObjectIdentifier]) -> Shape {
    Shape.sample(Value.self, within: enclosing).shape
  }
  fileprivate static var empty: Self { [:] }
}

/// What one type has asked for so far.
///
/// A class, because decoders are copied.
private final class Recording {
  let enclosing: [ObjectIdentifier]
  var members: [Shape.Member] = []
  /// Set when the type reads a single value instead of members.
  var scalar: Shape?
  /// The names that were looked for before they were asked for.
  var optionalNames: Set<String> = []

  init(within enclosing: [ObjectIdentifier]) {
    self.enclosing = enclosing
  }

  func member<T: Decodable>(_ type: T.Type, _ key: any CodingKey) throws -> T {
    let (shape, value) = Shape.sample(type, within: enclosing)
    let isRequired = !optionalNames.contains(key.stringValue)
    members.append(.init(key.stringValue, isRequired: isRequired, shape))
    return try Self.found(value)
  }

  func single<T: Decodable>(_ type: T.Type) throws -> T {
    let (shape, value) = Shape.sample(type, within: enclosing)
    scalar = shape
    return try Self.found(value)
  }

  static func found<T>(_ value: T?) throws -> T {
    guard let value else { throw NothingToDecode() }
    return value
  }
}

/// Ends a decoding that can go no further without a real value.
private struct NothingToDecode: Error {}

private struct RecordingDecoder: Decoder, SingleValueDecodingContainer {
  let recording: Recording
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RecordingMembers(recording: recording))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    recording.scalar = .list(.json)
    throw NothingToDecode()
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }
  func decodeNil() -> Bool { false }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try recording.single(type) }
}

private struct RecordingMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let recording: Recording
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  func contains(_ key: Key) -> Bool {
    recording.optionalNames.insert(key.stringValue)
    return true
  }

  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try recording.member(type, key)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> { throw NothingToDecode() }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw NothingToDecode()
  }

  func superDecoder() throws -> any Decoder { throw NothingToDecode() }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw NothingToDecode() }
}
