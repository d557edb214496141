import Figures
import JSON
import Simulation

/// What happened, record by record: all of it, or what has to do with one order, component or word.
struct TraceView {
  /// How many records are shown at most.
  static let limit = 60

  let figures: [Figure]
  let json: JSONValue

  init(of world: World, about word: String?) {
    let window = TraceWindow(of: world)
    let chosen = word.map { Self.records(about: $0, in: window.records) } ?? window.records
    let shown = chosen.suffix(Self.limit)
    json = .array(shown.map(Self.json))
    guard !shown.isEmpty else {
      let about = word.map { " about \($0)" } ?? ""
      figures = window.figures(.text("Nothing was recorded\(about)."))
      return
    }
    let begin = shown[shown.startIndex].instant
    let table = Table(
      title: "From \(begin) since the start",
      columns: [Table.Column("after", .trailing), "component", "what happened"],
      rows: shown.map { record in
        let details = record.detailText
        let what = details.isEmpty ? record.event.name : "\(record.event.name) \(details)"
        let after = Self.rounded(begin.duration(to: record.instant))
        return [Span(after, .muted), Span(record.component), Span(what)]
      }
    )
    figures = window.figures(.table(table), leftOut: chosen.count - shown.count)
  }

  /// A length of time to the tenth of a millisecond: what tells one step from the next.
  private static func rounded(_ duration: Duration) -> String {
    Duration.nanoseconds((duration.nanoseconds + 50_000) / 100_000 * 100_000).readable
  }

  /// The records that mention the word, and whatever they caused.
  ///
  /// A cause comes before its effects, so that one pass finds them all.
  private static func records(about word: String, in records: [TraceRecord]) -> [TraceRecord] {
    var found: Set<TraceID> = []
    return records.filter { record in
      let follows = record.cause.map { found.contains($0) } ?? false
      guard follows || record.mentions(word) else { return false }
      found.insert(record.id)
      return true
    }
  }

  private static func json(_ record: TraceRecord) -> JSONValue {
    var details = JSONObject()
    for (name, value) in record.event.details { details[name] = .string(value) }
    return [
      "time_ms": .number(JSONNumber(record.instant.duration(since: .start).milliseconds)),
      "component": .string(record.component),
      "event": .string(record.event.name),
      "details": .object(details),
    ]
  }
}
