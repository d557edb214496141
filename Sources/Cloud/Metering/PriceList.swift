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
