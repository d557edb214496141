import Figures
import JSON
import Shop
import Simulation

/// What customers saw of each feature: answers, errors, and how long they waited.
struct FeaturesView {
  private let shop: ShopFigures

  init(of deployment: Deployment) {
    shop = deployment.fernway.metrics.figures
  }

  var figures: [Figure] {
    [.table(answers), .table(waits)]
  }

  private var answers: Table {
    Table(
      title: "What customers saw",
      columns: [
        "feature", .init("requests", .trailing), .init("answered", .trailing),
        .init("errors", .trailing), .init("gave up", .trailing), .init("availability", .trailing),
      ],
      rows: Feature.allCases.map { feature in
        let figures = shop[feature]
        let share = figures.availability.map { Measurement($0.value * 100, .percent).description }
        return [
          Span(feature.rawValue), Span("\(figures.requests)"), Span("\(figures.answered)"),
          Span("\(figures.failed)"), Span("\(figures.gaveUp)"), Span(share ?? "-"),
        ]
      }
    )
  }

  private var waits: Table {
    let rows =
      Feature.allCases.map { ($0.rawValue, shop[$0].latency) }
      + [("all", shop.latency), ("until completion", shop.completion)]
    return Table(
      title: "How long they waited",
      columns: [
        "feature", .init("p50", .trailing), .init("p95", .trailing), .init("p99", .trailing),
        .init("at most", .trailing),
      ],
      rows: rows.map { name, times in
        let quantiles = [50, 95, 99].map { times.quantile(.percent($0)) } + [times.maximum]
        return [Span(name)] + quantiles.map { Span(Self.text($0)) }
      }
    )
  }

  private static func text(_ time: Duration?) -> String {
    time.map { Measurement($0.milliseconds, .milliseconds).description } ?? "-"
  }

  var json: JSONValue {
    var object = JSONObject()
    for feature in Feature.allCases {
      let figures = shop[feature]
      var times = JSONObject()
      for percent in [50, 95, 99] {
        let time = figures.latency.quantile(.percent(percent))
        times["p\(percent)"] = time.map { .number(JSONNumber($0.milliseconds)) } ?? .null
      }
      object[feature.rawValue] = [
        "requests": .number(JSONNumber(figures.requests)),
        "answered": .number(JSONNumber(figures.answered)),
        "failed": .number(JSONNumber(figures.failed)),
        "gave_up": .number(JSONNumber(figures.gaveUp)),
        "latency_ms": .object(times),
      ]
    }
    return .object(object)
  }
}
