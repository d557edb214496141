public import JSON

/// Many patterns, each known by an identifier, that are matched together.
///
/// ```swift
/// var rules = PatternSet<String>()
/// rules["orders"] = try EventPattern(parsing: #"{"source": ["fernway.orders"]}"#)
/// let matched = try rules.matches(parsing: Array(#"{"source": "fernway.orders"}"#.utf8))
/// ```
///
/// An event matches the same patterns as it would one by one (``EventPattern/matches(_:)``). But
/// the patterns are taken apart: each value of the event is looked up once for all of them, so that
/// the cost grows with the event and with what it meets, not with the number of patterns.
///
/// Matching is mutating because a set keeps its working memory from event to event.
public struct PatternSet<ID: Hashable & Sendable>: Sendable {
  /// Identifiers by their places; those of removed patterns stay until the set is rebuilt.
  @usableFromInline
  var ids: [ID] = []
  @usableFromInline
  var patterns = PlacedPatterns()
  private var places: [ID: Int] = [:]

  /// Makes an empty set.
  public init() {}

  /// How many patterns there are.
  public var count: Int { places.count }

  /// Whether there is no pattern.
  public var isEmpty: Bool { places.isEmpty }

  /// The pattern of `id`; setting nil removes it.
  ///
  /// An identifier that is set again keeps its place among the others.
  ///
  /// - Complexity: O(1) to read; to set, the length of the pattern on average.
  public subscript(id: ID) -> EventPattern? {
    get { places[id].flatMap { patterns[$0] } }
    set {
      guard let place = places[id] else {
        if let newValue { append(id, newValue) }
        return
      }
      patterns[place] = newValue
      if newValue == nil { places[id] = nil }
      if patterns.isMostlyRemoved { rebuild() }
    }
  }

  private mutating func append(_ id: ID, _ pattern: EventPattern) {
    places[id] = ids.count
    patterns[ids.count] = pattern
    ids.append(id)
  }

  private mutating func rebuild() {
    let old = self
    self = Self()
    for (place, id) in old.ids.enumerated() {
      // An identifier that was removed and set anew has a later place, too.
      if old.places[id] == place, let pattern = old.patterns[place] { append(id, pattern) }
    }
  }

  // MARK: - Matching

  /// The identifiers of all patterns that `event` matches, in the order in which they were first
  /// set.
  @inlinable
  public mutating func matches(_ event: JSONValue) -> [ID] {
    patterns.match(event)
    return patterns.matched.map { ids[$0] }
  }

  /// The identifiers of all patterns that an event matches, of which `bytes` are the text, in the
  /// order in which they were first set.
  ///
  /// The text is read once, without making values of what no pattern asks for; an event that shows
  /// a rare thing (a name twice in one object, say) is read again by the parser.
  ///
  /// - Throws: ``JSONError`` exactly where `JSONValue(parsing:)` does.
  @inlinable
  public mutating func matches(parsing bytes: [UInt8]) throws(JSONError) -> [ID] {
    try patterns.match(parsing: bytes)
    return patterns.matched.map { ids[$0] }
  }
}
