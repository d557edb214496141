/// The messages that a FIFO topic keeps, each once for all subscriptions, in the order of their
/// numbers.
struct MessageArchive {
  /// Since when the topic keeps what is held, in milliseconds since 1970.
  private var began: Int64
  /// For how many milliseconds it keeps each.
  private var retention: Int64
  private var kept = Line<Notification>()
  /// How many messages have left the archive.
  private var expired = 0
  /// The bytes of the messages and their attributes.
  private(set) var size = 0
  /// The minute of the simulation, a full hour, in which what is held is measured next.
  private var hour: Int

  init(_ policy: ArchivePolicy, from now: Int64, in minute: Int) {
    began = now
    retention = Self.milliseconds(policy)
    hour = (minute / 60 + 1) * 60
  }

  var count: Int { kept.count }

  /// The oldest instant from which a replay can start.
  func beginning(at now: Int64) -> Int64 { max(began, now - retention) }

  mutating func keep(_ message: Notification) {
    kept.append(message)
    size += message.draft.size
  }

  /// Lets go of what is too old.
  mutating func expire(at now: Int64) {
    while let oldest = kept.first, oldest.published < beginning(at: now) {
      size -= oldest.draft.size
      kept.removeFirst()
      expired += 1
    }
  }

  /// Keeps messages for another time from now on; what has expired does not come back.
  mutating func change(to policy: ArchivePolicy, at now: Int64) {
    began = beginning(at: now)
    expire(at: now)
    retention = Self.milliseconds(policy)
    expire(at: now)
  }

  /// The next hour in which what is held is to be measured, if it has come.
  mutating func takeHour(to minute: Int) -> Int? {
    guard hour <= minute else { return nil }
    defer { hour += 60 }
    return hour
  }

  // MARK: Places

  /// The message of a window at a place, or the first one behind it; `nil` when there is no more.
  ///
  /// Places count from the first message ever kept, so that they hold while others leave.
  ///
  /// - Complexity: O(log n).
  func message(
    of window: ReplayWindow,
    at place: Int
  ) -> (place: Int, message: Notification)? {
    let index = max(first(from: window.start), place - expired)
    guard index < kept.count, window.contains(kept[index].published) else { return nil }
    return (expired + index, kept[index])
  }

  /// How many of the kept messages were published before an instant.
  private func first(from instant: Int64) -> Int {
    var (low, high) = (0, kept.count)
    while low < high {
      let middle = (low + high) / 2
      if kept[middle].published < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func milliseconds(_ policy: ArchivePolicy) -> Int64 {
    Int64(policy.retention) * 86_400_000
  }
}
