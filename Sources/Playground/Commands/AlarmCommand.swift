import Cloud
import JSON
import Simulation

/// Sets an alarm on a metric of CloudWatch; a deployment can be stopped by it, and a topic told.
struct AlarmCommand: PlainCommand {
  static let help = CommandHelp(
    word: "alarm",
    usage: "alarm NAME when METRIC OP NUMBER [in DURATION] [tell TOPIC]",
    summary: "set an alarm on a metric, which can stop a deployment or tell a topic",
    details: """
      METRIC is one of \(MetricAlarm.sources.keys.sorted().joined(separator: ", ")), of one function, \
      one of its names or one queue; or NAMESPACE NAME [STATISTIC] [DIMENSION=VALUE …], a metric as \
      CloudWatch names it, of which the sum counts if no statistic is said. OP is <, <=, > or >=. At \
      the end of each minute, what CloudWatch has counted, or the most it has seen, in the last \
      DURATION, a minute if nothing is said, is compared; where it has nothing, what it had a \
      minute or \(MetricAlarm.lookingBack) before, and else 0. A request of a function counts in the \
      minute in which it began, and is known when it ends: let DURATION be longer than the function \
      may take. show trace NAME tells when the alarm went off and when back. A \
      deployment group names the alarm under alarmConfiguration. TOPIC is a topic's ARN: it gets a \
      message whenever the alarm comes into the state ALARM or OK, also when it is looked at first.
      """,
    examples: [
      "alarm checkout-errors when functions.errors(\"checkout\") > 3 in 1m",
      "alarm backlog when queue.oldest_age(\"orders\") > 5m",
      "alarm backlog when queue.oldest_age(\"orders\") > 5m tell {topic.TopicArn}",
      "alarm late when AWS/Scheduler TargetErrorCount ScheduleGroup=default > 0 in 5m",
    ]
  )
  static let needsStage = false

  private let name: String
  private let alarm: MetricAlarm
  private let notice: AlarmNotice?

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
    let (text, topic) = Self.split(condition)
    notice = try topic.map { (topic) throws(CommandError) in
      try AlarmNotice(of: name.text, to: topic, in: session.world)
    }
    alarm = try MetricAlarm(parsing: text, offset: column, in: session.world)
  }

  /// Takes `tell TOPIC` off the end.
  private static func split(_ condition: Substring) -> (condition: String, topic: String?) {
    guard let place = condition.ranges(of: " tell ").last else { return (String(condition), nil) }
    return (
      String(condition[..<place.lowerBound]), String(condition[place.upperBound...].trimmed)
    )
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.count {
    case 1: ["when"]
    case 2: MetricAlarm.sources.keys.sorted()
    default: []
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (world, name, alarm, notice) = (session.world, name, alarm, notice)
    let codeDeploy = world.cloud.codeDeploy
    try world.run {
      await codeDeploy.setAlarm(name) { alarm.isOn }
    }
    // One that had the name before is watched no longer.
    world.alarms.updateValue(alarm, forKey: "\(world.account)/\(name)")?.stop()
    let cloud = world.cloud
    world.start { try await alarm.watch(as: name, on: cloud, telling: notice) }
    return .said(
      "Alarm \(name): on while \(alarm).",
      ["alarm": .string(name), "condition": .string("\(alarm)")]
    )
  }
}
