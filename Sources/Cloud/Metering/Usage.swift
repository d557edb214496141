/// A kind of metered use; the raw value is its name on the bill.
public struct Usage: RawRepresentable, Hashable, Sendable {
  /// The name on the bill.
  public let rawValue: String

  /// Creates the kind of use that the price list calls `rawValue`.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Lambda requests, one each.
  public static let lambdaRequests = Self(rawValue: "Lambda requests")
  /// Lambda duration in MB × ms of configured memory.
  public static let lambdaDuration = Self(rawValue: "Lambda duration")
  /// Lambda duration on arm64, in MB × ms of configured memory.
  public static let lambdaDurationArm = Self(rawValue: "Lambda duration arm64")
  /// Lambda environments that are kept ready, in MB × ms of configured memory, used or not.
  ///
  /// > Simplified: the service rounds up to five minutes.
  public static let lambdaProvisioned = Self(rawValue: "Lambda provisioned concurrency")
  /// The same on arm64.
  public static let lambdaProvisionedArm = Self(rawValue: "Lambda provisioned concurrency arm64")
  /// Lambda duration in environments that are kept ready, in MB × ms of configured memory.
  public static let lambdaProvisionedDuration = Self(rawValue: "Lambda provisioned duration")
  /// The same on arm64.
  public static let lambdaProvisionedDurationArm = Self(
    rawValue: "Lambda provisioned duration arm64"
  )
  /// `/tmp` of Lambda functions beyond 512 MB, in MB × ms of duration.
  public static let lambdaStorage = Self(rawValue: "Lambda ephemeral storage")
  /// HTTP API calls, one for each started 512 KB.
  public static let httpAPICalls = Self(rawValue: "HTTP API calls")
  /// SQS requests on standard queues, one for each started 64 KB.
  public static let sqsRequests = Self(rawValue: "SQS requests")
  /// SQS requests on FIFO queues, one for each started 64 KB.
  public static let sqsFIFORequests = Self(rawValue: "SQS FIFO requests")
  /// SQS requests that name a group on a standard queue, beside what they cost as requests.
  public static let sqsFairRequests = Self(rawValue: "SQS fair queue requests")
  /// SNS publishes on standard topics, one for each started 64 KB.
  public static let snsPublishes = Self(rawValue: "SNS publishes")
  /// SNS messages published to FIFO topics.
  public static let snsFIFOPublishes = Self(rawValue: "SNS FIFO publishes")
  /// Bytes of messages published to FIFO topics.
  public static let snsFIFOPayload = Self(rawValue: "SNS FIFO payload")
  /// Messages that FIFO topics have delivered.
  public static let snsFIFODeliveries = Self(rawValue: "SNS FIFO deliveries")
  /// Bytes of messages that FIFO topics have delivered.
  public static let snsFIFODeliveredPayload = Self(rawValue: "SNS FIFO delivered payload")
  /// Bytes of messages that archives of FIFO topics have taken.
  public static let snsArchived = Self(rawValue: "SNS FIFO archive processing")
  /// Messages that lie in archives of FIFO topics, in bytes × ms.
  public static let snsArchiveStorage = Self(rawValue: "SNS FIFO archive storage")
  /// SNS deliveries to addresses over HTTP.
  public static let snsHTTPDeliveries = Self(rawValue: "SNS HTTP deliveries")
  /// E-mails that SNS has sent.
  public static let snsMailDeliveries = Self(rawValue: "SNS email deliveries")
  /// Text messages that SNS has sent, to telephones in the United States.
  public static let snsTextMessages = Self(rawValue: "SNS SMS")
  /// Notifications that SNS has sent to mobile devices.
  public static let snsPushDeliveries = Self(rawValue: "SNS mobile push deliveries")
  /// Messages that SNS has delivered to delivery streams.
  public static let snsFirehoseDeliveries = Self(rawValue: "SNS Firehose deliveries")
  /// Bytes that SNS filter policies on bodies have looked at.
  public static let snsFilteredPayload = Self(rawValue: "SNS payload filtering")
  /// EventBridge custom events, one for each started 64 KB.
  public static let eventBridgeEvents = Self(rawValue: "EventBridge events")
  /// Times at which EventBridge Scheduler starts a target, retries not counted.
  public static let schedulerInvocations = Self(rawValue: "Scheduler invocations")
  /// Events that an EventBridge archive has taken, in bytes.
  public static let eventBridgeArchived = Self(rawValue: "EventBridge archive processing")
  /// Events that lie in an EventBridge archive, in bytes × ms.
  public static let eventBridgeStorage = Self(rawValue: "EventBridge archive storage")
  /// Events that EventBridge has replayed, one for each started 64 KB.
  public static let eventBridgeReplays = Self(rawValue: "EventBridge replayed events")
  /// Requests of EventBridge to API destinations.
  public static let apiDestinations = Self(rawValue: "EventBridge API destinations")
  /// Batches that go through EventBridge Pipes after filtering, one for each started 64 KB.
  public static let pipesRequests = Self(rawValue: "Pipes requests")
  /// Keys of KMS that the account has made, in ms; not those that are to be deleted.
  public static let kmsKeys = Self(rawValue: "KMS keys")
  /// Requests to KMS, those that services make for somebody included.
  public static let kmsRequests = Self(rawValue: "KMS requests")
  /// Bytes that Firehose has taken, each record rounded up to a multiple of 5 KB.
  public static let firehoseIngestion = Self(rawValue: "Firehose ingestion")
  /// Objects that lie in S3, in KB × ms, each bucket rounded up to the next KB.
  public static let s3Storage = Self(rawValue: "S3 storage")
  /// S3 requests that put or list something.
  public static let s3Writes = Self(rawValue: "S3 PUT and LIST requests")
  /// S3 requests that get something.
  public static let s3Reads = Self(rawValue: "S3 GET requests")
  /// DynamoDB write request units.
  public static let dynamoDBWrites = Self(rawValue: "DynamoDB writes")
  /// DynamoDB read request units, in halves: an eventually consistent read is one, others two.
  public static let dynamoDBReads = Self(rawValue: "DynamoDB reads")
  /// EBS gp3 storage in GB × ms.
  public static let blockStorage = Self(rawValue: "EBS gp3 storage")
  /// RDS gp3 storage in GB × ms.
  public static let databaseStorage = Self(rawValue: "RDS gp3 storage")
  /// RDS gp3 storage of a database with a standby, in GB × ms of its one size.
  public static let databaseStorageMultiAZ = Self(rawValue: "RDS gp3 storage Multi-AZ")
  /// Processor time that burstable instances use beyond their credits, in vCPU × ms.
  public static let cpuCredits = Self(rawValue: "EC2 CPU credits")
  /// Public IPv4 addresses in ms.
  public static let publicAddress = Self(rawValue: "Public IPv4 address")
  /// Application Load Balancers in ms.
  public static let loadBalancer = Self(rawValue: "Load balancer")

  /// Capacity units of Application Load Balancers in LCU × ms.
  ///
  /// > Simplified: of the four dimensions only new connections count, one for each request.
  public static let loadBalancerCapacity = Self(rawValue: "Load balancer capacity")

  /// An instance of this type, in ms.
  public static func instance(_ type: String) -> Self { Self(rawValue: "EC2 \(type)") }

  /// A database of this class, in ms; with a standby in another zone, both machines together.
  public static func database(_ type: String, multiAZ: Bool = false) -> Self {
    Self(rawValue: "RDS \(type)\(multiAZ ? " Multi-AZ" : "")")
  }
}
