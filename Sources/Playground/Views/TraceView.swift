import Figures
import JSON
import Simulation

/// What happened, record by record: all of it, or what has to do with one order, component or word.
struct TraceView {
  /// How many records are shown at most.
  static let limit = 60

  let figures: [Figure]
  let json: JSONValue

  init(of world: World, about word: String?, only components: Set<String>? = nil) {
    let window = TraceWindow(of: world)
    var chosen = word.map { Self.records(about: $0, in: window.records) } ?? window.records
    if let components { chosen.removeAll { !components.contains($0.component) } }
    let shown = chosen.suffix(Self.limit)
    json = .array(shown.map(Self.json))
    guard !shown.isEmpty else {
      let about = word.map { " about \($0)" } ?? ""
      figures = window.figures(.text("Nothing was recorded\(about)."))
      return
    }
    let begin = shown[shown.startIndex].instant
    let environment = Self.onlyEnvironment(of: shown)
    let table = Table(
      title: "From \(begin) since the start"
        + (environment.map { ", in environment \(TraceRecord.short($0))" } ?? ""),
      columns: [Table.Column("after", .trailing), "component", "what happened"],
      rows: shown.map { record in
        let details = record.detailText(without: environment == nil ? nil : "environment")
        let what = details.isEmpty ? record.event.name : "\(record.event.name) \(details)"
        let after = Self.rounded(begin.duration(to: record.instant))
        return [Span(after, .muted), Span(record.component), Span(what)]
      }
    )
    figures = window.figures(.table(table), leftOut: chosen.count - shown.count)
  }

  /// A length of time to the tenth of a millisecond: what tells one step from the next.
  private static func rounded(_ duration: Duration) -> String {
    let exact = (duration.nanoseconds + 50_000) / 100_000 * 100_000
    let (minutes, rest) = exact.quotientAndRemainder(dividingBy: 60_000_000_000)
    guard minutes > 0, rest > 0 else { return Duration.nanoseconds(exact).readable }
    return "\(Duration.seconds(minutes * 60).readable) \(Duration.nanoseconds(rest).readable)"
  }

  /// The one environment that all records name that name any: said once, and not in each line.
  private static func onlyEnvironment(of records: ArraySlice<TraceRecord>) -> String? {
    let named = records.compactMap { record in
      record.event.details.first { $0.name == "environment" }?.value
    }
    return named.count > 1 && Set(named).count == 1 ? named.first : nil
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
