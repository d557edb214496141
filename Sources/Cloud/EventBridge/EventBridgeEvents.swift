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
  /// No retry is left, or none is worth it; the event went to the target's dead-letter queue.
  case movedToDeadLetterQueue(
    eventID: String,
    rule: String,
    target: String,
    queue: String,
    because: String
  )
  /// No retry is left, or none is worth it, and no dead-letter queue took the event.
  case deliveryFailed(eventID: String, rule: String, target: String, because: String)
}
