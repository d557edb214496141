import Simulation

/// What receives with a `ReceiveRequestAttemptId` have got, so that a repeated request gets the same.
struct ReceiveAttempts {
  /// A message that was given out, and the stamp of its slot since then.
  struct Given {
    let slot: Int
    var stamp: UInt64
    let message: ReceivedMessage
  }

  private struct Attempt {
    var given: [Given]
    let number: UInt64
  }

  private var attempts: [String: Attempt] = [:]
  private var ends = Line<(id: String, number: UInt64, instant: SimulationInstant)>()
  private var lastNumber: UInt64 = 0

  /// What the attempt has got; `nil` when there is none within the last five minutes.
  ///
  /// - Complexity: O(1) amortised.
  mutating func given(to id: String, at now: SimulationInstant) -> [Given]? {
    while let end = ends.first, end.instant <= now {
      if attempts[end.id]?.number == end.number { attempts[end.id] = nil }
      ends.removeFirst()
    }
    return attempts[id]?.given
  }

  /// Notes what an attempt has got for the first time.
  mutating func note(_ given: [Given], for id: String, at now: SimulationInstant) {
    lastNumber += 1
    attempts[id] = Attempt(given: given, number: lastNumber)
    ends.append((id, lastNumber, now.advanced(by: SQSQuotas.deduplicationWindow)))
  }

  /// Notes that a repetition has changed the stamps; the five minutes go on.
  mutating func renew(_ given: [Given], for id: String) {
    attempts[id]?.given = given
  }
}
