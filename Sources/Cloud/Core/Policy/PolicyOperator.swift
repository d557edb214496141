/// How a condition compares what a request has with what a policy says.
///
/// Source: the IAM user guide, "IAM JSON policy elements: Condition operators" and "Set operators for
/// multivalued context keys".
struct PolicyOperator: Sendable {
  enum Comparison {
    case equals, equalsIgnoringCase, like
    case arn
    case bool, null
    case number(Relation)
    case date(Relation)
  }

  enum Relation {
    case equal, less, lessOrEqual, greater, greaterOrEqual

    func holds<Value: Comparable>(_ found: Value, _ value: Value) -> Bool {
      switch self {
      case .equal: found == value
      case .less: found < value
      case .lessOrEqual: found <= value
      case .greater: found > value
      case .greaterOrEqual: found >= value
      }
    }
  }

  let comparison: Comparison
  let isNegated: Bool
  /// Whether the condition holds for a request that does not have the key.
  let holdsForMissing: Bool

  private static let comparisons: [String: (Comparison, isNegated: Bool)] = [
    "StringEquals": (.equals, false), "StringNotEquals": (.equals, true),
    "StringEqualsIgnoreCase": (.equalsIgnoringCase, false),
    "StringNotEqualsIgnoreCase": (.equalsIgnoringCase, true),
    "StringLike": (.like, false), "StringNotLike": (.like, true),
    // AWS compares both alike, whatever their names say.
    "ArnEquals": (.arn, false), "ArnNotEquals": (.arn, true),
    "ArnLike": (.arn, false), "ArnNotLike": (.arn, true),
    "Bool": (.bool, false), "Null": (.null, false),
    "NumericEquals": (.number(.equal), false), "NumericNotEquals": (.number(.equal), true),
    "NumericLessThan": (.number(.less), false),
    "NumericLessThanEquals": (.number(.lessOrEqual), false),
    "NumericGreaterThan": (.number(.greater), false),
    "NumericGreaterThanEquals": (.number(.greaterOrEqual), false),
    "DateEquals": (.date(.equal), false), "DateNotEquals": (.date(.equal), true),
    "DateLessThan": (.date(.less), false), "DateLessThanEquals": (.date(.lessOrEqual), false),
    "DateGreaterThan": (.date(.greater), false),
    "DateGreaterThanEquals": (.date(.greaterOrEqual), false),
  ]

  private static let leftOut: Set<String> = ["IpAddress", "NotIpAddress", "BinaryEquals"]

  /// Reads an operator with what may stand before and behind it.
  init(_ name: String) throws(PolicyDocument.Problem) {
    var name = name
    // What is true of all of no values, and not of any. Every key here has one value at the most.
    var isTrueOfNothing: Bool?
    for (prefix, isTrue) in [("ForAnyValue:", false), ("ForAllValues:", true)]
    where name.hasPrefix(prefix) {
      name.removeFirst(prefix.count)
      isTrueOfNothing = isTrue
    }
    let isIfExists = name.hasSuffix("IfExists")
    if isIfExists { name.removeLast("IfExists".count) }
    if Self.leftOut.contains(name) { throw .notSupported("The condition operator \(name)") }
    guard let (comparison, isNegated) = Self.comparisons[name] else { throw .malformed }
    self.comparison = comparison
    self.isNegated = isNegated
    holdsForMissing = isIfExists || isTrueOfNothing ?? isNegated
  }
}
