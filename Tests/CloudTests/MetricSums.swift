import Cloud
import JSON

extension MessagingBench {
  /// A statistic of a metric in the first hour, as CloudWatch tells it; `-` when it has no value.
  func metric(
    _ name: String,
    of dimension: (name: String, value: String)?,
    in namespace: String,
    _ statistic: String = "Sum"
  ) async throws -> String {
    let dimensions = [dimension].compactMap { $0 }.map { dimension -> JSONValue in
      ["Name": .string(dimension.name), "Value": .string(dimension.value)]
    }
    let answer = try await cloud.perform(
      service: "cloudwatch",
      operation: "get-metric-statistics",
      input: [
        "Namespace": .string(namespace), "MetricName": .string(name),
        "Dimensions": .array(dimensions), "StartTime": "2026-01-01T00:00:00Z",
        "EndTime": "2026-01-01T01:00:00Z", "Period": 3_600, "Statistics": [.string(statistic)],
      ],
      for: .learner
    )
    return (answer["Datapoints"]?[0]?[statistic]?.doubleValue).map { "\(Int($0))" } ?? "-"
  }
}
