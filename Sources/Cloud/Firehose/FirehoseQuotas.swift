import Simulation

/// Firehose's limits, with their source and date.
///
/// Source unless said otherwise: the Firehose developer guide, "Amazon Data Firehose Quota", and the
/// service model of botocore 1.44.8, 2026.
public enum FirehoseQuotas {
  /// Delivery streams of an account (`CreateDeliveryStream`).
  public static let streams = 5_000
  /// Letters in a stream's name: letters, digits, `_`, `.` and `-`.
  public static let nameLength = 1...64
  /// Bytes in a record, before Base64.
  public static let recordSize = ByteCount.kibibytes(1_000)
  /// Records in one batch.
  public static let batchSize = 1...500
  /// Bytes in one batch.
  public static let batchBytes = ByteCount.kibibytes(4 * 1_024)
  /// How long a record is kept that cannot be delivered.
  public static let retention = Duration.seconds(86_400)

  // MARK: What a stream takes in a second, in US East (N. Virginia)

  /// Records.
  public static let recordsPerSecond = 500_000
  /// Requests.
  public static let requestsPerSecond = 2_000
  /// Bytes.
  public static let bytesPerSecond = ByteCount.kibibytes(5 * 1_024)

  // MARK: Buffering

  /// How many MiB are gathered for a bucket; 5 if nothing is said.
  public static let bucketBuffer = 1...128
  /// How many MiB are gathered for an endpoint; 5 if nothing is said.
  public static let endpointBuffer = 1...64
  /// For how many seconds records are gathered; 300 if nothing is said.
  public static let bufferInterval = 0...900
  /// The buffer of who says nothing.
  public static let defaultBuffer = (sizeInMBs: 5, intervalInSeconds: 300)

  // MARK: Endpoints over HTTP

  /// How long an endpoint may take to answer.
  public static let httpTimeout = Duration.seconds(180)
  /// Records in one request.
  public static let recordsInRequest = 10_000
  /// How many seconds an endpoint is tried again; 300 if nothing is said.
  public static let retryDuration = 0...7_200
  /// How many seconds an endpoint is tried again when nothing is said.
  public static let defaultRetryDuration = 300
  /// The wait before the first retry.
  public static let firstBackOff = Duration.seconds(1)
  /// The longest wait before a retry, but for jitter.
  public static let longestBackOff = Duration.seconds(120)
  /// By which share a wait differs, up or down, from its nominal length.
  public static let jitter = 0.15
  /// Letters in an endpoint's URL.
  public static let urlLength = 1...1_000
  /// Letters in an access key.
  public static let accessKeyLength = 0...4_096
  /// Attributes that each request carries.
  public static let commonAttributes = 50

  // MARK: Objects

  /// Letters in a prefix as it is given.
  public static let prefixLength = 1_024
  /// Letters in a prefix once it is evaluated.
  public static let evaluatedPrefixLength = 512

  // MARK: Lists and tags

  /// Streams on a page; 10 if nothing is said.
  public static let pageSize = 1...10_000
  /// Streams on a page when nothing is said.
  public static let defaultPageSize = 10
  /// Tags of a stream.
  public static let tags = 50
  /// Letters in a tag's key.
  public static let tagKeyLength = 1...128
  /// Letters in a tag's value.
  public static let tagValueLength = 0...256
  /// To a multiple of how many bytes each record is rounded up on the bill (AWS price page).
  public static let billedUnit = 5_120
}

/// What AWS does not publish and the mini cloud has to choose.
public enum FirehoseAssumptions {
  /// What a request takes.
  public static let requestTime = Duration.milliseconds(10)
  /// Until a new stream takes records, and until a deleted one is gone.
  public static let change = Duration.seconds(10)
  /// How long a stream gathers that is told to gather for no time.
  ///
  /// The developer guide promises five seconds for most streams.
  public static let zeroBuffering = Duration.seconds(1)
}
