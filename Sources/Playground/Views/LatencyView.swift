import Figures
import JSON
import Shop
import Simulation

/// How long customers have waited, over time and as a table, and how the backlog went.
struct LatencyView {
  private let shop: ShopFigures
  private let now: SimulationInstant
  private let marks: [Chart.Mark]

  init(of deployment: Deployment, in world: World) {
    shop = deployment.fernway.metrics.figures
    now = world.now
    marks = world.health.marks(until: now)
  }

  var figures: [Figure] {
    guard shop.latency.count > 0 else { return [.text("Nobody has been answered yet.")] }
    return [.table(table), chart("Mean latency", "latency", "ms") { $0.latency }]
      + [chart("Orders not finished", "orders", "") { $0.backlog.map { Double($0) } }]
  }

  private func chart(
    _ title: String,
    _ name: String,
    _ unit: String,
    _ values: (ShopSeries) -> [Double?]
  ) -> Figure {
    let series = shop.series(until: now)
    let start = series.start.duration(since: .start).seconds
    var points: [Chart.Point] = []
    for (index, value) in values(series).enumerated() {
      guard let value else { continue }
      points.append(.init(start + Double(index) * series.step.seconds, value))
    }
    return .chart(
      Chart(
        title: title,
        yAxis: .init(name, .amount(unit: unit)),
        series: [.init(name, points: points)],
        marks: marks
      )
    )
  }

  private var table: Table {
    let rows = Feature.allCases.map { ($0.rawValue, shop[$0].latency) }
      + [("all", shop.latency), ("completion", shop.completion)]
    return Table(
      title: "How long customers waited",
      columns: [
        "feature", .init("answers", .trailing), .init("p50", .trailing), .init("p95", .trailing),
        .init("p99", .trailing), .init("max", .trailing),
      ],
      rows: rows.filter { $0.1.count > 0 }.map { name, times in
        let quantiles = [50, 95, 99].map { times.quantile(.percent($0)) } + [times.maximum]
        return [Span(name), Span("\(times.count)")]
          + quantiles.map { Span(Measurement($0?.milliseconds ?? 0, .milliseconds).description) }
      }
    )
  }

  var json: JSONValue {
    var object = JSONObject()
    for feature in Feature.allCases { object[feature.rawValue] = Self.json(shop[feature].latency) }
    object["completion"] = Self.json(shop.completion)
    return .object(object)
  }

  private static func json(_ times: Histogram<Duration>) -> JSONValue {
    var object: JSONObject = ["count": .number(JSONNumber(times.count))]
    for percent in [50, 95, 99] {
      let time = times.quantile(.percent(percent))
      object["p\(percent)"] = time.map { .number(JSONNumber($0.milliseconds)) } ?? .null
    }
    return .object(object)
  }
}
