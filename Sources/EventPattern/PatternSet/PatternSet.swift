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
  private struct Entry: Sendable {
    let id: ID
    let pattern: EventPattern
    /// The place of the identifier among the others; kept when its pattern is replaced.
    let order: Int
    var isRemoved = false
  }

  private var entries: [Entry] = []
  private var numbers: [ID: Int] = [:]
  private var nextOrder = 0
  private var engine = PatternEngine()
  private var matcher = EventMatcher()

  /// Makes an empty set.
  public init() {}

  /// How many patterns there are.
  public var count: Int { numbers.count }

  /// Whether there is no pattern.
  public var isEmpty: Bool { numbers.isEmpty }

  /// The pattern of `id`; setting nil removes it.
  ///
  /// An identifier that is set again keeps its place among the others.
  ///
  /// - Complexity: O(1) to read; to set, the length of the pattern on average.
  public subscript(id: ID) -> EventPattern? {
    get { numbers[id].map { entries[$0].pattern } }
    set {
      let known = numbers.removeValue(forKey: id)
      if let known { entries[known].isRemoved = true }
      if let newValue {
        let order = known.map { entries[$0].order } ?? nextOrder
        if known == nil { nextOrder += 1 }
        append(Entry(id: id, pattern: newValue, order: order))
      }
      // What is removed stays in the engine and is passed over, until it is the greater part.
      if known != nil, entries.count > 2 * numbers.count + 8 { rebuild() }
    }
  }

  private mutating func append(_ entry: Entry) {
    numbers[entry.id] = entries.count
    engine.add(entry.pattern, number: entries.count)
    entries.append(entry)
  }

  private mutating func rebuild() {
    let left = entries.filter { !$0.isRemoved }
    entries = []
    engine = PatternEngine()
    for entry in left { append(entry) }
  }

  // MARK: - Matching

  /// The identifiers of all patterns that `event` matches, in the order in which they were first
  /// set.
  public mutating func matches(_ event: JSONValue) -> [ID] {
    matcher.match(event, &engine)
    return conclude(event)
  }

  /// The identifiers of all patterns that an event matches, of which `bytes` are the text, in the
  /// order in which they were first set.
  ///
  /// The text is read once, without making values of what no pattern asks for; an event that shows
  /// a rare thing (a name twice in one object, say) is read again by the parser.
  ///
  /// - Throws: ``JSONError`` exactly where `JSONValue(parsing:)` does.
  public mutating func matches(parsing bytes: [UInt8]) throws(JSONError) -> [ID] {
    guard matcher.match(bytes, &engine) else { return matches(try JSONValue(parsing: bytes)) }
    return conclude(matcher.undecided.isEmpty ? .null : try JSONValue(parsing: bytes))
  }

  /// Decides what the matcher has left open, and puts all in order.
  private mutating func conclude(_ event: JSONValue) -> [ID] {
    for open in matcher.undecided {
      let branch = entries[open.pattern].pattern.branches[open.branch]
      if !entries[open.pattern].isRemoved, BranchMatcher(branch, event).matches {
        matcher.matched.append(open.pattern)
      }
    }
    switch matcher.matched.count {
    case 0: return []
    case 1:
      let entry = entries[matcher.matched[0]]
      return entry.isRemoved ? [] : [entry.id]
    default:
      let found = Set(matcher.matched).map { entries[$0] }.filter { !$0.isRemoved }
      return found.sorted { $0.order < $1.order }.map(\.id)
    }
  }
}

/// What is kept from event to event to match the next one without new memory.
struct EventMatcher: Sendable {
  private var findings = Findings()
  private var numbers: [Int] = []
  /// The text and the NULs that the scanner wants behind it.
  private var text: [UInt8] = []

  /// The patterns that match, some perhaps more than once.
  var matched: [Int] = []
  /// The branches that only the parsed event can decide.
  private(set) var undecided: [PatternEngine.BranchNumber] = []

  /// Matches an event that has been parsed; only an object can match.
  mutating func match(_ event: JSONValue, _ engine: inout PatternEngine) {
    begin(&engine)
    guard case .object(let object) = event else { return }
    EventWalker.walk(object, engine, &findings)
    conclude(engine)
  }

  /// Matches an event by its text.
  ///
  /// - Returns: Whether that was possible; if not, the parser must read the text.
  mutating func match(_ bytes: [UInt8], _ engine: inout PatternEngine) -> Bool {
    begin(&engine)
    text.removeAll(keepingCapacity: true)
    text += bytes
    text += repeatElement(0, count: EventScanner.paddingCount)
    let outcome = text.withUnsafeBufferPointer { text in
      var scanner = EventScanner(text)
      return scanner.scan(engine, &findings)
    }
    if outcome == .object { conclude(engine) }
    return outcome != .unknown
  }

  private mutating func begin(_ engine: inout PatternEngine) {
    matched.removeAll(keepingCapacity: true)
    undecided.removeAll(keepingCapacity: true)
    engine.begin(&findings)
  }

  private mutating func conclude(_ engine: PatternEngine) {
    engine.conclude(findings, &numbers, matched: &matched, undecided: &undecided)
  }
}
