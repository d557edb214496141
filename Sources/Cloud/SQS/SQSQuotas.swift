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
  /// What a request takes; a receive spends it after it has got its messages.
  public static let requestTime = Duration.milliseconds(5)
}
