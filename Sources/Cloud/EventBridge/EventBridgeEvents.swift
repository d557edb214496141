public import Simulation

/// What happens to a bus and to the events on it.
public enum EventBridgeEvent: TraceEvent {
  /// The bus took an event; so many rules match it.
  case eventAccepted(eventID: String, source: String, detailType: String, matchedRules: Int)
  /// The bus refused an entry of a request.
  case entryRefused(code: String)
  /// A rule fired by itself, as its schedule says, and made an event.
  case ruleFired(eventID: String, rule: String)
  /// An event for a bus that does not exist was dropped without a word.
  case eventDropped(eventID: String)
  /// The bus could not encrypt an event, which went to the bus's own dead-letter queue.
  case movedToBusQueue(eventID: String, queue: String, because: String)
  /// The bus could not encrypt an event, and no dead-letter queue took it.
  case encryptionFailed(eventID: String, because: String)
  /// A rule's target took an event over.
  case delivered(eventID: String, rule: String, target: String, retries: Int)
  /// A target could not take an event over; it is tried again after the wait.
  case deliveryRetried(
    eventID: String,
    rule: String,
    target: String,
    retry: Int,
    after: Duration,
    because: String
  )
  /// The account's rate of invocations was used up; the try comes after the delay.
  case invocationThrottled(eventID: String, rule: String, delay: Duration)
  /// A rule has fed itself so often that the mini cloud stops it; AWS would go on.
  case loopStopped(eventID: String, rule: String, rounds: Int)
  /// An archive took a copy, which is there to be replayed some minutes later.
  case archived(eventID: String, archive: String)
  /// A replay begins to put so many events on the bus again.
  case replayStarted(replay: String, events: Int)
  /// A replay has ended, with so many events put on the bus.
  case replayEnded(replay: String, state: String, events: Int)
  /// No retry is left, or none is worth it; the event went to the target's dead-letter queue.
  case movedToDeadLetterQueue(
    eventID: String,
    rule: String,
    target: String,
    queue: String,
    because: String
  )
  /// The target's dead-letter queue did not take an event that was given up.
  case deadLetterRefused(
    eventID: String,
    rule: String,
    target: String,
    queue: String,
    because: String
  )
  /// No retry is left, or none is worth it, and no dead-letter queue took the event.
  case deliveryFailed(eventID: String, rule: String, target: String, because: String)
}
