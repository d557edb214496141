/// How many messages a queue holds and what has become of the others.
///
/// At every instant ``sent`` + ``arrivedAsDeadLetters`` + ``redrivenIn`` = ``visible`` +
/// ``inFlight`` + ``delayed`` + ``deleted`` + ``expired`` + ``movedToDeadLetterQueue`` +
/// ``redrivenOut`` + ``purged``.
public struct QueueFigures: Hashable, Sendable {
  /// Messages that can be received now.
  public var visible = 0
  /// Messages that have been received and are hidden.
  public var inFlight = 0
  /// Messages whose delay has not passed.
  public var delayed = 0
  /// How long the oldest message has been in this queue; `nil` when there is none.
  ///
  /// In a standard queue a message that has been received three times no longer counts.
  public var oldestAge: Duration?
  /// Messages that producers have sent.
  public var sent = 0
  /// Messages that other queues have given up.
  public var arrivedAsDeadLetters = 0
  /// Messages that move tasks have brought from a dead-letter queue.
  public var redrivenIn = 0
  /// Messages that move tasks have taken away.
  public var redrivenOut = 0
  /// Messages given out; one that was received twice counts twice.
  public var received = 0
  /// Receives that got nothing.
  public var emptyReceives = 0
  /// Messages that consumers have deleted.
  public var deleted = 0
  /// Messages that were dropped at the end of the retention period.
  public var expired = 0
  /// Messages that were given up to the dead-letter queue.
  public var movedToDeadLetterQueue = 0
  /// Messages that were deleted by purges.
  public var purged = 0

  /// Creates the figures of a new queue.
  public init() {}

  /// All messages that the queue holds.
  public var depth: Int { visible + inFlight + delayed }
}
