import Cloud
import JSON
import Simulation

/// What CloudWatch sends to a topic when an alarm comes into the state ALARM or OK.
///
/// Source: CloudWatch user guide, 2026, and messages that were recorded on AWS.
///
/// > Simplified: there is no description, and the topic is told of both states or of none.
struct AlarmNotice {
  private let name: String
  private let topic: ARN
  /// When the alarm was set.
  private let configured: String

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
    configured = Timestamp.iso8601(simulationOf: world.cloud, zone: "+0000")
  }

  /// Publishes, as CloudWatch does for an alarm; a topic that refuses is told nothing.
  func send(_ change: MetricAlarm.Change, of alarm: MetricAlarm, in cloud: Cloud) async throws {
    let arn = ARN(service: "cloudwatch", resource: "alarm:\(name)", in: cloud).description
    let actions: JSONValue = [.string(topic.description)]
    let message: JSONObject = [
      "AlarmName": .string(name), "AlarmDescription": .null,
      "AWSAccountId": .string(cloud.account),
      "AlarmConfigurationUpdatedTimestamp": .string(configured),
      "NewStateValue": .string(change.new.rawValue),
      "NewStateReason": .string(alarm.reason(for: change)),
      "StateChangeTime": .string(Timestamp.iso8601(simulationOf: cloud, zone: "+0000")),
      "Region": .string(cloud.regionTitle), "AlarmArn": .string(arn),
      "OldStateValue": .string(change.old.rawValue), "OKActions": actions,
      "AlarmActions": actions, "InsufficientDataActions": [], "Trigger": .object(alarm.trigger),
    ]
    let request = Publish(
      topicArn: topic.description,
      message: JSONValue.object(message).text(),
      subject: "\(change.new.rawValue): \"\(name.prefix(60))\" in \(cloud.regionTitle)"
    )
    let caller = Caller(name, from: .service("cloudwatch.amazonaws.com", source: arn))
    do {
      _ = try await cloud.sns.call(request, for: caller)
    } catch is ServiceError {
      // The refusal is in the trace; an alarm has nobody else to tell.
    }
  }
}

extension MetricAlarm {
  /// Why the alarm is in another state, in CloudWatch's words.
  fileprivate func reason(for change: Change) -> String {
    guard let datapoint = change.datapoint else {
      let kind = isBreachedByNothing ? "Breaching" : "NonBreaching"
      return
        "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was"
        + " treated as [\(kind)]."
    }
    let verb = change.new == .alarm ? "was" : "was not"
    return "Threshold Crossed: 1 datapoint [\(datapoint.value) (\(Self.short(datapoint.start)))]"
      + " \(verb) \(comparison.words) the threshold (\(threshold))."
  }

  /// `01/01/26 00:05:00` for `2026-01-01T00:05:00+00:00`.
  private static func short(_ time: String) -> String {
    let parts = time.split { $0 == "-" || $0 == "T" || $0 == "+" }
    return "\(parts[2])/\(parts[1])/\(parts[0].suffix(2)) \(parts[3])"
  }

  /// What the alarm watches, in CloudWatch's words.
  fileprivate var trigger: JSONObject {
    [
      "MetricName": .string(source.name), "Namespace": .string(source.namespace),
      "StatisticType": "Statistic",
      "Statistic": .string(statistic),
      "Unit": .null,
      "Dimensions": .array(
        dimensions.map { ["value": $0["Value"] ?? .null, "name": $0["Name"] ?? .null] }
      ), "Period": .number(JSONNumber(minutes * 60)), "EvaluationPeriods": 1,
      "DatapointsToAlarm": 1, "ComparisonOperator": .string(comparison.name),
      "Threshold": .number(JSONNumber(threshold)),
      "TreatMissingData": isBreachedByNothing ? "breaching" : "notBreaching",
      "EvaluateLowSampleCountPercentile": "",
    ]
  }

  /// In capitals, as messages have it.
  private var statistic: String {
    source.statistic == "SampleCount" ? "SAMPLE_COUNT" : source.statistic.uppercased()
  }
}
