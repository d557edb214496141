extension SNS {
  /// Counts a publish: each started 64 KB of a standard topic, messages and bytes of a FIFO topic.
  ///
  /// Deliveries to queues and functions of a standard topic cost nothing.
  func billPublish(to topic: Topic, messages: Int, payload: Int) {
    let meter = cloud.meter
    guard topic.isFIFO else {
      let chunk = SNSQuotas.billedChunk.bytes
      meter.add(.snsPublishes, Int64(max(1, (payload + chunk - 1) / chunk)), for: topic.name)
      return
    }
    meter.add(.snsFIFOPublishes, Int64(messages), for: topic.name)
    meter.add(.snsFIFOPayload, Int64(payload), for: topic.name)
  }

  /// Counts a delivery by its protocol.
  func billDelivery(of notification: Notification, to subscription: Subscription) {
    let (meter, topic) = (cloud.meter, notification.topic.name)
    switch subscription.kind {
    case .http, .https: meter.add(.snsHTTPDeliveries, 1, for: topic)
    case .email, .emailJSON: meter.add(.snsMailDeliveries, 1, for: topic)
    case .sms: meter.add(.snsTextMessages, 1, for: topic)
    case .application: meter.add(.snsPushDeliveries, 1, for: topic)
    case .sqs where notification.marks != nil:
      meter.add(.snsFIFODeliveries, 1, for: topic)
      meter.add(.snsFIFODeliveredPayload, Int64(notification.draft.size), for: topic)
    case .sqs, .lambda, .firehose: break
    }
  }

  /// Counts the bytes that policies on bodies have looked at.
  func billFiltering(of draft: PublishDraft, by topic: Topic) {
    let count = topic.subscriptions.count { $0.filter?.pattern(of: .messageBody) != nil }
    guard count > 0 else { return }
    cloud.meter.add(
      .snsFilteredPayload,
      Int64(draft.message.utf8.count * count),
      for: topic.name
    )
  }
}
