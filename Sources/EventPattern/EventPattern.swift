public import JSON

/// A pattern that events match or do not match, as EventBridge rules, event source mappings, pipes
/// and SNS filter policies have it.
///
/// ```swift
/// let pattern = try EventPattern(parsing: #"{"source": ["fernway.orders"]}"#)
/// pattern.matches(["source": "fernway.orders", "detail": [:]])
/// ```
///
/// The pattern is an object that mirrors the event. Each leaf is a list of alternatives; every
/// field must match, and a field matches when one of its values meets one of the alternatives.
///
/// Source: EventBridge User Guide and Event Ruler 2.0.1, the engine that AWS publishes.
///
/// > Simplified: where Event Ruler and the documents differ in ways that the live service was not
/// > seen to show, the documents count: the host bits of a CIDR block are ignored, numbers compare
/// > by their exact decimal amount, and text after the pattern is refused.
public struct EventPattern: Sendable {
  /// The pattern as it was written.
  public let text: String
  /// Whose rules the pattern was read by.
  public let dialect: Dialect
  /// The combinations that `$or` makes, each on its own enough; one without any `$or`.
  let branches: [Branch]

  /// Reads a pattern.
  ///
  /// - Throws: ``PatternError`` with the service's own text and the place in `text`.
  public init(
    parsing text: String,
    dialect: Dialect = .eventBridge
  ) throws(PatternError) {
    self.text = text
    self.dialect = dialect
    branches = try PatternParser.branches(of: text, dialect: dialect)
  }

  /// Whether the pattern has a `wildcard` anywhere, of which a bus takes a few only.
  public var usesWildcards: Bool {
    branches.contains { branch in
      branch.fields.contains { field in field.alternatives.contains { $0.condition.isWildcard } }
    }
  }

  /// Tells whether `event` matches; only an object can.
  ///
  /// ``PatternSet`` matches many patterns at once, and from an event's text.
  ///
  /// - Complexity: O(n) in the size of the event, unless its names hold dots.
  public func matches(_ event: JSONValue) -> Bool {
    branches.contains { BranchMatcher($0, event).matches }
  }
}

extension EventPattern: Hashable, CustomStringConvertible {
  /// Tells whether both were written alike for the same dialect.
  public static func == (left: Self, right: Self) -> Bool {
    left.text == right.text && left.dialect == right.dialect
  }

  /// Hashes the text and the dialect.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(dialect)
  }

  /// The pattern as it was written.
  public var description: String { text }
}

/// The fields that an event must have, all of them.
struct Branch: Sendable {
  let fields: [Field]
  let tree: FieldTree

  init(fields: [Field]) {
    self.fields = fields
    tree = FieldTree(fields.map(\.path))
  }
}

/// A path into the event and what may be found there.
struct Field: Sendable {
  let path: FieldPath
  let alternatives: [Alternative]
  /// How many names were nested to get here; a name with a dot counts once.
  let depth: Int

  /// Whether the field may be missing.
  var allowsAbsence: Bool { alternatives.contains { $0.condition == .exists(false) } }
}

/// One entry of a field's list.
struct Alternative: Sendable {
  let condition: Condition
  /// The entry as it was written.
  let text: String
}
