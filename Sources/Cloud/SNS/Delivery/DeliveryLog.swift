import JSON
import Simulation

extension SNS {
  /// Writes the end of a delivery to the topic's log, if the topic says so.
  ///
  /// Successes go to `sns/REGION/ACCOUNT/TOPIC`, as many of them as the sample rate says; failures to
  /// the same with `/Failure`.
  func log(
    _ notification: Notification,
    to subscription: Subscription,
    after attempts: Int,
    _ result: Result<DeliveryReceipt, NotificationFailure>
  ) {
    guard let kind = subscription.kind.feedbackName,
      let values = topics[notification.topic.description]?.attributes.values
    else { return }
    let settings = FeedbackSettings(kind, in: values)
    // Put together for the few topics that log, and not with every delivery.
    var group: String { "sns/\(cloud.region)/\(cloud.account)/\(notification.topic.name)" }
    switch result {
    case .success(let receipt):
      guard let role = settings.successRole, isSampled(settings.sampleRate) else { return }
      let line = line(notification, subscription, attempts, receipt.status, receipt.response, true)
      write(line, to: group, as: role, of: notification.topic)
    case .failure(let failure):
      guard let role = settings.failureRole else { return }
      let line = line(notification, subscription, attempts, failure.status, failure.response, false)
      write(line, to: "\(group)/Failure", as: role, of: notification.topic)
    }
  }

  private func line(
    _ notification: Notification,
    _ subscription: Subscription,
    _ attempts: Int,
    _ status: Int,
    _ response: String,
    _ isSuccess: Bool
  ) -> String {
    let text = notification.text(for: subscription)
    let instant = Timestamp.iso8601(milliseconds: notification.published, zone: "")
    let about: JSONObject = [
      "messageMD5Sum": .string(MD5.hex(text)),
      "messageId": .string(notification.id),
      "topicArn": .string(notification.topic.description),
      "timestamp": .string(String(instant.map { $0 == "T" ? " " : $0 })),
    ]
    var delivery: JSONObject = [
      "deliveryId": .string(newIdentifier()),
      "destination": .string(subscription.endpoint.text),
      "providerResponse": .string(response),
      "dwellTimeMs": .number(JSONNumber(Int(cloud.unixMilliseconds - notification.published))),
      "attempts": .number(JSONNumber(attempts)),
    ]
    // Without an answer there is no status.
    if status > 0 { delivery["statusCode"] = .number(JSONNumber(status)) }
    let entry: JSONObject = [
      "notification": .object(about), "delivery": .object(delivery),
      "status": isSuccess ? "SUCCESS" : "FAILURE",
    ]
    return JSONValue.object(entry).text()
  }

  /// Writes a line, if SNS may take the role and the role may write.
  private func write(_ line: String, to group: String, as role: String, of topic: ARN) {
    let stream = logStreams[group] ?? newIdentifier()
    logStreams[group] = stream
    guard
      let writer = cloud.taking(role, as: Self.principal, for: "\(topic)", called: topic.name),
      cloud.missingLogAction(of: writer, in: group, stream: stream, at: simulation.now) == nil
    else { return }
    cloud.logs.write(
      LogLine(at: simulation.now, line),
      to: group,
      stream: stream,
      at: simulation.now
    )
  }
}
