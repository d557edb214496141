import Simulation

/// What names a schedule: its group and its name.
struct ScheduleKey: Hashable, Comparable {
  let group: String
  let name: String

  static func < (left: Self, right: Self) -> Bool {
    (left.group, left.name) < (right.group, right.name)
  }

  func arn(in cloud: Cloud) -> ARN {
    ARN(service: "scheduler", resource: "schedule/\(group)/\(name)", in: cloud)
  }
}

/// What can be said about a schedule besides its name.
struct ScheduleSettings: Hashable {
  var expression: ScheduleExpression
  var zone: ScheduleTimeZone
  /// Not before, in seconds since 1970.
  var start: Int64?
  /// Before, in seconds since 1970.
  var end: Int64?
  /// Within how many minutes after its time the target is started; `nil` for at once.
  var window: Int?
  var target: ScheduleTarget
  var isEnabled: Bool
  var isDeletedAfterCompletion: Bool
  var description: String?

  /// The next time at which the target is due.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - beginning: when the schedule began: a rate without a start is due at once, and then again
  ///     and again.
  /// - Returns: seconds since 1970; `nil` when there is no more.
  func next(after now: Int64, since beginning: Int64) -> Int64? {
    guard isEnabled else { return nil }
    // For a single time neither start nor end counts.
    if expression.isOnce { return expression.next(after: now, since: 0, in: zone) }
    let first = (start ?? beginning) - (expression.period ?? 0)
    guard
      let next = expression.next(after: max(now, (start ?? now) - 1), since: first, in: zone),
      end.map({ next < $0 }) ?? true
    else { return nil }
    return next
  }

  /// Whether what these settings say about time is the same.
  func hasTimes(of other: Self) -> Bool {
    expression == other.expression && zone == other.zone && start == other.start
      && isEnabled == other.isEnabled
  }
}

/// A schedule as the service keeps it.
struct Schedule {
  let key: ScheduleKey
  /// Which of all schedules it is, one that has had its name before included.
  let number: Int
  var settings: ScheduleSettings
  /// In milliseconds since 1970.
  let created: Int64
  var modified: Int64
  /// From when its rate counts, in seconds since 1970.
  var beginning: Int64
  /// What waits for its next time.
  var alarm: Alarm?
  /// How many of its times are being dealt with.
  var executions = 0

  /// Waits for one time of a schedule.
  struct Alarm {
    let number: Int
    /// Seconds since 1970.
    let due: Int64
    /// `nil` for a time that the simulation's clock cannot show.
    let watchdog: Watchdog?
  }
}

/// A group of schedules.
struct ScheduleGroup {
  let name: String
  let arn: String
  /// In milliseconds since 1970.
  let created: Int64
  var modified: Int64
  /// In the order in which they were first put.
  var tags: [ScheduleTag] = []

  /// Makes a group: now, but for the default one, which is as old as the account.
  init(name: String, in cloud: Cloud) {
    self.name = name
    arn = ARN(service: "scheduler", resource: "schedule-group/\(name)", in: cloud).description
    created = name == Scheduler.defaultGroup ? Cloud.epochSeconds * 1_000 : cloud.unixMilliseconds
    modified = created
  }
}
