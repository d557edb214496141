import Cloud
import JSON
import Simulation
import Synchronization

/// Sets an alarm on what a function does; a deployment can be stopped by it.
struct AlarmCommand: PlainCommand {
  static let help = CommandHelp(
    word: "alarm",
    usage: "alarm NAME when METRIC OP NUMBER [in DURATION]",
    summary: "set an alarm that stops a deployment",
    details: """
      METRIC is one of \(MetricAlarm.counters.keys.sorted().joined(separator: ", ")), of one \
      function or one version of it; what it has counted in the last DURATION, a minute if nothing is said, is compared \
      every ten seconds. A deployment group names the alarm under alarmConfiguration.
      """,
    examples: ["alarm checkout-errors when functions.errors(\"checkout\") > 3 in 1m"]
  )
  static let needsStage = false

  private let name: String
  private let alarm: MetricAlarm

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let name = try arguments.required("the alarm's name")
    guard arguments.take("when") else { throw arguments.missing("when and a metric") }
    let (source, offset) = arguments.takeSource()
    // The condition has a grammar of its own: it begins behind the first two words.
    let words = source.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard words.count == 3, let condition = words.last else {
      throw arguments.missing("the metric")
    }
    let column = offset + source.distance(from: source.startIndex, to: condition.startIndex)
    self.name = name.text
    alarm = try MetricAlarm(parsing: String(condition), offset: column, in: session.world)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.count {
    case 1: ["when"]
    case 2: MetricAlarm.counters.keys.sorted()
    default: []
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (cloud, name, alarm) = (session.world.cloud, name, alarm)
    try session.world.run {
      await cloud.codeDeploy.setAlarm(name) { alarm.isOn }
    }
    session.world.start { try await alarm.watch(on: cloud.simulation) }
    return .said(
      "Alarm \(name): on while \(alarm).",
      ["alarm": .string(name), "condition": .string("\(alarm)")]
    )
  }
}

/// A condition on what a function has counted in the last while.
final class MetricAlarm: Sendable, CustomStringConvertible {
  /// What can be watched, by the metric's name.
  static let counters: [String: @Sendable (FunctionCounts.Figures) -> Int] = [
    "functions.invocations": { $0.invocations },
    "functions.errors": { $0.errors },
    "functions.throttles": { $0.throttles },
    "functions.cold_starts": { $0.coldStarts },
  ]

  /// The condition as it was written, with its window.
  let description: String
  private let function: String?
  private let counts: FunctionCounts
  private let counter: @Sendable (FunctionCounts.Figures) -> Int
  private let comparison: Comparison
  private let threshold: Double
  private let window: Duration
  private let samples = Mutex<[(instant: SimulationInstant, count: Int)]>([])

  /// Reads `METRIC OP NUMBER [in DURATION]`.
  ///
  /// - Throws: ``CommandError`` with the column.
  init(parsing text: String, offset: Int, in world: World) throws(CommandError) {
    let (condition, window) = try Self.split(text, offset: offset)
    var scanner = ExpressionScanner(condition, offset: offset)
    let call = try MetricCall(&scanner)
    guard let counter = Self.counters[call.metric.name] else {
      throw CommandError(
        .badExpression,
        "An alarm cannot watch \(call.metric.name).",
        remedy: "Use one of \(Self.counters.keys.sorted().joined(separator: ", ")).",
        column: offset + 1
      )
    }
    if let function = call.argument { try world.requireFunction(function) }
    comparison = try scanner.comparison()
    scanner.skipSpaces()
    let column = scanner.column
    let written = scanner.rest()
    guard let threshold = call.metric.unit.number(of: written) else {
      throw CommandError(
        .badExpression,
        "\(written.isEmpty ? "Nothing" : written) is no number to compare with.",
        remedy: "Write it like \(call.metric.unit.example).",
        column: column
      )
    }
    self.counter = counter
    self.threshold = threshold
    self.window = window
    function = call.argument
    counts = world.functionCounts
    description = "\(call.text) \(comparison.rawValue) \(written) in \(window.readable)"
  }

  /// Takes `in DURATION` off the end.
  private static func split(
    _ text: String,
    offset: Int
  ) throws(CommandError) -> (condition: String, window: Duration) {
    guard let place = text.ranges(of: " in ").last else { return (text, .seconds(60)) }
    let written = text[place.upperBound...].trimmed
    guard let window = Duration(spelled: written), window >= CodeDeployAssumptions.alarmPeriod
    else {
      throw CommandError(
        .badArgument,
        "\(written) is no duration of 10 s or more.",
        remedy: "Write it like 1m.",
        column: offset + text.distance(from: text.startIndex, to: place.upperBound) + 1
      )
    }
    return (String(text[..<place.lowerBound]), window)
  }

  /// Whether the condition holds for the last while.
  var isOn: Bool {
    let now = counter(counts[function])
    let before = samples.withLock { $0.first?.count ?? now }
    return comparison.holds(Double(now - before), threshold)
  }

  /// Notes the count every ten seconds, for as long as the world lives.
  func watch(on simulation: Simulation) async throws {
    while true {
      let count = counter(counts[function])
      samples.withLock { samples in
        samples.append((simulation.now, count))
        // The newest sample that is as old as the window is the one to compare with.
        while samples.count > 1,
          samples[1].instant.duration(to: simulation.now) >= window
        {
          samples.removeFirst()
        }
      }
      try await simulation.sleep(for: CodeDeployAssumptions.alarmPeriod, .background)
    }
  }
}
