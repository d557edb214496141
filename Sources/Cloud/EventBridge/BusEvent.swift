import JSON
import Simulation

/// An event on a bus.
struct BusEvent {
  let id: String
  /// The event as targets get it.
  private(set) var json: JSONObject
  /// When the bus took it: what its age counts from.
  private(set) var ingested: SimulationInstant
  /// What it counts for in the size of a request, and on the bill.
  let size: Int
  /// The rules that have led to it; `nil` at the beginning of a chain.
  private(set) var chain: EventChain?
  /// Whether it has come from another bus, from which it may not go on to a third.
  private(set) var hasCrossed = false

  /// Puts an entry of a request into its envelope.
  ///
  /// - Parameters:
  ///   - entry: the entry, which has been checked.
  ///   - detail: its detail.
  ///   - id: the id that it gets.
  ///   - account: the account that puts it.
  ///   - chain: the rules that have led to it.
  ///   - cloud: whose clock and Region it gets.
  init(
    _ entry: PutEvents.Entry,
    detail: JSONObject,
    id: String,
    account: String,
    behind chain: EventChain?,
    in cloud: Cloud
  ) {
    self.id = id
    self.chain = chain
    ingested = cloud.simulation.now
    size = entry.size
    json = Self.envelope(
      id: id,
      detailType: entry.detailType ?? "",
      source: entry.source ?? "",
      account: account,
      seconds: entry.time?.seconds ?? cloud.unixMilliseconds / 1_000,
      region: cloud.region,
      resources: entry.resources ?? [],
      detail: detail
    )
  }

  /// Makes the event of a rule that fires by itself.
  init(of rule: Rule, at seconds: Int64, id: String, in cloud: Cloud) {
    self.id = id
    ingested = cloud.simulation.now
    size = 0
    json = Self.envelope(
      id: id,
      detailType: "Scheduled Event",
      source: "aws.events",
      account: cloud.account,
      seconds: seconds,
      region: cloud.region,
      resources: [rule.arn],
      detail: [:]
    )
  }

  private static func envelope(
    id: String,
    detailType: String,
    source: String,
    account: String,
    seconds: Int64,
    region: String,
    resources: [String],
    detail: JSONObject
  ) -> JSONObject {
    [
      "version": "0",
      "id": .string(id),
      "detail-type": .string(detailType),
      "source": .string(source),
      "account": .string(account),
      "time": .string(Timestamp.iso8601(seconds: seconds)),
      "region": .string(region),
      "resources": .array(resources.map { .string($0) }),
      "detail": .object(detail),
    ]
  }

  /// The text under one of the envelope's names.
  func text(_ name: String) -> String { json[name]?.stringValue ?? "" }

  /// When it happened, in seconds since 1970.
  var seconds: Int64 { (Timestamp.milliseconds(reading: text("time")) ?? 0) / 1_000 }

  /// How many events it is on the bill: one for each started 64 KB.
  var billedChunks: Int64 {
    let chunk = EventBridgeQuotas.billedChunk.bytes
    return Int64(max(1, (size + chunk - 1) / chunk))
  }

  /// What conditions of bus policies can look at.
  var policyContext: [String: String] {
    ["events:source": text("source"), "events:detail-type": text("detail-type")]
  }

  /// The same event as another bus takes it over from a rule.
  func crossing(behind chain: EventChain, at now: SimulationInstant) -> Self {
    var event = self
    event.chain = chain
    event.hasCrossed = true
    event.ingested = now
    return event
  }

  /// The same event as a replay puts it on its bus again.
  func replayed(by replay: String, at now: SimulationInstant) -> Self {
    var event = self
    event.chain = nil
    event.ingested = now
    event.json = JSONObject()
    for (name, value) in json {
      // Recorded on AWS in this place, between the Region and the resources.
      if name == "resources" { event.json["replay-name"] = .string(replay) }
      event.json[name] = value
    }
    return event
  }
}
