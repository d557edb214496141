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
    case .string(let text): return seconds(iso8601: text)
    default: return nil
    }
  }

  /// Reads `2026-01-01T00:00:00Z`, with or without a fraction, in UTC only.
  private static func seconds(iso8601 text: String) -> Int64? {
    let parts = text.split(separator: "T")
    guard parts.count == 2, parts[1].hasSuffix("Z") else { return nil }
    let date = parts[0].split(separator: "-").map { Int64($0) }
    let clock = parts[1].dropLast().split(separator: ".", maxSplits: 1).first ?? ""
    let time = clock.split(separator: ":").map { Int64($0) }
    guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
      time.count == 3, let hour = time[0], let minute = time[1], let second = time[2],
      (1970...9_999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
    // A day that the month does not have comes back as another date.
    return Timestamp.date(seconds) == (year, month, day) ? seconds : nil
  }

  /// Days since 1970, in years that begin in March: the way back of ``Timestamp/date(_:)``.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
  }
}
