import Simulation

/// What CloudWatch shows of topics, under the dimension `TopicName`.
///
/// Source: the SNS developer guide, "Monitoring Amazon SNS topics using CloudWatch".
enum SNSMetric: String, ServiceMetric {
  case numberOfMessagesPublished = "NumberOfMessagesPublished"
  case numberOfNotificationsDelivered = "NumberOfNotificationsDelivered"
  case numberOfNotificationsFailed = "NumberOfNotificationsFailed"
  case numberOfNotificationsFilteredOut = "NumberOfNotificationsFilteredOut"
  case filteredOutMessageAttributes = "NumberOfNotificationsFilteredOut-MessageAttributes"
  case filteredOutNoMessageAttributes = "NumberOfNotificationsFilteredOut-NoMessageAttributes"
  case filteredOutInvalidAttributes = "NumberOfNotificationsFilteredOut-InvalidAttributes"
  case filteredOutMessageBody = "NumberOfNotificationsFilteredOut-MessageBody"
  case filteredOutInvalidMessageBody = "NumberOfNotificationsFilteredOut-InvalidMessageBody"
  case numberOfNotificationsRedrivenToDlq = "NumberOfNotificationsRedrivenToDlq"
  case numberOfNotificationsFailedToRedriveToDlq = "NumberOfNotificationsFailedToRedriveToDlq"
  case publishSize = "PublishSize"

  static let namespace = "AWS/SNS"
  static let notKept: Set<String> = ["SMSMonthToDateSpentUSD", "SMSSuccessRate"]

  var unit: MetricUnit { self == .publishSize ? .bytes : .count }

  init(_ reason: FilteredOut) {
    self =
      switch reason {
      case .messageAttributes: .filteredOutMessageAttributes
      case .noMessageAttributes: .filteredOutNoMessageAttributes
      case .invalidAttributes: .filteredOutInvalidAttributes
      case .messageBody: .filteredOutMessageBody
      case .invalidMessageBody: .filteredOutInvalidMessageBody
      }
  }
}

extension SNS: MetricPublisher {
  func points(
    of metric: SNSMetric,
    _ dimensions: [String: String],
    to minute: Int
  ) -> [MetricPoint] {
    metrics.points(of: metric, dimensions)
  }

  func dimensions(of metric: SNSMetric) -> [[MetricDimension]] { metrics.dimensions(of: metric) }

  /// Counts what happened to a topic.
  func measure(_ event: SNSEvent, of topic: String) {
    switch event {
    case .published(_, let bytes, _, let filteredOut):
      add(1, to: .numberOfMessagesPublished, of: topic)
      add(bytes, to: .publishSize, of: topic)
      if filteredOut > 0 { add(filteredOut, to: .numberOfNotificationsFilteredOut, of: topic) }
    case .repeated: add(1, to: .numberOfMessagesPublished, of: topic)
    case .filteredOut(_, let count, let reason): add(count, to: SNSMetric(reason), of: topic)
    case .delivered: add(1, to: .numberOfNotificationsDelivered, of: topic)
    case .movedToDeadLetterQueue:
      add(1, to: .numberOfNotificationsFailed, of: topic)
      add(1, to: .numberOfNotificationsRedrivenToDlq, of: topic)
    case .redriveFailed: add(1, to: .numberOfNotificationsFailedToRedriveToDlq, of: topic)
    case .dropped: add(1, to: .numberOfNotificationsFailed, of: topic)
    default: break
    }
  }

  private func add(_ value: Int, to metric: SNSMetric, of topic: String) {
    metrics.add(
      Int64(value),
      to: metric,
      of: MetricDimension("TopicName", topic),
      in: simulation.now.minute
    )
  }
}
