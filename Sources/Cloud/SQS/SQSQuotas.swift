import Simulation

/// SQS's limits and defaults, with their source and date.
///
/// Source unless said otherwise: the service model of botocore 1.43.11 (May 2026) and the SQS
/// developer guide, read in 2026.
public enum SQSQuotas {
  /// Letters in a queue's name: letters, digits, hyphens and underscores; a FIFO queue's ends in
  /// `.fifo`, which counts.
  public static let queueNameLength = 1...80
  /// `DelaySeconds`, of a queue and of a message.
  public static let delaySeconds = 0...900
  /// `MaximumMessageSize` in bytes; the most was 262,144 until August 2025.
  public static let maximumMessageSize = 1_024...1_048_576
  /// `MessageRetentionPeriod` in seconds: up to 14 days.
  public static let retentionSeconds = 60...1_209_600
  /// `ReceiveMessageWaitTimeSeconds`, and `WaitTimeSeconds` of a request.
  public static let waitSeconds = 0...20
  /// `VisibilityTimeout` in seconds: up to 12 hours, also in total since a message was received.
  public static let visibilitySeconds = 0...43_200
  /// `maxReceiveCount` of a redrive policy.
  public static let maxReceiveCount = 1...1_000
  /// `maxReceiveCount` when the policy names none.
  public static let defaultMaxReceiveCount = 10
  /// Queues that a redrive allow policy may name.
  public static let redriveSources = 10
  /// The text of a queue policy; the quota's own page was not found.
  public static let policyBytes = ByteCount.kibibytes(8)
  /// Messages of one group in flight from which on a fair queue looks at its share.
  public static let noisyMessages = 30
  /// A group is noisy with more than one in so many of the messages in flight: with over 10%.
  public static let noisyShare = 10
  /// From how many receives on a message of a standard queue no longer counts for the age of the
  /// oldest.
  public static let poisonReceives = 3
  /// Statements of a queue policy.
  public static let policyStatements = 20
  /// Principals in a statement.
  public static let policyPrincipals = 50
  /// Conditions in a statement.
  public static let policyConditions = 10
  /// Actions in a statement that `AddPermission` writes.
  public static let permissionActions = 7
  /// `KmsDataKeyReusePeriodSeconds`.
  public static let keyReuseSeconds = 60...86_400
  /// `KmsDataKeyReusePeriodSeconds` when it is not set.
  public static let defaultKeyReuseSeconds = 300
  /// Tags of one queue.
  public static let tags = 50
  /// Letters in a tag's key.
  public static let tagKeyLength = 1...128
  /// Letters in a tag's value.
  public static let tagValueLength = 0...256
  /// Messages that a move task may move in a second.
  public static let movesPerSecond = 1...500
  /// Move tasks of an account that run at a time.
  public static let activeMoveTasks = 100
  /// For how long a move task may run.
  public static let moveTaskDuration = Duration.seconds(36 * 3_600)
  /// Move tasks that are listed at a time.
  public static let listedMoveTasks = 1...10
  /// Queues that are listed at a time.
  public static let listedQueues = 1...1_000
  /// Messages in one receive, and entries in one batch.
  public static let batchSize = 1...10
  /// All entries of a batch together.
  public static let batchBytes = ByteCount.mebibytes(1)
  /// Letters in the id of a batch's entry.
  public static let entryIDLength = 1...80
  /// Attributes of one message.
  public static let messageAttributes = 10
  /// Letters in the name of a message attribute.
  public static let attributeNameLength = 1...256
  /// Bytes in the type of a message attribute, its suffix included.
  public static let attributeTypeLength = 1...256
  /// Digits of an attribute that is a number.
  public static let numberDigits = 38
  /// The powers of ten between which such a number lies.
  public static let numberMagnitudes = -128...126
  /// Messages of one queue that have been received and not yet deleted.
  public static let inFlightMessages = 120_000
  /// For how long a FIFO queue remembers what it has accepted and what a receive has got.
  public static let deduplicationWindow = Duration.seconds(300)
  /// Letters in a message group id and in a deduplication id.
  public static let markLength = 1...128
  /// Requests in a second to a FIFO queue, of each kind; with high throughput, of each group.
  public static let fifoRequestsPerSecond = 300
  /// For how long the name of a deleted queue cannot be used again.
  public static let deletedNameRest = Duration.seconds(60)
  /// How far two purges of one queue must lie apart.
  public static let purgeInterval = Duration.seconds(60)
  /// What counts as one request on the bill (AWS price page, June 2026).
  public static let billedChunk = ByteCount.kibibytes(64)
}

/// What AWS does not publish and the mini cloud has to choose.
///
/// Simplified: constants instead of distributions, so that a timeline reads well.
public enum SQSAssumptions {
  /// Messages that a move task without a limit of its own moves in a second.
  public static let moves = 500
  /// What a request takes; a receive spends it after it has got its messages.
  public static let requestTime = Duration.milliseconds(5)
}
