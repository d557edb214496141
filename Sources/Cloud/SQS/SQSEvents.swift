public import Simulation

/// What happens to a queue and to the messages in it.
public enum SQSEvent: TraceEvent {
  /// The queue was created.
  case queueCreated
  /// The queue was deleted with the messages that it held.
  case queueDeleted(messages: Int)
  /// A producer sent a message; it becomes visible after the delay.
  case sent(messageID: String, bytes: Int, delay: Duration)
  /// A producer sent a repetition to a FIFO queue: the answer was a success, and nothing came in.
  case duplicateAccepted(messageID: String, deduplicationID: String)
  /// A consumer received a message for the `receiveCount`th time.
  case received(messageID: String, receiveCount: Int, by: String)
  /// A consumer repeated a receive of a FIFO queue and got the same message with the same handle.
  case receiveRepeated(messageID: String, by: String)
  /// A consumer asked and got nothing.
  case receivedNothing(by: String)
  /// A consumer deleted a message.
  case deleted(messageID: String)
  /// A consumer tried to delete a message with a receipt handle that a later receive has replaced:
  /// the answer was a success, and the message stays.
  case deletionIgnored(messageID: String)
  /// A consumer set the time for which a message stays hidden, from now.
  case visibilityChanged(messageID: String, timeout: Duration)
  /// A message can be received: its delay or its visibility time-out has passed.
  case becameVisible(messageID: String, receiveCount: Int)
  /// A message had been received too often and went to the dead-letter queue.
  case movedToDeadLetterQueue(messageID: String, queue: String)
  /// This queue is a dead-letter queue and got a message from another.
  case arrivedAsDeadLetter(messageID: String, from: String)
  /// A deletion was accepted and missed a copy: the message stays, and comes back.
  case deletionMissed(messageID: String)
  /// A task began to move the messages of this dead-letter queue.
  case moveTaskStarted(taskID: String)
  /// A task that moved messages has ended with this status.
  case moveTaskEnded(taskID: String, status: String, moved: Int)
  /// A task moved a message out of this dead-letter queue; in the other queue it is a new one.
  case redriven(messageID: String, queue: String, newMessageID: String)
  /// A task moved a message into this queue.
  case arrivedByRedrive(messageID: String, from: String)
  /// A message was dropped at the end of the retention period.
  case expired(messageID: String)
  /// All messages were deleted at once.
  case purged(messages: Int)
}
