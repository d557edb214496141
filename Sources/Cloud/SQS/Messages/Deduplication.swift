import Simulation

/// What a FIFO queue has accepted in the last five minutes, so that a repetition is accepted and not
/// delivered.
struct Deduplication {
  struct Key: Hashable {
    /// The group, where repetitions are looked for in the message's own group only.
    let group: String?
    let id: String
  }

  /// The message of which another is a repetition.
  struct Original {
    let messageID: String
    let sequence: SequenceNumber?
  }

  private var accepted: [Key: Original] = [:]
  /// In the order of their ends, which is that of their coming.
  private var ends = Line<(key: Key, instant: SimulationInstant)>()

  /// The message that was accepted under this key within the window; `nil` if there is none.
  ///
  /// - Complexity: O(1) amortised.
  mutating func original(_ key: Key, at now: SimulationInstant) -> Original? {
    while let end = ends.first, end.instant <= now {
      accepted[end.key] = nil
      ends.removeFirst()
    }
    return accepted[key]
  }

  /// Notes a message that is no repetition.
  mutating func accept(_ original: Original, as key: Key, at now: SimulationInstant) {
    accepted[key] = original
    ends.append((key, now.advanced(by: SQSQuotas.deduplicationWindow)))
  }
}
