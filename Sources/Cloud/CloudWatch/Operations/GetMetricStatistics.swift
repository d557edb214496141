import Simulation

/// Tells statistics of a metric: a data point for each period in which it had values.
public struct GetMetricStatistics: Operation {
  /// What is made of the values of a period.
  public enum Statistic: String, Decodable, Hashable, Sendable, CaseIterable {
    /// How many there were.
    case sampleCount = "SampleCount"
    /// Their mean.
    case average = "Average"
    /// Their sum.
    case sum = "Sum"
    /// The smallest.
    case minimum = "Minimum"
    /// The greatest.
    case maximum = "Maximum"
  }

  /// The namespace, such as `AWS/Lambda`.
  public var namespace: String
  /// The metric's name, such as `Errors`.
  public var metricName: String
  /// Whose metric it is; without them the account's.
  public var dimensions: [MetricDimension]?
  /// The beginning: a date in ISO 8601 or seconds since 1970; rounded down to a minute.
  public var startTime: RequestDate
  /// The end, which itself no longer counts.
  public var endTime: RequestDate
  /// The length of a period in seconds: 60 or a multiple of it.
  public var period: Int
  /// What is made of the values; either this or `extendedStatistics`.
  public var statistics: [Statistic]?
  /// Percentiles, such as `p99` or `p99.9`.
  public var extendedStatistics: [String]?
  /// The unit; no data points when it is not the metric's.
  public var unit: MetricUnit?

  /// The statistics of one period.
  public struct Datapoint: Sendable {
    /// When the period begins.
    public let timestamp: String
    /// How many values there were.
    public let sampleCount: Double?
    /// Their mean.
    public let average: Double?
    /// Their sum.
    public let sum: Double?
    /// The smallest.
    public let minimum: Double?
    /// The greatest.
    public let maximum: Double?
    /// The metric's unit.
    public let unit: MetricUnit
    /// The percentiles, by name.
    public let extendedStatistics: [String: Double]?
  }

  /// The statistics.
  public struct Output: Sendable {
    /// The metric's name.
    public let label: String
    /// In the order of time; AWS keeps to none.
    public let datapoints: [Datapoint]
  }

  /// Tells them.
  public func perform(on service: isolated CloudWatch, for caller: Caller) async throws -> Output {
    let periods = try Periods(from: startTime, to: endTime, length: period)
    let percentiles = try percentiles()
    guard let publisher = CloudWatch.publisher(of: namespace) else {
      if namespace.hasPrefix("AWS/") {
        throw ServiceError.notSupported("The namespace \(namespace)")
      }
      return Output(label: metricName, datapoints: [])
    }
    let datapoints = try await datapoints(
      of: publisher,
      kept: service.keptMinutes,
      in: service.cloud,
      periods,
      percentiles
    )
    return Output(label: metricName, datapoints: datapoints)
  }

  private func datapoints<Publisher: MetricPublisher>(
    of publisher: Publisher.Type,
    kept minutes: Range<Int>,
    in cloud: Cloud,
    _ periods: Periods,
    _ percentiles: [(name: String, ratio: Double)]
  ) async throws -> [Datapoint] {
    if Publisher.Metric.notKept.contains(metricName) {
      throw ServiceError.notSupported("The metric \(metricName)")
    }
    guard let metric = Publisher.Metric(rawValue: metricName),
      unit == nil || unit == metric.unit,
      let dimensions = (dimensions ?? []).byName,
      let service = cloud.existing(publisher) as? Publisher
    else { return [] }
    let points = await service.points(
      of: metric,
      dimensions,
      in: periods.minutes.clamped(to: minutes)
    )
    return try periods.join(points).map { second, point in
      try datapoint(point, at: second, of: metric, percentiles)
    }
  }

  private func percentiles() throws(ServiceError) -> [(name: String, ratio: Double)] {
    guard (statistics ?? []).isEmpty != (extendedStatistics ?? []).isEmpty else {
      throw .cloudWatchCombination("Must specify either Statistics or ExtendedStatistics")
    }
    var ratios: [(String, Double)] = []
    for text in extendedStatistics ?? [] {
      if ["tm", "wm", "tc", "ts", "PR", "IQM"].contains(where: text.hasPrefix) {
        throw .notSupported("The statistic \(text)")
      }
      guard let percent = Self.percent(text) else {
        throw .cloudWatchValue(
          "The value \(text) for parameter ExtendedStatistics is not supported."
        )
      }
      ratios.append((text, percent / 100))
    }
    return ratios
  }

  /// Reads `p`, a number up to 100 and perhaps its decimals: digits, and nothing else that is a
  /// number elsewhere.
  private static func percent(_ text: String) -> Double? {
    let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    guard text.hasPrefix("p"), parts.count <= 2, text.utf8.count <= 15,
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }),
      let percent = Double(text.dropFirst()), percent <= 100
    else { return nil }
    return percent
  }

  private func datapoint(
    _ point: MetricPoint,
    at second: Int64,
    of metric: some ServiceMetric,
    _ percentiles: [(name: String, ratio: Double)]
  ) throws(ServiceError) -> Datapoint {
    func value(_ statistic: Statistic, _ value: Double) -> Double? {
      statistics?.contains(statistic) == true ? value : nil
    }
    var extended: [String: Double] = [:]
    for (name, ratio) in percentiles {
      guard let value = point.percentile(ratio) else {
        throw .notSupported("A percentile of \(metric.rawValue)")
      }
      extended[name] = Double(value) / metric.scale
    }
    let sum = Double(point.sum) / metric.scale
    return Datapoint(
      timestamp: Timestamp.iso8601(seconds: second, zone: "+00:00"),
      sampleCount: value(.sampleCount, Double(point.samples)),
      average: value(.average, sum / Double(point.samples)),
      sum: value(.sum, sum),
      minimum: value(.minimum, Double(point.minimum) / metric.scale),
      maximum: value(.maximum, Double(point.maximum) / metric.scale),
      unit: metric.unit,
      extendedStatistics: extended.isEmpty ? nil : extended
    )
  }
}

/// The periods of a request, in minutes since the simulation's start.
private struct Periods {
  let minutes: Range<Int>
  private let length: Int

  init(
    from start: RequestDate,
    to end: RequestDate,
    length seconds: Int
  ) throws(ServiceError) {
    guard seconds >= CloudWatchQuotas.period, seconds.isMultiple(of: CloudWatchQuotas.period) else {
      throw .cloudWatchValue("The parameter Period must be a multiple of 60.")
    }
    let first = try Self.second(start, of: "StartTime")
    let last = try Self.second(end, of: "EndTime")
    guard first < last else {
      throw .cloudWatchValue("The parameter StartTime must be less than the parameter EndTime.")
    }
    length = seconds / CloudWatchQuotas.period
    // The beginning is rounded down; the end does not count, but what is left of its minute does.
    let minutes = Self.minute(of: first)..<Self.minute(of: last + 59)
    let count = (minutes.count + length - 1) / length
    guard count <= CloudWatchQuotas.datapoints else {
      throw .cloudWatchCombination(
        "You have requested up to \(Self.grouped(count)) datapoints, which exceeds the limit of"
          + " \(Self.grouped(CloudWatchQuotas.datapoints)). You may reduce the datapoints requested by"
          + " increasing Period, or decreasing the time range."
      )
    }
    self.minutes = minutes
  }

  /// The points, all of which lie within, one for each period, with the second in which that begins.
  func join(_ points: [MetricPoint]) -> [(second: Int64, point: MetricPoint)] {
    var joined: [(period: Int, point: MetricPoint)] = []
    for point in points {
      let period = (point.minute - minutes.lowerBound) / length
      if joined.last?.period == period {
        joined[joined.count - 1].point.merge(point)
      } else {
        joined.append((period, point))
      }
    }
    return joined.map { period, point in
      (Cloud.epochSeconds + Int64(minutes.lowerBound + period * length) * 60, point)
    }
  }

  private static func second(
    _ date: RequestDate,
    of parameter: String
  ) throws(ServiceError) -> Int64 {
    guard let second = date.seconds else {
      throw .cloudWatchValue(
        "The parameter \(parameter) must be a date such as 2026-01-01T00:10:00Z, but is"
          + " \(date.text)."
      )
    }
    return second
  }

  /// The minute since the simulation's start; what came before has a negative one.
  private static func minute(of second: Int64) -> Int {
    let (minute, rest) = (second - Cloud.epochSeconds).quotientAndRemainder(dividingBy: 60)
    return Int(rest < 0 ? minute - 1 : minute)
  }

  /// `1,440`.
  private static func grouped(_ number: Int) -> String {
    guard number >= 1_000 else { return "\(number)" }
    return "\(grouped(number / 1_000)),\(Timestamp.padded(Int64(number % 1_000), 3))"
  }
}
