import Cloud
import JSON
import Simulation
import Synchronization

/// A condition on what CloudWatch knows of a metric in the last while.
///
/// It looks at the end of each minute, at the period that ends there, or, when that has no value, at
/// one that ended a little before, because values may be late.
///
/// > Simplified: one period decides, and CloudWatch can wait for M of N. Where there is no value, the
/// > alarm treats it as a 0, which is one of CloudWatch's `breaching` and `notBreaching`. How far
/// > CloudWatch looks back for values is not published; here that is ``lookingBack`` minutes.
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

  /// The states of an alarm, as CloudWatch calls them.
  enum State: String {
    case insufficientData = "INSUFFICIENT_DATA"
    case ok = "OK"
    case alarm = "ALARM"
  }

  /// What an alarm has found, in place of what it found before.
  struct Change {
    let old: State
    let new: State
    /// What it has looked at; `nil` where there was nothing.
    let datapoint: Datapoint?
  }

  /// The value of a period.
  struct Datapoint {
    /// In CloudWatch's unit.
    let value: Double
    /// When the period began, in ISO 8601.
    let start: String
  }

  /// For how many minutes more it looks for a value.
  static let lookingBack = 2

  /// The condition as it was written, with its window.
  let description: String
  let source: Source
  private let unit: Unit
  let dimensions: [JSONValue]
  let comparison: AlarmComparison
  /// In CloudWatch's unit.
  let threshold: Double
  /// The length of a period.
  let minutes: Int
  private let state = Mutex((is: State.insufficientData, isWatched: true))

  /// Reads `METRIC OP NUMBER [in DURATION]`.
  ///
  /// - Throws: ``CommandError`` with the column.
  init(parsing text: String, offset: Int, in world: World) throws(CommandError) {
    let (condition, window) = try Self.split(text, offset: offset)
    var scanner = ExpressionScanner(condition, offset: offset)
    let subject =
      condition.hasPrefix("AWS/")
      ? try Subject(inCloudWatch: &scanner) : try Subject(&scanner, in: world)
    comparison = try AlarmComparison(&scanner)
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
    self.threshold = threshold / subject.source.scale
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
  var isOn: Bool { state.withLock { $0.is == .alarm } }

  /// Whether the condition holds where there is no value.
  var isBreachedByNothing: Bool { comparison.holds(0, threshold) }

  /// Ends the watch.
  func stop() { state.withLock { $0.isWatched = false } }

  /// Looks at the end of each minute, for as long as the world lives, records what changes, and
  /// tells it to whom it concerns.
  func watch(as name: String, on cloud: Cloud, telling notice: AlarmNotice?) async throws {
    while true {
      try await cloud.simulation.sleep(until: cloud.simulation.now.endOfMinute, .background)
      guard state.withLock({ $0.isWatched }) else { return }
      let datapoint = try await lastDatapoint(on: cloud)
      let isBreached =
        datapoint.map { comparison.holds($0.value, threshold) } ?? isBreachedByNothing
      guard let change = change(to: isBreached ? .alarm : .ok, datapoint) else { continue }
      cloud.record(event(for: change), from: name)
      try await notice?.send(change, of: self, in: cloud)
    }
  }

  private func change(to new: State, _ datapoint: Datapoint?) -> Change? {
    let old = state.withLock { state in
      defer { state.is = new }
      return state.is
    }
    return old == new ? nil : Change(old: old, new: new, datapoint: datapoint)
  }

  private func event(for change: Change) -> AlarmEvent {
    let value = Measurement((change.datapoint?.value ?? 0) * source.scale, unit).description
    guard change.new == .ok else { return .wentOff(value: value) }
    return change.old == .alarm ? .wentBack(value: value) : .isInOrder(value: value)
  }

  /// The value of the last period that has one, of those that have ended.
  private func lastDatapoint(on cloud: Cloud) async throws -> Datapoint? {
    let present = cloud.unixMilliseconds / 60_000
    for ago in 0...Self.lookingBack {
      if let datapoint = try await datapoint(to: present - Int64(ago), on: cloud) {
        return datapoint
      }
    }
    return nil
  }

  /// The value of the period that ended with a minute since 1970; `nil` when it has none.
  private func datapoint(to end: Int64, on cloud: Cloud) async throws -> Datapoint? {
    let start = end - Int64(minutes)
    let answer = try await cloud.perform(
      service: "cloudwatch",
      operation: "get-metric-statistics",
      input: [
        "Namespace": .string(source.namespace), "MetricName": .string(source.name),
        "Dimensions": .array(dimensions), "Statistics": [.string(source.statistic)],
        "Period": .number(JSONNumber(minutes * 60)), "StartTime": .string("\(start * 60)"),
        "EndTime": .string("\(end * 60)"),
      ],
      for: Caller("alarm")
    )
    guard let point = answer["Datapoints"]?[0],
      let value = point[source.statistic]?.doubleValue,
      let start = point["Timestamp"]?.stringValue
    else { return nil }
    return Datapoint(value: value, start: start)
  }
}

extension SimulationInstant {
  /// The end of the minute in which the instant lies.
  fileprivate var endOfMinute: Self {
    let minute: Int64 = 60_000_000_000
    return Self(nanoseconds: (nanoseconds / minute + 1) * minute)
  }
}

/// What becomes of an alarm; the component of each record is the alarm's name.
enum AlarmEvent: TraceEvent {
  /// Its condition holds: it is in the state ALARM.
  case wentOff(value: String)
  /// Its condition no longer holds: it is in the state OK.
  case wentBack(value: String)
  /// Its condition does not hold when it is looked at first: it is in the state OK.
  case isInOrder(value: String)
}
