/// A metric of SQS, in the namespace `AWS/SQS`, of a queue by its `QueueName`.
///
/// Source: SQS developer guide, "Available CloudWatch metrics for Amazon SQS", 2026.
enum SQSMetric: String, ServiceMetric {
  // Not what comes from another queue, be it as a dead letter or by a move task.
  case messagesSent = "NumberOfMessagesSent"
  case sentMessageSize = "SentMessageSize"
  case messagesReceived = "NumberOfMessagesReceived"
  case emptyReceives = "NumberOfEmptyReceives"
  // Each deletion that is answered with success, also of what is gone already.
  case messagesDeleted = "NumberOfMessagesDeleted"
  case visible = "ApproximateNumberOfMessagesVisible"
  case notVisible = "ApproximateNumberOfMessagesNotVisible"
  case delayed = "ApproximateNumberOfMessagesDelayed"
  case oldestAge = "ApproximateAgeOfOldestMessage"
  // Of FIFO queues.
  case deduplicated = "NumberOfDeduplicatedSentMessages"
  case groupsInFlight = "ApproximateNumberOfGroupsWithInflightMessages"
  // Of fair queues: standard queues to which messages with a group have been sent.
  case noisyGroups = "ApproximateNumberOfNoisyGroups"
  case quietVisible = "ApproximateNumberOfMessagesVisibleInQuietGroups"
  case quietNotVisible = "ApproximateNumberOfMessagesNotVisibleInQuietGroups"
  case quietDelayed = "ApproximateNumberOfMessagesDelayedInQuietGroups"
  case quietOldestAge = "ApproximateAgeOfOldestMessageInQuietGroups"

  static let namespace = "AWS/SQS"
  /// The one dimension of them all.
  static let dimension = "QueueName"

  var unit: MetricUnit {
    switch self {
    case .sentMessageSize: .bytes
    case .oldestAge, .quietOldestAge: .seconds
    default: .count
    }
  }
}

extension SQS: MetricPublisher {
  func points(
    of metric: SQSMetric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    measured(dimensions).flatMap { $0.points(of: metric, in: minutes) }
  }

  func hasPoint(
    of metric: SQSMetric,
    _ dimensions: [String: String],
    since minute: Int
  ) -> Bool {
    measured(dimensions).contains { $0.lastMinute(of: metric).map { $0 >= minute } ?? false }
  }

  /// What was measured of a queue, the earlier before the later; nothing of what is none.
  private func measured(_ dimensions: [String: String]) -> [QueueMetrics] {
    guard dimensions.count == 1, let name = dimensions[SQSMetric.dimension] else { return [] }
    if let queue = queues[name] { return [queue.metrics, queue.metrics.unrecorded(of: queue)] }
    return endedMetrics[name].map { [$0] } ?? []
  }

  func dimensions(of metric: SQSMetric) -> [[MetricDimension]] {
    Set(queues.keys).union(endedMetrics.keys).map {
      [MetricDimension(name: SQSMetric.dimension, value: $0)]
    }
  }
}
