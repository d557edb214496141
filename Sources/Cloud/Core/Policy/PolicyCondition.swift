import JSON

/// One comparison in the `Condition` of a statement.
///
/// The values of a key are alternatives, and a negated comparison wants none of them to fit.
struct PolicyCondition: Sendable {
  private enum Values: Sendable {
    case texts([String])
    case patterns([any PolicyMatching])
    case numbers([Double], PolicyOperator.Relation)
    /// Milliseconds since 1970.
    case dates([Int64], PolicyOperator.Relation)
    /// Whether there must be no value.
    case absence([Bool])
  }

  private let isNegated: Bool
  private let holdsForMissing: Bool
  /// In small letters, because keys are compared without regard to case.
  private let key: String
  private let values: Values
  /// Whether capitals and small letters are the same.
  private let isFolded: Bool

  /// Reads the comparisons of a statement.
  static func all(_ value: JSONValue?) throws(PolicyDocument.Problem) -> [PolicyCondition] {
    guard let value else { return [] }
    guard case .object(let operators) = value else { throw .malformed }
    var conditions: [PolicyCondition] = []
    for (name, keys) in operators {
      guard case .object(let keys) = keys else { throw .malformed }
      let comparison = try PolicyOperator(name)
      for (key, value) in keys {
        guard PolicyKey.isKnown(key.lowercased()) else {
          throw .notSupported("The condition key \(key)")
        }
        conditions.append(try PolicyCondition(comparison, key.lowercased(), value))
      }
    }
    return conditions
  }

  private init(
    _ comparison: PolicyOperator,
    _ key: String,
    _ value: JSONValue
  ) throws(PolicyDocument.Problem) {
    guard let texts = Self.texts(value) else { throw .malformed }
    isNegated = comparison.isNegated
    holdsForMissing = comparison.holdsForMissing
    self.key = key
    switch comparison.comparison {
    case .equals: (values, isFolded) = (.texts(texts), false)
    case .equalsIgnoringCase, .bool:
      (values, isFolded) = (.texts(texts.map { $0.lowercased() }), true)
    case .like: (values, isFolded) = (.patterns(texts.map { PolicyPattern($0) }), false)
    case .arn: (values, isFolded) = (.patterns(texts.map { PolicyARNPattern($0) }), false)
    case .null:
      (values, isFolded) = (.absence(try Self.read(texts) { Bool($0.lowercased()) }), false)
    case .number(let relation):
      (values, isFolded) = (.numbers(try Self.read(texts) { Double($0) }, relation), false)
    case .date(let relation):
      (values, isFolded) = (.dates(try Self.read(texts, Self.date), relation), false)
    }
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

  /// Reads values, all of which must be of the comparison's kind.
  private static func read<Value>(
    _ texts: [String],
    _ read: (String) -> Value?
  ) throws(PolicyDocument.Problem) -> [Value] {
    let values = texts.compactMap(read)
    guard values.count == texts.count else { throw .malformed }
    return values
  }

  /// A date or an instant of ISO 8601, or seconds since 1970, in milliseconds.
  private static func date(_ text: String) -> Int64? {
    if let instant = DateReader.milliseconds(text) { return instant }
    guard let seconds = Int64(text) else { return nil }
    let (milliseconds, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000)
    return isTooLarge ? nil : milliseconds
  }

  /// Tells whether the comparison holds for a request.
  func holds(in context: PolicyContext) -> Bool {
    let found = context[key]
    if case .absence(let wanted) = values { return wanted.contains(found == nil) }
    guard let found else { return holdsForMissing }
    return fits(isFolded ? found.lowercased() : found) != isNegated
  }

  private func fits(_ found: String) -> Bool {
    switch values {
    case .texts(let texts): texts.contains(found)
    case .patterns(let patterns): patterns.contains { $0.matches(found) }
    case .numbers(let numbers, let relation):
      Double(found).map { found in numbers.contains { relation.holds(found, $0) } } ?? false
    case .dates(let dates, let relation):
      Self.date(found).map { found in dates.contains { relation.holds(found, $0) } } ?? false
    case .absence(let wanted): wanted.contains(false)
    }
  }
}
