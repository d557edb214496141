extension SNS {
  /// Counts a publish: each started 64 KB of a standard topic, messages and bytes of a FIFO topic.
  ///
  /// Deliveries to queues and functions of a standard topic cost nothing.
  func billPublish(to topic: Topic, messages: Int, payload: Int) {
    let (meter, name) = (cloud.meter, topic.name)
    guard topic.isFIFO else {
      let chunk = SNSQuotas.billedChunk.bytes
      meter.add(.snsPublishes, Int64(max(1, (payload + chunk - 1) / chunk)), for: name)
      return
    }
    meter.add(.snsFIFOPublishes, Int64(messages), for: name)
    meter.add(.snsFIFOPayload, Int64(payload), for: name)
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
    case .firehose: meter.add(.snsFirehoseDeliveries, 1, for: topic)
    case .sqs, .lambda: break
    }
  }

  /// Counts the bytes that policies on bodies have looked at, each policy for itself.
  func billFiltering(of notification: Notification, by policies: Int) {
    let bytes = notification.draft.message.utf8.count * policies
    if bytes > 0 {
      cloud.meter.add(.snsFilteredPayload, Int64(bytes), for: notification.topic.name)
    }
  }
}
