import JSON
import Simulation

/// An event on a bus.
struct BusEvent {
  let id: String
  /// The event as targets get it.
  let json: JSONObject
  /// When the bus took it: what its age counts from.
  let ingested: SimulationInstant

  /// Puts an entry of a request into its envelope.
  init(_ entry: PutEvents.Entry, detail: JSONObject, id: String, in cloud: Cloud) {
    self.id = id
    ingested = cloud.simulation.now
    let seconds = entry.time.flatMap(EventTime.seconds) ?? cloud.unixMilliseconds / 1_000
    json = [
      "version": "0",
      "id": .string(id),
      "detail-type": .string(entry.detailType ?? ""),
      "source": .string(entry.source ?? ""),
      "account": .string(cloud.account),
      "time": .string(Timestamp.iso8601(seconds: seconds)),
      "region": .string(cloud.region),
      "resources": .array((entry.resources ?? []).map { .string($0) }),
      "detail": .object(detail),
    ]
  }

  /// Makes the event of a rule that fires by itself.
  init(of rule: Rule, at seconds: Int64, id: String, in cloud: Cloud) {
    self.id = id
    ingested = cloud.simulation.now
    json = [
      "version": "0",
      "id": .string(id),
      "detail-type": "Scheduled Event",
      "source": "aws.events",
      "account": .string(cloud.account),
      "time": .string(Timestamp.iso8601(seconds: seconds)),
      "region": .string(cloud.region),
      "resources": [.string(rule.arn)],
      "detail": [:],
    ]
  }

  /// The text under one of the envelope's names.
  func text(_ name: String) -> String { json[name]?.stringValue ?? "" }
}

/// The `Time` of an entry: seconds since 1970, or a date as ISO 8601 writes it.
enum EventTime {
  /// The whole seconds since 1970; `nil` when the value is neither.
  static func seconds(_ value: JSONValue) -> Int64? {
    switch value {
    case .number(let number):
      let seconds = number.double
      return (0..<253_402_300_800).contains(seconds) ? Int64(seconds) : nil
    case .string(let text): return Timestamp.seconds(iso8601: text)
    default: return nil
    }
  }
}
