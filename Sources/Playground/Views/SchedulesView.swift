import Cloud
import Figures
import JSON

/// What will start by itself, and when.
struct SchedulesView {
  /// How many times of each are shown.
  private static let count = 3

  private let schedules: [UpcomingSchedule]

  init(of world: World) throws(CommandError) {
    let (bridge, scheduler) = (world.cloud.eventBridge, world.cloud.scheduler)
    schedules = try world.run {
      await bridge.upcoming(Self.count) + scheduler.upcoming(Self.count)
    }
  }

  var figures: [Figure] {
    guard !schedules.isEmpty else {
      return [.text("There is no scheduled rule and no schedule.")]
    }
    let table = Table(
      title: "Schedules, times in UTC",
      columns: ["name", "is a", "expression", "on the clocks of", "next times"],
      rows: schedules.map { schedule in
        [
          Span(schedule.name), Span(schedule.kind.rawValue), Span(schedule.expression.text, .code),
          Span(schedule.zone.name), Self.times(of: schedule),
        ]
      }
    )
    return [.table(table)]
  }

  private static func times(of schedule: UpcomingSchedule) -> Span {
    guard schedule.isEnabled else { return Span("disabled", .muted) }
    guard !schedule.times.isEmpty else { return Span("no more", .warning) }
    let window = schedule.window.map { ", each up to \($0) min later" } ?? ""
    // A time is one word, so that a narrow table breaks lines between times.
    let times = schedule.times.map { WallTime($0).text.replacing(" ", with: "\u{A0}") }
    return Span(times.joined(separator: ", ") + window)
  }

  var json: JSONValue {
    .array(
      schedules.map { schedule in
        [
          "name": .string(schedule.name),
          "kind": .string(schedule.kind.rawValue),
          "expression": .string(schedule.expression.text),
          "zone": .string(schedule.zone.name),
          "enabled": .bool(schedule.isEnabled),
          "next": .array(schedule.times.map { .string(WallTime($0).iso8601) }),
        ]
      }
    )
  }
}
