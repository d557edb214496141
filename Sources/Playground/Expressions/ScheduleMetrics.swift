import Cloud
import Simulation

/// Metrics of what starts by itself: scheduled rules, and schedules of EventBridge Scheduler.
extension MetricCatalogue {
  static let schedules: [Metric] = [
    schedule("due", "how often a scheduled rule or a schedule has started its target") {
      Double($0.due)
    },
    schedule("last", "when it last did, counted from the start", .milliseconds) {
      $0.last.map { $0.duration(since: .start).milliseconds }
    },
    schedule("delivered", "what targets of EventBridge Scheduler have taken over") {
      Double($0.delivered)
    },
    schedule("undelivered", "what EventBridge Scheduler has given up") { Double($0.undelivered) },
    Metric(
      name: "schedules.next",
      unit: .milliseconds,
      meaning: "how long it is until it will",
      argument: .required("rule or schedule"),
      whenEmpty: "It has no more times: show schedules."
    ) { (world, name) throws(CommandError) in
      let (bridge, scheduler) = (world.cloud.eventBridge, world.cloud.scheduler)
      let all = try world.run { await bridge.upcoming(1) + scheduler.upcoming(1) }
      guard let schedule = all.first(where: { $0.name == name }) else {
        throw CommandError(
          .notFound,
          "There is no scheduled rule and no schedule \(name ?? "").",
          remedy: Spelling.remedy(for: name ?? "", among: all.map(\.name))
        )
      }
      return schedule.times.first.map { Double($0 * 1_000 - world.cloud.unixMilliseconds) }
    },
  ]

  private static func schedule(
    _ name: String,
    _ meaning: String,
    _ unit: Unit = .count,
    _ read: @escaping @Sendable (ScheduleCounts.Figures) -> Double?
  ) -> Metric {
    Metric(
      name: "schedules.\(name)",
      unit: unit,
      meaning: meaning,
      argument: .optional("rule or schedule"),
      whenEmpty: "It has not started yet: advance 1h, or show schedules."
    ) { (world, schedule) throws(CommandError) in
      read(world.scheduleCounts[schedule.map(world.traceName)])
    }
  }
}
