public import JSON

/// Patterns by their places in a set, and what is kept from event to event to match the next one
/// without new memory.
@usableFromInline
struct PlacedPatterns: Sendable {
  private struct Entry {
    let pattern: EventPattern
    let place: Int
  }

  /// Patterns that are, and those that have been replaced or removed: the engine goes on to find
  /// these, and they are passed over.
  private var entries: [Entry] = []
  /// For each place the number of its entry; -1 for none.
  private var current: [Int] = []
  private var count = 0
  private var engine = PatternEngine()

  private var findings = Findings()
  private var conjunctions: [Int] = []
  private var undecided: [PatternEngine.BranchNumber] = []
  /// The text and the NULs that the scanner wants behind it.
  private var text: [UInt8] = []

  /// The places of the patterns that the last event matches, in ascending order.
  @usableFromInline
  private(set) var matched: [Int] = []

  init() {}

  /// Whether more patterns were removed than are left, so that it pays to begin anew.
  var isMostlyRemoved: Bool { entries.count > 2 * count + 8 }

  subscript(place: Int) -> EventPattern? {
    get { current[place] < 0 ? nil : entries[current[place]].pattern }
    set {
      if current.count <= place {
        current += repeatElement(-1, count: place + 1 - current.count)
      }
      if current[place] >= 0 { count -= 1 }
      current[place] = -1
      guard let newValue else { return }
      count += 1
      current[place] = entries.count
      engine.add(newValue, number: entries.count)
      entries.append(Entry(pattern: newValue, place: place))
    }
  }

  // MARK: - Matching

  /// Finds what an event matches that has been parsed; only an object can match.
  @usableFromInline
  mutating func match(_ event: JSONValue) {
    begin()
    guard case .object(let object) = event else { return }
    EventWalker.walk(object, engine, &findings)
    conclude { event }
  }

  /// Finds what an event matches by its text.
  @usableFromInline
  mutating func match(parsing bytes: [UInt8]) throws(JSONError) {
    begin()
    text.removeAll(keepingCapacity: true)
    text += bytes
    text += repeatElement(0, count: EventScanner.paddingCount)
    let outcome = text.withUnsafeBufferPointer { text in
      var scanner = EventScanner(text)
      return scanner.scan(engine, &findings)
    }
    switch outcome {
    case .object: try conclude { () throws(JSONError) in try JSONValue(parsing: bytes) }
    case .other: break
    case .unknown: match(try JSONValue(parsing: bytes))
    }
  }

  private mutating func begin() {
    matched.removeAll(keepingCapacity: true)
    undecided.removeAll(keepingCapacity: true)
    engine.begin(&findings)
  }

  /// Puts the matches in order, after a look at the event where elements of lists must be told
  /// apart.
  private mutating func conclude<E: Error>(_ event: () throws(E) -> JSONValue) throws(E) {
    engine.conclude(findings, &conjunctions, matched: &matched, undecided: &undecided)
    if !undecided.isEmpty {
      let event = try event()
      for open in undecided where current[entries[open.pattern].place] == open.pattern {
        let branch = entries[open.pattern].pattern.branches[open.branch]
        if BranchMatcher(branch, event).matches { matched.append(open.pattern) }
      }
    }
    guard !matched.isEmpty else { return }
    var kept = 0
    for index in matched.indices {
      let number = matched[index]
      let place = entries[number].place
      guard current[place] == number else { continue }
      matched[kept] = place
      kept += 1
    }
    matched.removeLast(matched.count - kept)
    if kept > 1 { sort() }
  }

  /// Sorts the matches; a pattern with several branches may have been found by more than one.
  private mutating func sort() {
    matched.sort()
    var kept = 1
    for index in matched.indices.dropFirst() where matched[index] != matched[kept - 1] {
      matched[kept] = matched[index]
      kept += 1
    }
    matched.removeLast(matched.count - kept)
  }
}
