public import Simulation

/// What happens to a topic and to the messages that are published to it.
public enum SNSEvent: TraceEvent {
  /// The topic was created.
  case topicCreated
  /// The topic was deleted with its subscriptions.
  case topicDeleted
  /// Something was subscribed; perhaps it has to confirm first.
  case subscribed(endpoint: String)
  /// A subscription was confirmed.
  case confirmed(endpoint: String)
  /// A subscription was ended.
  case unsubscribed(endpoint: String)
  /// A message was published; so many subscriptions get it, the others' filters keep it out.
  case published(messageID: String, bytes: Int, matched: Int, filteredOut: Int)
  /// A FIFO topic took a message for a repetition: nobody gets it again.
  case repeated(messageID: String)
  /// So many subscriptions do not get the message, for one reason.
  case filteredOut(messageID: String, count: Int, because: FilteredOut)
  /// A subscription's endpoint took the message over.
  case delivered(messageID: String, endpoint: String, attempts: Int)
  /// An endpoint could not take the message over; it is tried again after the wait.
  case deliveryRetried(
    messageID: String,
    endpoint: String,
    attempt: Int,
    after: Duration,
    because: String
  )
  /// No try is left, or none is worth it; the message goes to the subscription's dead-letter queue.
  case movedToDeadLetterQueue(messageID: String, endpoint: String, queue: String, because: String)
  /// The dead-letter queue did not take the message.
  case redriveFailed(messageID: String, queue: String, because: String)
  /// A subscription's policy asks for archived messages.
  case replayStarted(endpoint: String)
  /// A replay has handed over so many messages of its window, or another or none took its place.
  case replayEnded(endpoint: String, messages: Int, isComplete: Bool)
  /// No try is left, or none is worth it, and there is no dead-letter queue that takes the message.
  case dropped(messageID: String, endpoint: String, because: String)
}
