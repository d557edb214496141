import Cloud
import JSON
import Simulation
import Synchronization

/// A condition on what CloudWatch knows of a metric in the last while.
///
/// > Simplified: looked at every ten seconds, and on as soon as the present period or the one before
/// > fulfils it; CloudWatch waits for a period to end. Where nothing was measured, it takes a 0.
final class MetricAlarm: Sendable, CustomStringConvertible {
  /// A metric as CloudWatch knows it.
  struct Source: Sendable {
    let namespace: String
    let name: String
    /// What is made of the values of a period.
    var statistic = "Maximum"
    /// How many of the playground's units make up CloudWatch's.
    var scale = 1.0

    fileprivate static func lambda(_ name: String) -> Self {
      Self(namespace: "AWS/Lambda", name: name, statistic: "Sum")
    }

    fileprivate static func sqs(_ name: String, isSum: Bool = false, scale: Double = 1) -> Self {
      let statistic = isSum ? "Sum" : "Maximum"
      return Self(namespace: "AWS/SQS", name: name, statistic: statistic, scale: scale)
    }
  }

  /// What can be watched, by the metric's name.
  static let sources: [String: Source] = [
    "functions.invocations": .lambda("Invocations"),
    "functions.errors": .lambda("Errors"),
    "functions.throttles": .lambda("Throttles"),
    "queue.visible": .sqs("ApproximateNumberOfMessagesVisible"),
    "queue.in_flight": .sqs("ApproximateNumberOfMessagesNotVisible"),
    "queue.delayed": .sqs("ApproximateNumberOfMessagesDelayed"),
    "queue.oldest_age": .sqs("ApproximateAgeOfOldestMessage", scale: 1_000),
    "queue.sent": .sqs("NumberOfMessagesSent", isSum: true),
    "queue.received": .sqs("NumberOfMessagesReceived", isSum: true),
    "queue.deleted": .sqs("NumberOfMessagesDeleted", isSum: true),
  ]

  /// The condition as it was written, with its window.
  let description: String
  private let source: Source
  private let unit: Unit
  private let dimensions: [JSONValue]
  private let comparison: Comparison
  private let threshold: Double
  /// The length of a period.
  private let minutes: Int
  private let state = Mutex((isOn: false, isWatched: true))

  /// Reads `METRIC OP NUMBER [in DURATION]`.
  ///
  /// - Throws: ``CommandError`` with the column.
  init(parsing text: String, offset: Int, in world: World) throws(CommandError) {
    let (condition, window) = try Self.split(text, offset: offset)
    var scanner = ExpressionScanner(condition, offset: offset)
    let subject =
      condition.hasPrefix("AWS/")
      ? try Subject(inCloudWatch: &scanner) : try Subject(&scanner, in: world)
    comparison = try scanner.comparison()
    scanner.skipSpaces()
    let column = scanner.column
    let written = scanner.rest()
    guard let threshold = subject.unit.number(of: written) else {
      throw CommandError(
        .badExpression,
        "\(written.isEmpty ? "Nothing" : written) is no number to compare with.",
        remedy: "Write it like \(subject.unit.example).",
        column: column
      )
    }
    source = subject.source
    dimensions = subject.dimensions
    unit = subject.unit
    self.threshold = threshold
    minutes = max(1, Int((window.seconds / 60).rounded(.up)))
    description = "\(subject.text) \(comparison.rawValue) \(written) in \(window.readable)"
  }

  /// Takes `in DURATION` off the end.
  private static func split(
    _ text: String,
    offset: Int
  ) throws(CommandError) -> (condition: String, window: Duration) {
    guard let place = text.ranges(of: " in ").last else { return (text, .seconds(60)) }
    let written = text[place.upperBound...].trimmed
    guard let window = Duration(spelled: written), window >= .seconds(60),
      window.nanoseconds.isMultiple(of: 60_000_000_000)
    else {
      throw CommandError(
        .badArgument,
        "\(written) is no number of minutes.",
        remedy: "Write it like 1m.",
        column: offset + text.distance(from: text.startIndex, to: place.upperBound) + 1
      )
    }
    return (String(text[..<place.lowerBound]), window)
  }

  /// Whether the condition holds.
  var isOn: Bool { state.withLock { $0.isOn } }

  /// Ends the watch.
  func stop() { state.withLock { $0.isWatched = false } }

  /// Asks CloudWatch every ten seconds, for as long as the world lives, records what changes, and
  /// tells it to whom it concerns.
  func watch(as name: String, on cloud: Cloud, telling notice: AlarmNotice?) async throws {
    while state.withLock({ $0.isWatched }) {
      var values: [Double] = []
      for periodsAgo in 0...1 { values.append(try await value(periodsAgo, on: cloud)) }
      let fulfilling = values.first { comparison.holds($0, threshold) }
      let wasOn = state.withLock { state in
        defer { state.isOn = fulfilling != nil }
        return state.isOn
      }
      if wasOn != (fulfilling != nil) {
        let value = Measurement(fulfilling ?? values[0], unit).description
        let event = wasOn ? AlarmEvent.wentBack(value: value) : .wentOff(value: value)
        cloud.record(event, from: name)
        try await notice?.send(isOn: !wasOn, because: "\(self): \(value)", in: cloud)
      }
      try await cloud.simulation.sleep(for: CodeDeployAssumptions.alarmPeriod, .background)
    }
  }

  /// The value of a period: the present one, or one before.
  private func value(_ periodsAgo: Int, on cloud: Cloud) async throws -> Double {
    let present = cloud.unixMilliseconds / 60_000
    let end = present + 1 - Int64(periodsAgo)
    let answer = try await cloud.perform(
      service: "cloudwatch",
      operation: "get-metric-statistics",
      input: [
        "Namespace": .string(source.namespace), "MetricName": .string(source.name),
        "Dimensions": .array(dimensions), "Statistics": [.string(source.statistic)],
        "Period": .number(JSONNumber(minutes * 60)),
        "StartTime": .string("\((end - Int64(minutes)) * 60)"), "EndTime": .string("\(end * 60)"),
      ],
      for: Caller("alarm")
    )
    return (answer["Datapoints"]?[0]?[source.statistic]?.doubleValue ?? 0) * source.scale
  }
}

/// What becomes of an alarm; the component of each record is the alarm's name.
enum AlarmEvent: TraceEvent {
  /// Its condition holds: it is in the state ALARM.
  case wentOff(value: String)
  /// Its condition no longer holds: it is in the state OK.
  case wentBack(value: String)
}
