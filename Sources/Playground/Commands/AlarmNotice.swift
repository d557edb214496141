import Cloud
import JSON
import Simulation

/// What CloudWatch sends to a topic when an alarm goes on or off.
///
/// > Simplified: a few of the fields that CloudWatch sends, and no description of the metric.
struct AlarmNotice {
  private let name: String
  private let topic: ARN

  /// Checks that there is such a topic.
  init(of name: String, to topic: String, in world: World) throws(CommandError) {
    self.name = name
    guard let arn = ARN(topic), arn.service == "sns" else {
      throw CommandError(
        .badArgument,
        "\(topic.prefix(80)) is no topic's ARN.",
        remedy: "Write the TopicArn of sns create-topic."
      )
    }
    if arn.account == world.cloud.account { try world.require(arn.name, .topic) }
    self.topic = arn
  }

  /// Publishes, as CloudWatch does for an alarm; a topic that refuses is told nothing.
  func send(isOn: Bool, because condition: String, in cloud: Cloud) async throws {
    let alarm = ARN(service: "cloudwatch", resource: "alarm:\(name)", in: cloud).description
    let (new, old) = isOn ? ("ALARM", "OK") : ("OK", "ALARM")
    let message: JSONObject = [
      "AlarmName": .string(name), "AWSAccountId": .string(cloud.account),
      "NewStateValue": .string(new), "NewStateReason": .string("Threshold: \(condition)"),
      "StateChangeTime": .string(Timestamp.iso8601(simulationOf: cloud, zone: "+0000")),
      "Region": .string(cloud.region), "AlarmArn": .string(alarm),
      "OldStateValue": .string(old),
    ]
    let request = Publish(
      topicArn: topic.description,
      message: JSONValue.object(message).text(),
      subject: "\(new): \"\(name.prefix(60))\" in \(cloud.region)"
    )
    let caller = Caller(name, from: .service("cloudwatch.amazonaws.com", source: alarm))
    do {
      _ = try await cloud.sns.call(request, for: caller)
    } catch is ServiceError {
      // The refusal is in the trace; an alarm has nobody else to tell.
    }
  }
}
