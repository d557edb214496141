import Cloud
import Shop
import Simulation

/// One line of the table in which stages are compared.
struct ComparisonRow: Sendable {
  /// What is compared.
  let name: String
  /// What it is for one stage; `-` where there is none.
  let text: @Sendable (StageRun) -> String

  /// Every line, in the order in which the table has them.
  static let all = orders + waits + features + capacity + money

  private static let orders: [Self] = [
    order("orders offered") { $0.offered }, order("accepted") { $0.accepted },
    order("rejected") { $0.rejected }, order("failed") { $0.failed },
    order("completed") { $0.completed }, order("cancelled") { $0.cancelled },
    order("pending") { $0.pending }, order("lost") { $0.lost },
    order("unacknowledged") { $0.unacknowledged },
  ]

  private static func order(
    _ name: String,
    _ count: @escaping @Sendable (OrderCounts) -> Int
  ) -> Self {
    Self(name: name) { "\(count($0.report.figures.orders))" }
  }

  private static let waits: [Self] =
    [50, 95, 99].map { percent in
      Self(name: "answer p\(percent)") { time($0.report.figures.latency, percent) }
    }
    + [50, 95].map { percent in
      Self(name: "completion p\(percent)") { time($0.report.figures.completion, percent) }
    }

  private static func time(_ histogram: Histogram<Duration>, _ percent: Int) -> String {
    histogram.quantile(.percent(percent)).map(\.inWords) ?? "-"
  }

  /// How much was answered over the whole run, and what faults did while they lasted.
  private static let features: [Self] =
    Feature.allCases.map { feature in
      Self(name: "\(feature.rawValue) answered") { run in
        percent(run.report.figures[feature].availability?.value)
      }
    }
    + [Self(name: "blast radius") { radius($0) { $0.all } }]
    + Feature.allCases.map { feature in
      Self(name: "blast in \(feature.rawValue)") { radius($0) { $0[feature] } }
    }

  private static func radius(
    _ run: StageRun,
    _ share: (BlastRadius) -> BlastRadius.Share
  ) -> String {
    guard !run.report.run.faults.isEmpty else { return "-" }
    // Where a fault took nothing down, it has hit nobody.
    guard let radius = run.report.blastRadius else { return percent(0) }
    return percent(share(radius).value)
  }

  private static let capacity: [Self] = [
    Self(name: "instances at most") { run in
      run.report.figures.peakCapacity.map { "\($0.instances)" } ?? "-"
    },
    Self(name: "vCPUs at most") { run in
      run.report.figures.peakCapacity.map { $0.processors.decimal(1) } ?? "-"
    },
    Self(name: "executions at most") { run in
      run.report.figures.peakExecutions > 0 ? "\(run.report.figures.peakExecutions)" : "-"
    },
    Self(name: "processors used") { percent($0.report.figures.utilisation) },
  ]

  private static let money: [Self] = [
    Self(name: "bill of the run") { "\($0.report.bill.total)" },
    Self(name: "per 1000 orders") { $0.report.billPerThousandOrders.map { "\($0)" } ?? "-" },
    Self(name: "idle night") { "\($0.idleNight.total)" },
  ]

  private static func percent(_ share: Double?) -> String {
    share.map { Measurement($0 * 100, .percent).description } ?? "-"
  }
}

extension Duration {
  /// The length of time as tables write it: `12.4 ms`, `2.1 s`, `4 min`.
  var inWords: String { Measurement(milliseconds, .milliseconds).description }
}
