import Figures
import JSON

/// Every metric that is about the whole and has a value.
struct MetricsView {
  private var rows: [(metric: Metric, value: Measurement)] = []

  init(of world: World) {
    for metric in MetricCatalogue.all {
      if case .required = metric.argument { continue }
      guard let value = try? metric.read(world, nil) else { continue }
      rows.append((metric, Measurement(value, metric.unit)))
    }
  }

  var figures: [Figure] {
    let table = Table(
      title: "Metrics",
      columns: ["metric", .init("now", .trailing), "what it tells"],
      rows: rows.map { row in
        [Span(row.metric.name, .code), Span("\(row.value)"), Span(row.metric.meaning, .muted)]
      }
    )
    return [.table(table), .text("help metrics lists those that are about one thing, too.")]
  }

  var json: JSONValue {
    var object = JSONObject()
    for row in rows { object[row.metric.name] = .number(JSONNumber(row.value.value)) }
    return .object(object)
  }
}
