/// Something that starts by itself at certain times, and when it will: what a reader of schedules sees.
public struct UpcomingSchedule: Hashable, Sendable {
  /// What starts.
  public enum Kind: String, Hashable, Sendable {
    /// A rule of the default bus.
    case rule
    /// A schedule of EventBridge Scheduler.
    case schedule
  }

  /// What starts.
  public let kind: Kind
  /// The rule's name, or the schedule's behind its group's unless that is `default`.
  public let name: String
  /// `at(…)`, `rate(…)` or `cron(…)`.
  public let expression: ScheduleExpression
  /// On whose clocks.
  public let zone: ScheduleTimeZone
  /// Whether it is in force.
  public let isEnabled: Bool
  /// Within how many minutes after each time it starts; `nil` for at once.
  public let window: Int?
  /// The next times in seconds since 1970; none when there are no more.
  public let times: [Int64]
}

extension EventBridge {
  /// The scheduled rules in the order in which they were put, with their next times.
  ///
  /// To ask takes no simulated time.
  public func upcoming(_ count: Int) -> [UpcomingSchedule] {
    let rules = (try? index(ofBus: nil)).map { buses[$0].rules } ?? []
    let now = cloud.unixMilliseconds / 1_000
    return rules.compactMap { rule in
      rule.schedule.map { expression in
        UpcomingSchedule(
          kind: .rule,
          name: rule.name,
          expression: expression,
          zone: .utc,
          isEnabled: rule.isEnabled,
          window: nil,
          times: UpcomingSchedule.times(count, after: now) { rule.next(after: $0) }
        )
      }
    }
  }
}

extension Scheduler {
  /// The schedules by group and name, with their next times.
  ///
  /// To ask takes no simulated time.
  public func upcoming(_ count: Int) -> [UpcomingSchedule] {
    let now = cloud.unixMilliseconds / 1_000
    return schedules.keys.sorted().compactMap { key in
      schedules[key].map { schedule in
        let settings = schedule.settings
        return UpcomingSchedule(
          kind: .schedule,
          name: key.group == Self.defaultGroup ? key.name : "\(key.group)/\(key.name)",
          expression: settings.expression,
          zone: settings.zone,
          isEnabled: settings.isEnabled,
          window: settings.window,
          times: UpcomingSchedule.times(count, after: now) {
            settings.next(after: $0, since: schedule.beginning)
          }
        )
      }
    }
  }
}

extension UpcomingSchedule {
  fileprivate static func times(
    _ count: Int,
    after now: Int64,
    _ next: (Int64) -> Int64?
  ) -> [Int64] {
    var times: [Int64] = []
    while times.count < count, let time = next(times.last ?? now) { times.append(time) }
    return times
  }
}
