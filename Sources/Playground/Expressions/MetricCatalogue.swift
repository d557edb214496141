/// Every metric there is: what `expect`, `help metrics`, completion and error messages read.
enum MetricCatalogue {
  static let all: [Metric] =
    orders + latency + payments + books + queues + functions + calls + events + schedules + topics
    + machines + bill + internet + world

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  static func metric(_ name: String) -> Metric? { byName[name] }
}
