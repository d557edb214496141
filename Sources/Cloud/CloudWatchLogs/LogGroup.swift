public import Simulation

/// A log group: its streams, and its latest entries.
public struct LogGroup: Sendable {
  /// One stream: what one execution environment writes.
  public struct Stream: Sendable {
    /// Its name, such as `2026/01/01/[$LATEST]0f5c…`.
    public let name: String
    /// When it was created.
    public let created: SimulationInstant
    /// When its latest entry was written.
    public internal(set) var last: SimulationInstant
  }

  /// A line with the stream that it stands in.
  public struct Event: Sendable {
    /// The stream's name.
    public let stream: String
    /// The line.
    public let line: LogLine
    /// A number that no other event of the group has, in the order in which they were written.
    public let number: Int
    /// The line's place among those that were written at once, from 0.
    public let place: Int
  }

  private struct Stored {
    let stream: Int
    let entry: any LogEntry
    let instant: SimulationInstant
  }

  /// The group's name.
  public let name: String
  /// When it was created.
  public let created: SimulationInstant
  /// After how many days an entry is gone; `nil` for never, the default.
  public private(set) var retentionInDays: Int?
  /// In the order in which they were created.
  public private(set) var streams: [Stream] = []
  private var places: [String: Int] = [:]
  private var entries: [Stored] = []
  /// How many entries have been dropped for want of room.
  private var dropped = 0
  /// The number of the earliest event that is kept.
  public var firstNumber: Int { dropped + max(0, entries.count - LogStore.capacity) }
  /// The number that the next event will have.
  public var nextNumber: Int { dropped + entries.count }

  init(name: String, created: SimulationInstant) {
    self.name = name
    self.created = created
  }

  /// Whether there is a stream of this name.
  func hasStream(_ name: String) -> Bool { places[name] != nil }

  /// The place of a stream, which is made if it is not there.
  mutating func open(_ stream: String, at instant: SimulationInstant) -> Int {
    if let place = places[stream] { return place }
    places[stream] = streams.count
    streams.append(Stream(name: stream, created: instant, last: instant))
    return streams.count - 1
  }

  mutating func append(_ entry: any LogEntry, to stream: String, at instant: SimulationInstant) {
    let place = open(stream, at: instant)
    streams[place].last = instant
    entries.append(Stored(stream: place, entry: entry, instant: instant))
    // Dropped in blocks, so that each entry is moved a bounded number of times.
    guard entries.count >= 2 * LogStore.capacity else { return }
    dropped += entries.count - LogStore.capacity
    entries.removeFirst(entries.count - LogStore.capacity)
  }

  /// Changes the retention period; what was gone by the old one stays gone.
  mutating func retain(for days: Int?, from now: SimulationInstant) {
    if let oldest = oldestKept(at: now) {
      let expired = entries.prefix { $0.instant < oldest }.count
      dropped += expired
      entries.removeFirst(expired)
    }
    retentionInDays = days
  }

  private func oldestKept(at now: SimulationInstant) -> SimulationInstant? {
    retentionInDays.map { now.advanced(by: .seconds(-86_400 * $0)) }
  }

  /// The entries that were written at an instant or later, oldest first.
  func entries(since instant: SimulationInstant) -> [any LogEntry] {
    let late = entries.suffix(LogStore.capacity).reversed().prefix { $0.instant >= instant }
    return late.reversed().map(\.entry)
  }

  /// The lines that are kept, by time; of one instant, in the order in which they were written.
  ///
  /// - Parameters:
  ///   - now: the present instant, by which the retention period is reckoned.
  ///   - stream: the stream, or `nil` for all.
  /// - Returns: the lines.
  /// - Complexity: O(n log n) in the number of lines.
  public func events(at now: SimulationInstant, in stream: String? = nil) -> [Event] {
    let oldest = oldestKept(at: now)
    var events: [Event] = []
    for (index, stored) in entries.suffix(LogStore.capacity).enumerated() {
      let name = streams[stored.stream].name
      guard stream == nil || stream == name, oldest.map({ stored.instant >= $0 }) != false else {
        continue
      }
      for (place, line) in stored.entry.lines.enumerated() {
        events.append(Event(stream: name, line: line, number: firstNumber + index, place: place))
      }
    }
    // The sort is stable, so that what was written at one instant stays in order.
    return events.sorted { $0.line.instant < $1.line.instant }
  }
}
