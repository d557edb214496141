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

  /// Tells whether `event` matches; only an object can.
  ///
  /// - Complexity: O(n) in the size of the event, unless its names hold dots.
  public func matches(_ event: JSONValue) -> Bool {
    branches.contains { $0.verdict(on: event) ?? BranchMatcher($0, event).matches }
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
  /// The fields at the top of an event that must be one of some texts, such as `source`.
  private let topTexts: [(name: String, wanted: [String])]

  init(fields: [Field]) {
    self.fields = fields
    tree = FieldTree(fields.map(\.path))
    topTexts = fields.compactMap { field in
      let wanted = field.alternatives.compactMap(\.exactText)
      guard wanted.count == field.alternatives.count, field.path.isSimple else { return nil }
      return (field.path.text, wanted)
    }
  }

  /// Decides without walking through the event where that can be done; `nil` where it cannot.
  ///
  /// Most patterns name a source and a kind, and most events miss nearly all of a bus's rules.
  func verdict(on event: JSONValue) -> Bool? {
    guard case .object(let object) = event else { return false }
    var met = 0
    for (name, wanted) in topTexts {
      guard case .string(let found) = object[name] else { continue }
      guard let text = wanted.first(where: { $0 == found }) else { return false }
      // What equals an ASCII text only by Unicode normalisation is longer: left to the matcher.
      if text.utf8.count == found.utf8.count { met += 1 }
    }
    return met == fields.count ? true : nil
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

  /// The one ASCII text that will do; `nil` when others do, or values of other kinds.
  var exactText: String? {
    guard case .text(.exact(let wanted)) = condition, wanted.allSatisfy({ $0 < 0x80 }) else {
      return nil
    }
    return String(decoding: wanted, as: UTF8.self)
  }
}
