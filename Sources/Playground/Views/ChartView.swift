import Figures
import JSON
import Shop
import Simulation

/// One quantity over time since the shop was deployed, with the faults marked.
struct ChartView {
  /// What can be charted.
  enum Quantity: String, CaseIterable {
    case latency, backlog, orders, utilisation

    fileprivate var title: String {
      switch self {
      case .latency: "How long customers waited, on average"
      case .backlog: "Orders that were begun and not finished"
      case .orders: "Orders a minute"
      case .utilisation: "Share of the processors in use"
      }
    }

    fileprivate var axis: Chart.Axis {
      switch self {
      case .latency: .init("latency", .amount(unit: "ms"))
      case .backlog: .init("orders", .amount(unit: ""))
      case .orders: .init("orders", .amount(unit: "/min"))
      case .utilisation: .init("in use", .amount(unit: "%"))
      }
    }
  }

  let figure: Figure
  let json: JSONValue

  init(_ quantity: Quantity, of deployment: Deployment, in world: World) {
    let series = deployment.fernway.metrics.figures.series(until: world.now)
    let curves = Self.curves(quantity, series)
    let shown = curves.map { name, values in
      Chart.Series(name, points: Self.points(values, series))
    }
    json = [
      "step_seconds": .number(JSONNumber(series.step.seconds)),
      "series": .object(
        JSONObject(
          curves.map { name, values in
            (name, .array(values.map { $0.map { .number(JSONNumber($0)) } ?? .null }))
          }
        )
      ),
    ]
    guard shown.contains(where: { !$0.points.isEmpty }) else {
      figure = .text("There is nothing to chart yet. Run a load first.")
      return
    }
    figure = .chart(
      Chart(
        title: quantity.title,
        yAxis: quantity.axis,
        series: shown,
        marks: world.health.marks(until: world.now)
      )
    )
  }

  private static func curves(
    _ quantity: Quantity,
    _ series: ShopSeries
  ) -> [(name: String, values: [Double?])] {
    func perMinute(_ counts: [Int]) -> [Double?] {
      counts.map { Double($0) * 60 / series.step.seconds }
    }
    return switch quantity {
    case .latency: [("latency", series.latency)]
    case .backlog: [("backlog", series.backlog.map { Double($0) })]
    case .orders:
      [
        ("offered", perMinute(series.offered)), ("completed", perMinute(series.completed)),
      ]
    case .utilisation: [("utilisation", series.utilisation.map { $0.map { $0 * 100 } })]
    }
  }

  private static func points(_ values: [Double?], _ series: ShopSeries) -> [Chart.Point] {
    let start = series.start.duration(since: .start).seconds
    return values.enumerated().compactMap { index, value in
      value.map { Chart.Point(start + Double(index) * series.step.seconds, $0) }
    }
  }
}
