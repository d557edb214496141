import Cloud
import Simulation

/// Metrics of the learner's own calls, as the caller sees them.
extension MetricCatalogue {
  static let calls: [Metric] =
    [
      Metric(
        name: "calls.total",
        unit: .count,
        meaning: "calls by lambda invoke, curl and load … on that have ended",
        argument: .optional("target")
      ) { (world, target) throws(CommandError) in
        Double(try world.calls(to: target).total)
      },
      Metric(
        name: "calls.outcome",
        unit: .count,
        meaning: "calls that ended like this: a status such as \"200\", \"Unhandled\" for a"
          + " function error, or an error's code",
        argument: .required("outcome")
      ) { (world, outcome) throws(CommandError) in
        Double(try world.calls(to: nil).outcomes[outcome ?? ""] ?? 0)
      },
    ]
    + [
      wait("p50", "how long callers waited: the median") {
        $0.quantile(.percent(50))?.milliseconds
      },
      wait("p99", "how long callers waited, but for 1%") {
        $0.quantile(.percent(99))?.milliseconds
      },
      wait("max", "how long callers waited at most") { $0.maximum?.milliseconds },
    ]

  private static func wait(
    _ name: String,
    _ meaning: String,
    _ read: @escaping @Sendable (Histogram<Duration>) -> Double?
  ) -> Metric {
    Metric(
      name: "calls.wait.\(name)",
      unit: .milliseconds,
      meaning: meaning,
      argument: .optional("target"),
      whenEmpty: "Call something first: lambda invoke --function-name NAME."
    ) { (world, target) throws(CommandError) in
      read(try world.calls(to: target).waits)
    }
  }
}

extension World {
  /// What has come of the calls to a function or an API, or of all calls.
  fileprivate func calls(to target: String?) throws(CommandError) -> CallLog.Figures {
    if let target {
      let names = components(.function) + components(.api)
      guard names.contains(target) else {
        throw CommandError(
          .notFound,
          "There is no function or API \(target).",
          remedy: Spelling.remedy(for: target, among: names)
        )
      }
    }
    return callLog[target]
  }
}
