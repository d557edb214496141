public import JSON

/// A message attribute of SNS, as far as filter policies see it.
public struct MessageAttribute: Sendable, Hashable {
  /// The name.
  public let name: String
  /// `String`, `String.Array`, `Number` or `Binary`; a custom suffix such as `.int` may follow.
  public let dataType: String
  /// The value as text.
  public let value: String

  /// Makes an attribute.
  public init(name: String, dataType: String, value: String) {
    self.name = name
    self.dataType = dataType
    self.value = value
  }

  /// The event that a policy with the scope `MessageAttributes` is matched against.
  ///
  /// Strings stay strings, numbers become numbers, `String.Array` becomes a list, and `Binary` is
  /// left out. The result is nil if a value does not fit its type: SNS then filters the message out
  /// (metric `NumberOfNotificationsFilteredOut-InvalidAttributes`).
  public static func event(of attributes: [MessageAttribute]) -> JSONValue? {
    var event = JSONObject()
    for attribute in attributes {
      let kind = attribute.kind
      if kind == .binary { continue }
      guard let value = attribute.json(as: kind) else { return nil }
      event[attribute.name] = value
    }
    return .object(event)
  }

  private enum Kind { case string, list, number, binary }

  private var kind: Kind {
    // Most types have no suffix, and need not be taken apart.
    if dataType == "String" { return .string }
    if dataType == "Number" { return .number }
    let parts = dataType.split(separator: ".")
    return switch parts.first {
    case "Number": .number
    case "Binary": .binary
    case "String" where parts.dropFirst().first == "Array": .list
    default: .string
    }
  }

  /// A number without the plus and the zeros that JSON does not have in front.
  private static func plain(_ number: String) -> String {
    let isNegative = number.hasPrefix("-")
    let amount = isNegative || number.hasPrefix("+") ? number.dropFirst() : number[...]
    guard !amount.isEmpty else { return number }
    let rest = amount.drop { $0 == "0" }
    return (isNegative ? "-" : "") + (rest.first?.isNumber == true ? "" : "0") + rest
  }

  private func json(as kind: Kind) -> JSONValue? {
    switch kind {
    case .string, .binary: return .string(value)
    case .number: return JSONNumber(literal: Self.plain(value)).map { .number($0) }
    case .list:
      guard let list = try? JSONValue(parsing: value), list.arrayValue != nil else { return nil }
      return list
    }
  }
}
