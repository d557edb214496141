public import Simulation

/// What happens to asynchronous events besides their beginning, their retries and their end.
public enum AsynchronousEvent: TraceEvent {
  /// The function begins to run on an event that was queued so long ago.
  case begun(requestID: String, age: Duration)
  /// The queue hands the event out a second time, as queues that deliver at least once may.
  case duplicated(requestID: String, after: Duration)
  /// An invocation was stopped, because it would have gone on with a loop.
  case recursionStopped(requestID: String)
  /// What is left of an event was handed over.
  case delivered(requestID: String, as: Leaving, to: String)
  /// What is left of an event could not be handed over, and is lost.
  case deliveryFailed(requestID: String, as: Leaving, to: String, because: String)

  /// What is left of an event that has ended.
  public enum Leaving: String, Hashable, Sendable {
    /// The event itself, for the function's dead-letter queue.
    case deadLetter
    /// The record of request and response, for a destination.
    case record
  }
}
