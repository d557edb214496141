/// What one kind of use costs, where the figure comes from and how old it is.
public struct Price: Hashable, Sendable {
  /// The kind of use, as the bill names it.
  public let usage: String
  /// What ``quantity`` units cost.
  public let amount: Money
  /// How many metered units the amount buys.
  public let quantity: Int64
  /// The priced unit as a reader says it, such as `hour` or `million requests`.
  public let unit: String
  /// The date of the source, not of today.
  public let asOf: String
  /// Where the figure comes from.
  public let source: String
  /// Whether a stored copy of the source confirms the figure.
  public let isConfirmed: Bool
}

/// List prices of us-east-1 in US dollars, on demand, before any free tier, tax or discount.
///
/// Simplified: the first tier of every price; no free tier; no data transfer.
public struct PriceList: Sendable {
  /// Every price, in the order in which a price page lists them.
  public static let usEast1 = Self(
    prices: Self.compute + Self.functions + Self.messaging + Self.storage + Self.databases
      + Self.keys
  )

  /// The prices.
  public let prices: [Price]
  private let byUsage: [String: Price]

  private init(prices: [Price]) {
    self.prices = prices
    byUsage = Dictionary(uniqueKeysWithValues: prices.map { ($0.usage, $0) })
  }

  /// Returns the price of one kind of use.
  public subscript(usage: Usage) -> Price {
    guard let price = byUsage[usage.rawValue] else {
      preconditionFailure("the price list has no entry for \(usage.rawValue)")
    }
    return price
  }

  /// Returns the price of an instance type's hour; `nil` for a type that is not on the list.
  public func instanceHour(_ type: String) -> Price? { byUsage["EC2 \(type)"] }
}

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

extension PriceList {
  private static let hour: Int64 = 3_600_000
  /// AWS counts 730 hours a month.
  private static let month: Int64 = 730 * hour
  private static let million: Int64 = 1_000_000
  private static let gigabyte: Int64 = 1_000_000_000

  private static func price(
    _ usage: String,
    _ dollars: String,
    per quantity: Int64,
    _ unit: String,
    asOf: String,
    _ source: String,
    confirmed: Bool = true
  ) -> Price {
    guard let amount = Money(dollars: dollars) else {
      preconditionFailure("the price of \(usage) is not a number of dollars: \(dollars)")
    }
    return Price(
      usage: usage,
      amount: amount,
      quantity: quantity,
      unit: unit,
      asOf: asOf,
      source: source,
      isConfirmed: confirmed
    )
  }

  private static let lists = "AWS price list, stored copy"
  private static let factual = "factualminds.com price post"

  private static let compute: [Price] = [
    price("EC2 t3.micro", "0.0104", per: hour, "hour", asOf: "2026-06", lists),
    price("EC2 t3.small", "0.0208", per: hour, "hour", asOf: "2026-06", lists, confirmed: false),
    price("EC2 t3.medium", "0.0416", per: hour, "hour", asOf: "2026-06", lists),
    price("EC2 t3.large", "0.0832", per: hour, "hour", asOf: "2026-06", lists),
    price("EC2 m5.large", "0.096", per: hour, "hour", asOf: "2026-06", lists),
    price("EC2 m5.xlarge", "0.192", per: hour, "hour", asOf: "2026-06", lists),
    price("EC2 c5.large", "0.085", per: hour, "hour", asOf: "2026-06", lists),
    price("EC2 c5.xlarge", "0.17", per: hour, "hour", asOf: "2026-06", lists),
    price(
      "EC2 CPU credits",
      "0.05",
      per: hour,
      "vCPU-hour",
      asOf: "2026-06",
      lists,
      confirmed: false
    ),
    price("EBS gp3 storage", "0.08", per: month, "GB-month", asOf: "2026-06", lists),
    price("Public IPv4 address", "0.005", per: hour, "hour", asOf: "2026-06", lists),
    price("Load balancer", "0.0225", per: hour, "hour", asOf: "2026-06", lists),
    price("Load balancer capacity", "0.008", per: hour, "LCU-hour", asOf: "2026-06", lists),
  ]

  private static let functions: [Price] = [
    price("Lambda requests", "0.20", per: million, "million requests", asOf: "2026-06", factual),
    gigabyteSeconds("Lambda duration", "0.0000166667", factual),
    gigabyteSeconds("Lambda duration arm64", "0.0000133334"),
    gigabyteSeconds("Lambda provisioned concurrency", "0.0000041667"),
    gigabyteSeconds("Lambda provisioned concurrency arm64", "0.0000033334", confirmed: false),
    gigabyteSeconds("Lambda provisioned duration", "0.0000097222"),
    gigabyteSeconds("Lambda provisioned duration arm64", "0.0000077778", confirmed: false),
    gigabyteSeconds("Lambda ephemeral storage", "0.0000000309"),
  ]

  /// A price of a GB-s, metered in MB × ms.
  private static func gigabyteSeconds(
    _ usage: String,
    _ dollars: String,
    _ source: String = lists,
    confirmed: Bool = true
  ) -> Price {
    price(
      usage,
      dollars,
      per: 1_024_000,
      "GB-s",
      asOf: "2026-06",
      source,
      confirmed: confirmed
    )
  }

  private static func sns(
    _ usage: String,
    _ dollars: String,
    per quantity: Int64,
    _ unit: String,
    confirmed: Bool = true
  ) -> Price {
    price(
      "SNS \(usage)",
      dollars,
      per: quantity,
      unit,
      asOf: "2026-06",
      factual,
      confirmed: confirmed
    )
  }

  private static let messaging: [Price] = [
    price("HTTP API calls", "1.00", per: million, "million calls", asOf: "2026-06", lists),
    price("SQS requests", "0.40", per: million, "million requests", asOf: "2026-06", factual),
    price("SQS FIFO requests", "0.50", per: million, "million requests", asOf: "2026-06", factual),
    price(
      "SQS fair queue requests",
      "0.10",
      per: million,
      "million requests",
      asOf: "2026-03",
      factual,
      confirmed: false
    ),
    price("SNS publishes", "0.50", per: million, "million publishes", asOf: "2026-06", factual),
    price(
      "SNS FIFO publishes",
      "0.30",
      per: million,
      "million publishes",
      asOf: "2026-06",
      factual
    ),
    sns("FIFO payload", "0.017", per: gigabyte, "GB", confirmed: false),
    sns("FIFO deliveries", "0.01", per: million, "million deliveries", confirmed: false),
    sns("FIFO delivered payload", "0.001", per: gigabyte, "GB", confirmed: false),
    sns("FIFO archive processing", "0.10", per: gigabyte, "GB", confirmed: false),
    sns("FIFO archive storage", "0.023", per: gigabyte * month, "GB-month", confirmed: false),
    sns("HTTP deliveries", "0.60", per: million, "million deliveries"),
    sns("email deliveries", "2.00", per: 100_000, "100,000 e-mails"),
    sns("SMS", "0.00645", per: 1, "message", confirmed: false),
    sns("mobile push deliveries", "0.50", per: million, "million deliveries"),
    sns("Firehose deliveries", "0.19", per: million, "million deliveries", confirmed: false),
    sns("payload filtering", "0.09", per: gigabyte, "GB", confirmed: false),
    price("EventBridge events", "1.00", per: million, "million events", asOf: "2026-06", factual),
    price("Pipes requests", "0.40", per: million, "million requests", asOf: "2026-06", factual),
    price(
      "Scheduler invocations",
      "1.00",
      per: million,
      "million invocations",
      asOf: "2026-06",
      factual
    ),
    price("EventBridge archive processing", "0.10", per: gigabyte, "GB", asOf: "2026-06", factual),
    price(
      "EventBridge archive storage",
      "0.023",
      per: gigabyte * month,
      "GB-month",
      asOf: "2026-06",
      factual
    ),
    price(
      "EventBridge replayed events",
      "1.00",
      per: million,
      "million events",
      asOf: "2026-06",
      factual
    ),
    price(
      "EventBridge API destinations",
      "0.20",
      per: million,
      "million requests",
      asOf: "2026-06",
      factual
    ),
  ]

  private static let databases: [Price] =
    [
      ("db.t3.micro", "0.017", "0.034"), ("db.t3.small", "0.034", "0.068"),
      ("db.t3.medium", "0.068", "0.136"), ("db.m5.large", "0.171", "0.342"),
    ].flatMap { name, one, two in
      [(name, one), ("\(name) Multi-AZ", two)].map { name, dollars in
        price("RDS \(name)", dollars, per: hour, "hour", asOf: "2026-05", lists, confirmed: false)
      }
    }
    + [("gp3 storage", "0.115"), ("gp3 storage Multi-AZ", "0.23")].map { name, dollars in
      price(
        "RDS \(name)",
        dollars,
        per: month,
        "GB-month",
        asOf: "2026-06",
        "usage.ai RDS page",
        confirmed: dollars == "0.115"
      )
    }

  private static let keys: [Price] = [
    price("KMS keys", "1.00", per: month, "key-month", asOf: "2026-03", "AWS KMS pricing page"),
    price(
      "KMS requests",
      "0.03",
      per: 10_000,
      "10,000 requests",
      asOf: "2026-03",
      "AWS KMS pricing page"
    ),
  ]

  private static let storage: [Price] = [
    price(
      "Firehose ingestion",
      "0.029",
      per: gigabyte,
      "GB",
      asOf: "2026-06",
      lists,
      confirmed: false
    ),
    price("S3 storage", "0.023", per: gigabyte / 1_000 * month, "GB-month", asOf: "2026-06", lists),
    price(
      "S3 PUT and LIST requests",
      "0.005",
      per: 1_000,
      "1,000 requests",
      asOf: "2026-06",
      lists,
      confirmed: false
    ),
    price(
      "S3 GET requests",
      "0.0004",
      per: 1_000,
      "1,000 requests",
      asOf: "2026-06",
      lists,
      confirmed: false
    ),
    price("DynamoDB writes", "0.625", per: million, "million units", asOf: "2026-06", lists),
    price("DynamoDB reads", "0.125", per: 2 * million, "million units", asOf: "2026-06", lists),
  ]
}
