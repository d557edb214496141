import Simulation

/// SNS's limits, with their source and date.
///
/// Source unless said otherwise: the SNS developer guide, read in 2026, and the service model of
/// botocore 1.43.11 (May 2026).
public enum SNSQuotas {
  /// Letters in a topic's name: letters, digits, hyphens and underscores, and `.fifo` in the end.
  public static let topicNameLength = 1...256
  /// Standard topics of an account.
  public static let topics = 100_000
  /// FIFO topics of an account.
  public static let fifoTopics = 1_000
  /// Subscriptions to a standard topic.
  public static let subscriptions = 12_500_000
  /// Subscriptions to a FIFO topic.
  public static let fifoSubscriptions = 100
  /// Subscriptions of delivery streams to one topic that one account makes.
  public static let streamSubscriptions = 5
  /// Subscriptions of an account that wait to be confirmed.
  public static let pendingSubscriptions = 5_000
  /// How long a token confirms.
  public static let tokenLife = Duration.seconds(2 * 86_400)
  /// How long a data key of an encrypted topic is used for a publisher.
  ///
  /// Source: the SNS developer guide, "Managing Amazon SNS encryption keys and costs".
  public static let dataKeyReuse = Duration.seconds(300)
  /// Hexadecimal digits in a token, as recorded from AWS.
  static let tokenLength = 288
  /// Letters in a topic's display name.
  public static let displayNameLength = 0...100
  /// A message with its attributes, and a batch in total.
  public static let messageSize = ByteCount.kibibytes(256)
  /// Attributes that go to a queue with raw delivery; with more, the queue refuses the message.
  public static let rawAttributes = 10
  /// Letters in a subject: less than 100.
  public static let subjectLength = 1..<100
  /// Entries in one batch.
  public static let batchSize = 1...10
  /// Letters in the id of a batch's entry.
  public static let entryIDLength = 1...80
  /// Bytes in the name of a message attribute.
  public static let attributeNameLength = 1...256
  /// Digits of an attribute that is a number, as recorded from AWS.
  public static let numberDigits = 38
  /// The powers of ten between which such a number lies.
  public static let numberMagnitudes = -128...126
  /// Filter policies of one topic.
  public static let filterPoliciesOfTopic = 200
  /// Filter policies of an account.
  public static let filterPolicies = 10_000
  /// What counts as one publish on the bill (AWS price page, June 2026).
  public static let billedChunk = ByteCount.kibibytes(64)
  /// Tags of a topic.
  public static let tags = 50
  /// Letters in a tag's key.
  public static let tagKeyLength = 1...128
  /// Letters in a tag's value.
  public static let tagValueLength = 0...256
  /// Subscriptions, topics or endpoints on one page of a list.
  public static let pageSize = 100

  // MARK: FIFO topics

  /// Letters in the id of a message's group or of a repetition.
  public static let markLength = 1...128
  /// Messages a second to a FIFO topic, unless its throughput is reckoned by group.
  public static let fifoMessagesPerSecond = 3_000
  /// Messages a second of one group.
  public static let groupMessagesPerSecond = 300

  /// Days for which an archive keeps a message.
  public static let archiveDays = 1...365

  // MARK: Delivery

  /// How long an address over HTTP may take to answer.
  public static let httpTimeout = Duration.seconds(15)
  /// E-mails a second to one subscription.
  public static let mailsPerSecond = 10
  /// The longest delay of a delivery policy, in seconds.
  public static let longestDelayTarget = 3_600
  /// Retries of a delivery policy.
  public static let mostRetries = 100
  /// How long all retries of a delivery policy may take.
  public static let longestHTTPRetries = Duration.seconds(3_600)

  // MARK: Mobile devices

  /// Letters in the name of a platform application.
  public static let applicationNameLength = 1...256
  /// Bytes of an endpoint's `CustomUserData`.
  public static let customUserData = 2_048
}

/// What AWS does not publish and the mini cloud has to choose.
///
/// Simplified: constants instead of distributions, so that a timeline reads well.
public enum SNSAssumptions {
  /// What a request takes.
  public static let requestTime = Duration.milliseconds(10)
  /// From the answer to a publish to the first try to deliver.
  public static let deliveryDelay = Duration.milliseconds(20)
  /// What a mail server, a telephone company or a push service takes to take a message over.
  public static let carrierTime = Duration.milliseconds(100)
  /// From a replay's policy to its first message; a record shows less than three seconds until the
  /// end of a short replay.
  public static let replayStart = Duration.seconds(1)
  /// What a replay takes for each archived message that it looks at.
  public static let replayedMessage = Duration.milliseconds(10)
  /// Replays of an account that have not ended; AWS has a limit and does not tell it.
  public static let concurrentReplays = 100
  /// By how much, up or down, a wait before a retry differs from its nominal length.
  public static let jitter = 0.1
}
