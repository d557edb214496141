/// The limits of an SNS filter policy as a whole.
///
/// Source: SNS Developer Guide, "Filter policy constraints".
struct FilterPolicyLimits {
  private static let keyLimit = 5
  private static let combinationLimit = 150
  private static let starLimit = 3
  private static let wildcardPointLimit = 100

  private let branches: [[Field]]
  /// Each path once; where `$or` names one twice, its larger list counts.
  private var fields: [FieldPath: Field] = [:]

  init(_ branches: [[Field]]) {
    self.branches = branches
    for field in branches.joined()
    where field.alternatives.count > fields[field.path]?.alternatives.count ?? 0 {
      fields[field.path] = field
    }
  }

  func check(_ cursor: PatternCursor) throws(PatternError) {
    if fields.count > Self.keyLimit {
      throw cursor.refusal(
        "Filter policy can not have more than \(Self.keyLimit) keys",
        "Filter on fewer fields; there are \(fields.count)",
        at: 0,
        read: .unknown
      )
    }
    if combinations > Self.combinationLimit {
      throw cursor.refusal(
        "Filter policy is too complex",
        "List fewer values: multiplied with each other and with their depth they make more than"
          + " \(Self.combinationLimit)",
        at: 0,
        read: .unknown
      )
    }
    if wildcards.contains(where: { $0.starCount > Self.starLimit }) {
      throw cursor.refusal(
        "Filter policy is too complex",
        "Write at most \(Self.starLimit) stars in one wildcard",
        at: 0,
        read: .unknown
      )
    }
    if wildcardPoints > Self.wildcardPointLimit {
      throw cursor.refusal(
        "Filter policy is too complex",
        "Use fewer wildcards: they make \(wildcardPoints) points of at most"
          + " \(Self.wildcardPointLimit)",
        at: 0,
        read: .unknown
      )
    }
  }

  /// The products of the lists' lengths, each times its depth, over all branches; at most a little
  /// over the limit, so that it never overflows.
  private var combinations: Int {
    var sum = 0
    for branch in branches {
      var product = 1
      for field in branch where product <= Self.combinationLimit {
        product *= field.alternatives.count * field.depth
      }
      sum += product
      if sum > Self.combinationLimit { break }
    }
    return sum
  }

  private var wildcards: [Wildcard] {
    fields.values.flatMap { $0.alternatives.flatMap(\.wildcards) }
  }

  /// One point for a pattern with one star, three for each star of a pattern with several, times
  /// the depth of the field.
  ///
  /// > Simplified: the documents do not give the formula; this one fits what was measured (four
  /// > patterns `*/name/*` at depth 4 are accepted, five are refused).
  private var wildcardPoints: Int {
    fields.values.reduce(0) { sum, field in
      let stars = field.alternatives.flatMap(\.wildcards).map(\.starCount)
      return sum + field.depth * stars.reduce(0) { $0 + ($1 > 1 ? 3 * $1 : $1) }
    }
  }
}
