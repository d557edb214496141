/// One value on its way into Swift: a decoder, and the container of a single value.
///
/// A nil `value` stands for a name that is not there.
struct DecodingNode: Decoder {
  let value: JSONValue?
  let path: DecodingPath?
  let keyName: @Sendable (String) -> String
  /// False where the value becomes a dictionary, whose keys are data and not names.
  var mapsKeys = true

  var codingPath: [any CodingKey] { path?.keys ?? [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func child(_ value: JSONValue?, _ step: DecodingPath.Step) -> Self {
    Self(value: value, path: DecodingPath(path, step), keyName: keyName)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = value else { throw mismatch("an object") }
    return KeyedDecodingContainer(KeyedNode(object: object, node: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch("a list") }
    return UnkeyedNode(elements: elements, node: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  // MARK: - Errors

  func mismatch(_ expected: String) -> JSONDecodingError {
    let kind: JSONDecodingError.Kind = value == nil || value == .null ? .missing : .wrongType
    return JSONDecodingError(
      path: path?.text ?? "",
      kind: kind,
      expected: expected,
      found: value?.kindDescription ?? "nothing"
    )
  }

  private func invalid(_ expected: String) -> JSONDecodingError {
    JSONDecodingError(
      path: path?.text ?? "",
      kind: .invalidValue,
      expected: expected,
      found: value?.text() ?? "nothing"
    )
  }

  /// What a failure of `type`'s own initialiser means in our words.
  private func explained(_ error: DecodingError, for type: any Decodable.Type) -> JSONDecodingError
  {
    if let listed = type as? any CaseIterable.Type, let choices = Self.choices(listed) {
      return invalid("one of " + choices.joined(separator: ", "))
    }
    switch error {
    case .dataCorrupted(let context), .keyNotFound(_, let context),
      .typeMismatch(_, let context), .valueNotFound(_, let context):
      return invalid("\(type) (\(context.debugDescription))")
    @unknown default: return invalid("\(type)")
    }
  }

  private static func choices<T: CaseIterable>(_ type: T.Type) -> [String]? {
    let raw = type.allCases.map { ($0 as? any RawRepresentable)?.rawValue }
    return raw.contains { $0 == nil } ? nil : raw.compactMap { $0.map { "\($0)" } }
  }

  // MARK: - Values

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    if value == nil, !(type is any ExpressibleByNilLiteral.Type) { throw mismatch(Self.noun(type)) }
    var node = self
    node.mapsKeys = !(type is any StringKeyed.Type)
    do {
      return try T(from: node)
    } catch let error as DecodingError {
      throw explained(error, for: type)
    }
  }

  /// What a value of `type` is called before anything of it was read.
  private static func noun(_ type: any Decodable.Type) -> String {
    if let listed = type as? any CaseIterable.Type, let choices = choices(listed) {
      return "one of " + choices.joined(separator: ", ")
    }
    return switch type {
    case is String.Type: "a string"
    case is Bool.Type: "a boolean"
    case is any BinaryInteger.Type: "an integer"
    case is any BinaryFloatingPoint.Type: "a number"
    case is any ListLike.Type: "a list"
    case is JSONValue.Type: "a value"
    default: "an object"
    }
  }

  func string() throws -> String {
    guard case .string(let string) = value else { throw mismatch("a string") }
    return string
  }

  func bool() throws -> Bool {
    guard case .bool(let bool) = value else { throw mismatch("a boolean") }
    return bool
  }

  func double() throws -> Double {
    guard case .number(let number) = value else { throw mismatch("a number") }
    return number.double
  }

  func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    guard case .number(let number) = value else { throw mismatch("an integer") }
    guard let int = number.int else { throw invalid("an integer") }
    guard let integer = T(exactly: int) else {
      throw invalid("an integer from \(T.min) to \(T.max)")
    }
    return integer
  }

  var isNull: Bool { value == nil || value == .null }
}

extension DecodingNode: SingleValueDecodingContainer {
  func decodeNil() -> Bool { isNull }
  func decode(_ type: Bool.Type) throws -> Bool { try bool() }
  func decode(_ type: String.Type) throws -> String { try string() }
  func decode(_ type: Double.Type) throws -> Double { try double() }
  func decode(_ type: Float.Type) throws -> Float { Float(try double()) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
}

/// Marks the dictionaries whose keys are data.
private protocol StringKeyed {}
extension Dictionary: StringKeyed where Key == String {}

/// Marks the types that are lists in JSON.
private protocol ListLike {}
extension Array: ListLike {}
extension Set: ListLike {}
