public import JSON

/// A part of an answer whose JSON is not that of its stored properties.
public protocol JSONRepresentable {
  /// The value as AWS prints it.
  var json: JSONValue { get }
}

/// Prints the answers of operations as the AWS CLI does.
///
/// Properties appear under their wire names in the order of their declaration. Optionals that are
/// `nil` are left out, enums print their raw value, and dictionaries print their keys sorted, so
/// that the same answer always reads the same.
public enum OutputJSON {
  /// Returns `output` as JSON.
  public static func value(
    of output: Any,
    naming: MemberNaming = .upperCamelCase
  ) -> JSONValue {
    switch output {
    case let value as JSONValue: value
    case let value as any JSONRepresentable: value.json
    case let value as String: .string(value)
    case let value as Bool: .bool(value)
    case let value as any BinaryInteger:
      JSONNumber(literal: "\(value)").map(JSONValue.number) ?? .null
    case let value as Double: value.isFinite ? .number(JSONNumber(value)) : .null
    case let value as ARN: .string(value.description)
    case let value as any RawRepresentable: Self.value(of: value.rawValue, naming: naming)
    default: reflected(output, naming)
    }
  }

  private static func reflected(_ output: Any, _ naming: MemberNaming) -> JSONValue {
    let mirror = Mirror(reflecting: output)
    switch mirror.displayStyle {
    case .optional:
      return mirror.children.first.map { value(of: $0.value, naming: naming) } ?? .null
    case .collection, .set:
      return .array(mirror.children.map { value(of: $0.value, naming: naming) })
    case .dictionary: return .object(dictionary(mirror, naming))
    case .enum: return .string("\(output)")
    default: return .object(members(mirror, naming))
    }
  }

  private static func members(_ mirror: Mirror, _ naming: MemberNaming) -> JSONObject {
    var object = JSONObject()
    for case (let label?, let child) in mirror.children where !isNil(child) {
      object[naming.wireName(label)] = value(of: child, naming: naming)
    }
    return object
  }

  private static func isNil(_ child: Any) -> Bool {
    let mirror = Mirror(reflecting: child)
    return mirror.displayStyle == .optional && mirror.children.isEmpty
  }

  private static func dictionary(_ mirror: Mirror, _ naming: MemberNaming) -> JSONObject {
    var entries: [(String, JSONValue)] = []
    for entry in mirror.children {
      let pair = Array(Mirror(reflecting: entry.value).children)
      guard pair.count == 2 else { continue }
      let key = value(of: pair[0].value)
      entries.append((key.stringValue ?? key.text(), value(of: pair[1].value, naming: naming)))
    }
    return JSONObject(entries.sorted { $0.0 < $1.0 })
  }
}
