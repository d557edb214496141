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
  case numberOfMessagesArchiveProcessing = "NumberOfMessagesArchiveProcessing"
  case numberOfBytesArchiveProcessing = "NumberOfBytesArchiveProcessing"
  case approximateNumberOfMessagesArchived = "ApproximateNumberOfMessagesArchived"
  case approximateNumberOfBytesArchived = "ApproximateNumberOfBytesArchived"
  case numberOfReplayedNotificationsDelivered = "NumberOfReplayedNotificationsDelivered"
  case numberOfReplayedNotificationsFailed = "NumberOfReplayedNotificationsFailed"

  static let namespace = "AWS/SNS"
  static let notKept: Set<String> = ["SMSMonthToDateSpentUSD", "SMSSuccessRate"]

  /// Those of archives have none, as recorded from AWS in September 2026 (radkawar/stackd).
  var unit: MetricUnit {
    switch self {
    case .publishSize: .bytes
    case .numberOfMessagesArchiveProcessing, .numberOfBytesArchiveProcessing,
      .approximateNumberOfMessagesArchived, .approximateNumberOfBytesArchived:
      .none
    default: .count
    }
  }

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

extension SNS: CountingPublisher {
  func points(
    of metric: SNSMetric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    bringArchivesUpToDate()
    return counts.points(of: metric, dimensions, in: minutes)
  }

  func dimensions(of metric: SNSMetric) -> [[MetricDimension]] {
    bringArchivesUpToDate()
    return counts.dimensions(of: metric)
  }

  /// Counts what happened to a topic; archived messages that are delivered again are counted apart.
  func measure(_ event: SNSEvent, of topic: String, isReplay: Bool) {
    let failed: SNSMetric =
      isReplay ? .numberOfReplayedNotificationsFailed : .numberOfNotificationsFailed
    switch event {
    case .published(_, let bytes, _, _):
      add(1, to: .numberOfMessagesPublished, of: topic)
      add(bytes, to: .publishSize, of: topic)
    case .repeated: add(1, to: .numberOfMessagesPublished, of: topic)
    case .filteredOut(_, let count, let reason):
      add(count, to: .numberOfNotificationsFilteredOut, of: topic)
      add(count, to: SNSMetric(reason), of: topic)
    case .delivered where isReplay:
      add(1, to: .numberOfReplayedNotificationsDelivered, of: topic)
    case .delivered: add(1, to: .numberOfNotificationsDelivered, of: topic)
    case .movedToDeadLetterQueue:
      add(1, to: failed, of: topic)
      add(1, to: .numberOfNotificationsRedrivenToDlq, of: topic)
    case .redriveFailed: add(1, to: .numberOfNotificationsFailedToRedriveToDlq, of: topic)
    case .dropped: add(1, to: failed, of: topic)
    default: break
    }
  }

  /// Counts a try that failed and is not the last; of pages alone "the metric includes every failed
  /// delivery attempt, including retries" (the SNS developer guide).
  func measureFailedTry(of topic: String) { add(1, to: .numberOfNotificationsFailed, of: topic) }

  private func add(_ value: Int, to metric: SNSMetric, of topic: String) {
    counts.add(
      Int64(value),
      to: metric,
      of: MetricDimension("TopicName", topic),
      in: simulation.now.minute
    )
  }
}
