import Simulation

/// Amazon CloudWatch: the metrics that services publish about themselves, a value a minute.
///
/// Metrics are read from what happens and can be asked for at once.
///
/// > Simplified: only the services listed in `publishers` publish; no metrics of one's own, no
/// > dashboards, and alarms are the `alarm` of the playground. Every minute is kept for 15 days, and
/// > then forgotten instead of being kept in longer periods.
public actor CloudWatch: CloudService {
  /// `cloudwatch`.
  public static let name = "cloudwatch"
  /// `Amazon CloudWatch`.
  public static let title = "Amazon CloudWatch"
  /// As the services that speak Query.
  public static let accessRefusal = AccessRefusal.query
  /// What the service can do.
  public static let operations: [any Operation<CloudWatch>.Type] = [
    GetMetricStatistics.self, ListMetrics.self,
  ]

  /// The services that publish metrics about themselves, each in a namespace of its own.
  static let publishers: [any MetricPublisher.Type] = [
    Lambda.self, SQS.self, SNS.self, EventBridge.self, Scheduler.self, Pipes.self, Firehose.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// Creates the service.
  public init(cloud: Cloud) {
    self.cloud = cloud
  }

  /// The minutes since the simulation's start of which metrics are kept, up to the present one.
  nonisolated var keptMinutes: Range<Int> {
    let end = simulation.now.minute + 1
    return end - CloudWatchQuotas.retention..<end
  }
}

extension ServiceError {
  /// A parameter's value is refused by CloudWatch.
  static func cloudWatchValue(_ message: String) -> Self {
    Self(code: "InvalidParameterValue", status: 400, message: message)
  }

  /// Parameters do not go together.
  static func cloudWatchCombination(_ message: String) -> Self {
    Self(code: "InvalidParameterCombination", status: 400, message: message)
  }
}

/// CloudWatch's limits, with their source and date.
///
/// Source: CloudWatch API reference, `GetMetricStatistics` and `ListMetrics`, read in 2026.
public enum CloudWatchQuotas {
  /// The shortest period of a metric of AWS's own, in seconds; longer ones are multiples of it.
  public static let period = 60
  /// Data points in an answer.
  public static let datapoints = 1_440
  /// Metrics on a page of a list.
  public static let pageSize = 500
  /// For how many minutes a value a minute is kept: 15 days.
  public static let retention = 15 * 1_440
  /// How many minutes are recent for a list of the metrics that are `RecentlyActive`: three hours.
  public static let recentActivity = 180
  /// For how many minutes a queue's metrics go on when nobody asks it for anything and it is empty:
  /// six hours.
  ///
  /// Source: SQS developer guide, "Monitoring Amazon SQS queues using CloudWatch", 2026.
  public static let queueActivity = 360
  /// Dimensions of a metric.
  public static let dimensions = 30
}
