import Figures
import JSON
import Shop
import Simulation

/// One quantity over time since the shop was deployed, with the faults marked.
struct ChartView {
  /// What can be charted.
  enum Quantity: String, CaseIterable {
    case latency, backlog, orders, utilisation, capacity

    var title: String {
      switch self {
      case .latency: "How long customers waited, on average"
      case .backlog: "Orders begun and not finished, the most in each step"
      case .orders: "Orders a minute"
      case .utilisation: "Share of the processors in use"
      case .capacity: "Instances, or requests that functions worked on at once"
      }
    }

    /// The title over the chart of one stage.
    fileprivate func title(hasInstances: Bool) -> String {
      guard self == .capacity else { return title }
      return hasInstances ? "Instances" : "Requests that functions worked on at once"
    }

    var axis: Chart.Axis {
      switch self {
      case .latency: .init("latency", .amount(unit: "ms"))
      case .backlog: .init("orders", .amount(unit: ""))
      case .orders: .init("orders", .amount(unit: "/min"))
      case .utilisation: .init("in use", .amount(unit: "%"))
      case .capacity: .init("capacity", .amount(unit: ""))
      }
    }

    /// How points are joined: what comes in whole pieces stays as it is until it changes.
    var style: Chart.Style { self == .capacity ? .step : .line }
  }

  let figure: Figure
  let json: JSONValue

  init(_ quantity: Quantity, of deployment: Deployment, in world: World) {
    let figures = deployment.fernway.metrics.figures
    let series = figures.series(until: world.now)
    let curves = Self.curves(quantity, series, hasInstances: figures.capacity != nil)
    let shown = curves.map { name, values in
      Chart.Series(name, points: Self.points(values, series, from: series.start))
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
        title: quantity.title(hasInstances: figures.capacity != nil),
        yAxis: quantity.axis,
        style: quantity.style,
        series: shown,
        marks: world.health.marks(until: world.now)
      )
    )
  }

  /// The curves of a quantity: one, or two that belong together.
  static func curves(
    _ quantity: Quantity,
    _ series: ShopSeries,
    hasInstances: Bool
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
    case .capacity:
      [(hasInstances ? "instances" : "executions", series.capacity.map { Double($0) })]
    }
  }

  /// The values as points of a chart in which the series begins at `start`.
  static func points(
    _ values: [Double?],
    _ series: ShopSeries,
    from start: SimulationInstant
  ) -> [Chart.Point] {
    let start = start.duration(since: .start).seconds
    return values.enumerated().compactMap { index, value in
      value.map { Chart.Point(start + Double(index) * series.step.seconds, $0) }
    }
  }
}
