import JSON
import Simulation

extension RuleDelivery {
  /// What the target gets of the event; `nil` when that is not JSON, so that nothing is delivered.
  var delivery: Delivery? {
    var delivery = input
    delivery?.groupID = target.sqsParameters?.messageGroupId
    return delivery
  }

  private var input: Delivery? {
    let whole = JSONValue.object(event.json)
    if let input = target.input { return Delivery(text: input) }
    if let inputPath = target.inputPath {
      return EventPath(inputPath)?.value(in: whole).map { Delivery(payload: $0) }
    }
    guard let transformer = target.inputTransformer else { return Delivery(payload: whole) }
    return InputTemplate(transformer.inputTemplate).delivery { name in
      switch name {
      case "aws.events.rule-arn": .string(rule.arn)
      case "aws.events.rule-name": .string(rule.name)
      case "aws.events.event.ingestion-time": .string(ingestionTime)
      case "aws.events.event.json": whole
      case "aws.events.event": Self.withoutDetail(event.json)
      default: transformer.inputPathsMap?[name].flatMap(EventPath.init)?.value(in: whole)
      }
    }
  }

  private var ingestionTime: String {
    let seconds = event.ingested.nanoseconds / 1_000_000_000
    return Timestamp.iso8601(seconds: Cloud.epochSeconds + seconds)
  }

  /// The event without its detail; recorded on AWS with `detailType` in one word.
  private static func withoutDetail(_ event: JSONObject) -> JSONValue {
    var short = JSONObject()
    for (name, value) in event where name != "detail" {
      short[name == "detail-type" ? "detailType" : name] = value
    }
    return .object(short)
  }
}
