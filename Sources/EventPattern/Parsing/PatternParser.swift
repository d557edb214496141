import JSON

/// Reads a pattern token by token in the order in which the services do, so that of several
/// mistakes the same one is reported.
struct PatternParser {
  /// The most combinations that the lists of `$or` may make.
  ///
  /// Source: EventBridge User Guide.
  private static let combinationLimit = 1_000

  let dialect: Dialect
  var cursor: PatternCursor
  /// The branches so far.
  ///
  /// A path that is named again takes the later list, in each branch.
  private var branches: [[Field]] = []

  static func branches(of text: String, dialect: Dialect) throws(PatternError) -> [Branch] {
    try checkLength(of: text, dialect)
    var parser = Self(dialect: dialect, cursor: try PatternCursor(text))
    try parser.parse()
    if dialect.isSNS { try FilterPolicyLimits(parser.branches).check(parser.cursor) }
    return parser.branches.map { Branch(fields: $0) }
  }

  private init(dialect: Dialect, cursor: PatternCursor) {
    self.dialect = dialect
    self.cursor = cursor
  }

  private static func checkLength(of text: String, _ dialect: Dialect) throws(PatternError) {
    let length = dialect.length(of: text)
    guard length > dialect.maximumLength else { return }
    let unit = dialect.isSNS ? "bytes" : "characters"
    throw PatternError(
      at: 0,
      of: [],
      reason:
        "Pattern is too long: \(length) \(unit), at most \(dialect.maximumLength) are allowed",
      location: nil,
      remedy: "Name fewer values, or use prefix, suffix or numeric instead of lists"
    )
  }

  private mutating func parse() throws(PatternError) {
    guard cursor.token.kind == .beginObject else {
      throw cursor.refusal(
        "Filter is not an object",
        #"Write an object that mirrors the event, as in {"source": ["fernway.orders"]}"#
      )
    }
    try parseObject(under: [], isInOr: false)
    try cursor.next()
  }

  // MARK: - Objects

  private mutating func parseObject(under names: [String], isInOr: Bool) throws(PatternError) {
    let start = cursor.start
    var isEmpty = true
    while try cursor.next() != .endObject {
      isEmpty = false
      let name = cursor.string
      if name == "$or" {
        try parseOr(under: names)
      } else {
        if isInOr { try refuseReserved(name) }
        try parseField(names + [name], isInOr: isInOr)
      }
    }
    if isEmpty {
      throw cursor.refusal(
        "Empty objects are not allowed",
        #"Name at least one field, as in {"state": ["open"]}"#,
        at: start
      )
    }
  }

  private mutating func parseField(_ names: [String], isInOr: Bool) throws(PatternError) {
    let name = names.last ?? ""
    switch try cursor.next() {
    case .beginObject:
      if dialect == .snsMessageAttributes {
        throw cursor.refusal(
          "Filter policy scope MessageAttributes does not support nested filter policy",
          "Name attributes only, or set the scope to MessageBody",
          read: .unknown
        )
      }
      try parseObject(under: names, isInOr: isInOr)
    case .beginArray:
      let alternatives = try parseAlternatives()
      let field = Field(
        path: FieldPath(names: names),
        alternatives: alternatives,
        depth: names.count
      )
      put(field)
    default:
      throw cursor.refusal(
        "\"\(name)\" must be an object or an array",
        "Put the value in a list: [\(cursor.source(from: cursor.start))]"
      )
    }
  }

  private mutating func put(_ field: Field) {
    if branches.isEmpty { branches = [[]] }
    for branch in branches.indices {
      if let place = branches[branch].firstIndex(where: { $0.path == field.path }) {
        branches[branch][place] = field
      } else {
        branches[branch].append(field)
      }
    }
  }

  // MARK: - $or

  private mutating func parseOr(under names: [String]) throws(PatternError) {
    let start = cursor.start
    let example = #"Write {"$or": [{"a": [1]}, {"b": [2]}]}"#
    guard try cursor.next() == .beginArray else {
      throw cursor.refusal("It must be an Array followed with $or.", example)
    }
    let before = branches
    var combined: [[Field]] = []
    var count = 0
    while try cursor.next() != .endArray {
      guard cursor.token.kind == .beginObject else {
        throw cursor.refusal(
          "Only JSON object is allowed in array of $or relationship.",
          example
        )
      }
      count += 1
      branches = before
      try parseObject(under: names, isInOr: true)
      combined += branches
      if combined.count > Self.combinationLimit { throw tooManyCombinations(at: start) }
    }
    guard count >= 2 else {
      throw cursor.refusal(
        "There must have at least 2 Objects in $or relationship.",
        example,
        at: start
      )
    }
    branches = combined
  }

  private func tooManyCombinations(at start: Int) -> PatternError {
    cursor.refusal(
      "Rule is too complex - $or makes more than \(Self.combinationLimit) combinations",
      "Write several rules, or put alternatives of one field into its list",
      at: start,
      read: .unknown
    )
  }

  private func refuseReserved(_ name: String) throws(PatternError) {
    guard Self.reservedNames.contains(name) else { return }
    throw cursor.refusal(
      "\(name) is Ruler reserved fieldName which cannot be used inside $or.",
      "Put the operator into a field's list, as in {\"name\": [{\"prefix\": \"a\"}]}"
    )
  }

  /// What must not be a field's name inside `$or`.
  ///
  /// Source: Event Ruler 2.0.1.
  private static let reservedNames: Set<String> = [
    "exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard",
    "numeric", "cidr", "html", "=", "<", "<=", ">", ">=", "regex", "not-wildcard",
    "not-equals-ignore-case", "date-after", "date-on-or-after", "date-before",
    "date-on-or-before", "in-date-range", "ip-address-in-range", "ip-address-not-in-range",
  ]
}
