import JSON

/// One comparison in the `Condition` of a statement.
///
/// The values of a key are alternatives, and a negated comparison wants none of them to fit. A key
/// that the request does not have fits nothing, unless the operator ends in `IfExists`.
struct PolicyCondition: Sendable {
  private enum Comparison: String {
    case stringEquals = "StringEquals"
    case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
    case stringLike = "StringLike"
    case arnEquals = "ArnEquals"
    case arnLike = "ArnLike"
    case bool = "Bool"
    case null = "Null"
    case numericEquals = "NumericEquals"
    case numericLessThan = "NumericLessThan"
    case numericLessThanEquals = "NumericLessThanEquals"
    case numericGreaterThan = "NumericGreaterThan"
    case numericGreaterThanEquals = "NumericGreaterThanEquals"
    case dateEquals = "DateEquals"
    case dateLessThan = "DateLessThan"
    case dateLessThanEquals = "DateLessThanEquals"
    case dateGreaterThan = "DateGreaterThan"
    case dateGreaterThanEquals = "DateGreaterThanEquals"
  }

  private static let leftOut: Set<String> = ["IpAddress", "NotIpAddress", "BinaryEquals"]

  private let comparison: Comparison
  private let isNegated: Bool
  /// Whether a key that the request does not have is no hindrance.
  private let allowsMissing: Bool
  /// In small letters, because keys are compared without regard to case.
  private let key: String
  private let values: [String]
  /// The values as patterns, where they are some.
  private let patterns: [any PolicyMatching]

  /// Reads the comparisons of a statement.
  static func all(_ value: JSONValue?) throws(PolicyDocument.Problem) -> [PolicyCondition] {
    guard let value else { return [] }
    guard case .object(let operators) = value else { throw .malformed }
    var conditions: [PolicyCondition] = []
    for (name, keys) in operators {
      guard case .object(let keys) = keys else { throw .malformed }
      for (key, value) in keys {
        conditions.append(try PolicyCondition(name, key.lowercased(), value))
      }
    }
    return conditions
  }

  private init(
    _ name: String,
    _ key: String,
    _ value: JSONValue
  ) throws(PolicyDocument.Problem) {
    var name = name
    var allowsMissing = false
    // Every key of this mini cloud has one value, for which "any" and "all" are the same.
    for (prefix, isAll) in [("ForAnyValue:", false), ("ForAllValues:", true)]
    where name.hasPrefix(prefix) {
      name.removeFirst(prefix.count)
      allowsMissing = isAll
    }
    if name.hasSuffix("IfExists") {
      name.removeLast(8)
      allowsMissing = true
    }
    if Self.leftOut.contains(name) { throw .notSupported("The condition operator \(name)") }
    let plain = Self.withoutNegation(name)
    guard let comparison = Comparison(rawValue: plain ?? name),
      let values = Self.texts(value)
    else { throw .malformed }
    isNegated = plain != nil
    self.comparison = comparison
    self.allowsMissing = allowsMissing
    self.key = key
    self.values = values
    patterns =
      switch comparison {
      case .stringLike: values.map { PolicyPattern($0) }
      // AWS compares both alike, whatever their names say.
      case .arnEquals, .arnLike: values.map { PolicyARNPattern($0) }
      default: []
      }
  }

  /// `StringNotEquals` → `StringEquals`; `nil` for a name without negation.
  private static func withoutNegation(_ name: String) -> String? {
    for family in ["String", "Arn", "Numeric", "Date"] where name.hasPrefix(family + "Not") {
      return family + name.dropFirst(family.count + 3)
    }
    return nil
  }

  /// The values as texts; a policy may write numbers and truth values as such.
  private static func texts(_ value: JSONValue) -> [String]? {
    let list = value.arrayValue ?? [value]
    let texts = list.compactMap { value -> String? in
      switch value {
      case .string(let text): text
      case .bool, .number: value.text()
      default: nil
      }
    }
    return texts.count == list.count && !texts.isEmpty ? texts : nil
  }

  /// Tells whether the comparison holds for a request.
  func holds(in context: PolicyContext) -> Bool {
    let found = context[key]
    if comparison == .null { return values.contains(found == nil ? "true" : "false") }
    guard let found else { return allowsMissing || isNegated }
    let fits =
      patterns.isEmpty
      ? values.contains { self.fits($0, found) } : patterns.contains { $0.matches(found) }
    return fits != isNegated
  }

  private func fits(_ value: String, _ found: String) -> Bool {
    switch comparison {
    case .stringEquals: value == found
    case .stringEqualsIgnoreCase, .bool: value.lowercased() == found.lowercased()
    case .stringLike, .arnEquals, .arnLike, .null: false
    case .numericEquals: compare(Double(found), Double(value), ==)
    case .numericLessThan: compare(Double(found), Double(value), <)
    case .numericLessThanEquals: compare(Double(found), Double(value), <=)
    case .numericGreaterThan: compare(Double(found), Double(value), >)
    case .numericGreaterThanEquals: compare(Double(found), Double(value), >=)
    case .dateEquals: compare(Self.date(found), Self.date(value), ==)
    case .dateLessThan: compare(Self.date(found), Self.date(value), <)
    case .dateLessThanEquals: compare(Self.date(found), Self.date(value), <=)
    case .dateGreaterThan: compare(Self.date(found), Self.date(value), >)
    case .dateGreaterThanEquals: compare(Self.date(found), Self.date(value), >=)
    }
  }

  private func compare<Value>(
    _ found: Value?,
    _ value: Value?,
    _ relation: (Value, Value) -> Bool
  ) -> Bool {
    guard let found, let value else { return false }
    return relation(found, value)
  }

  /// A date in a form whose order is that of its letters, given so or as seconds since 1970.
  private static func date(_ text: String) -> String? {
    if let seconds = Int64(text), seconds >= 0 { return Timestamp.iso8601(seconds: seconds) }
    let shape = text.map { $0.isASCII && $0.isNumber ? "0" : $0 }
    return String(shape) == "0000-00-00T00:00:00Z" ? text : nil
  }
}
