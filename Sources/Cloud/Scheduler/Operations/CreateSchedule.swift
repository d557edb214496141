import Simulation

/// Whether a request makes a schedule or changes one.
public protocol ScheduleVerb: Sendable {
  /// AWS's name of the operation.
  static var operation: String { get }
  /// Whether the schedule must be there.
  static var changes: Bool { get }
}

/// Making a schedule.
public enum Creating: ScheduleVerb {
  /// `CreateSchedule`.
  public static let operation = "CreateSchedule"
  /// It must not be there.
  public static let changes = false
}

/// Changing a schedule.
public enum Updating: ScheduleVerb {
  /// `UpdateSchedule`.
  public static let operation = "UpdateSchedule"
  /// It must be there.
  public static let changes = true
}

/// Creates a schedule.
public typealias CreateSchedule = PutSchedule<Creating>
/// Gives a schedule all its settings anew; what is left out is as in a new schedule.
public typealias UpdateSchedule = PutSchedule<Updating>

/// When a target may be started.
public struct FlexibleTimeWindow: Decodable, Hashable, Sendable {
  /// Whether there is a window.
  public enum Mode: String, Decodable, Sendable, CaseIterable {
    /// The target is started at its time.
    case off = "OFF"
    /// The target is started at some time within the window.
    case flexible = "FLEXIBLE"
  }

  /// Whether there is a window.
  public var mode: Mode
  /// How many minutes it is long, 1 to 1,440.
  public var maximumWindowInMinutes: Int?

  /// Creates a window, or none.
  public init(minutes: Int? = nil) {
    mode = minutes == nil ? .off : .flexible
    maximumWindowInMinutes = minutes
  }
}

/// Whether a schedule is in force.
public enum ScheduleState: String, Decodable, Sendable, CaseIterable {
  /// It is.
  case enabled = "ENABLED"
  /// It is not.
  case disabled = "DISABLED"
}

/// What becomes of a schedule that has no more times.
public enum ActionAfterCompletion: String, Decodable, Sendable, CaseIterable {
  /// It stays.
  case none = "NONE"
  /// It is deleted.
  case delete = "DELETE"
}

/// Creates or changes a schedule.
public struct PutSchedule<Verb: ScheduleVerb>: Operation {
  /// `CreateSchedule` or `UpdateSchedule`.
  public static var name: String { Verb.operation }

  /// The schedule's name, unique in its group.
  public var name: String
  /// The group; `default` if left out.
  public var groupName: String?
  /// `at(…)`, `rate(…)` or `cron(…)`.
  public var scheduleExpression: String
  /// On whose clocks: a name of the IANA database; `UTC` if left out.
  public var scheduleExpressionTimezone: String?
  /// Not before: a date or seconds since 1970.
  public var startDate: RequestDate?
  /// Before: a date or seconds since 1970.
  public var endDate: RequestDate?
  /// When the target may be started.
  public var flexibleTimeWindow: FlexibleTimeWindow
  /// What is started.
  public var target: ScheduleTarget
  /// Whether the schedule is in force; yes if left out.
  public var state: ScheduleState?
  /// What it is for.
  public var description: String?
  /// What becomes of it when it has no more times.
  public var actionAfterCompletion: ActionAfterCompletion?
  /// Makes a request that is sent again count once.
  public var clientToken: String?
  /// The key with which AWS would encrypt the schedule.
  var encryptionKey: String?

  enum CodingKeys: String, CodingKey {
    case name, groupName, scheduleExpression, scheduleExpressionTimezone, startDate, endDate
    case flexibleTimeWindow, target, state, description, actionAfterCompletion, clientToken
    case encryptionKey = "KmsKeyArn"
  }

  /// Creates the request.
  public init(
    name: String,
    groupName: String? = nil,
    scheduleExpression: String,
    scheduleExpressionTimezone: String? = nil,
    startDate: RequestDate? = nil,
    endDate: RequestDate? = nil,
    flexibleTimeWindow: FlexibleTimeWindow = .init(),
    target: ScheduleTarget,
    state: ScheduleState? = nil,
    description: String? = nil,
    actionAfterCompletion: ActionAfterCompletion? = nil,
    clientToken: String? = nil
  ) {
    self.name = name
    self.groupName = groupName
    self.scheduleExpression = scheduleExpression
    self.scheduleExpressionTimezone = scheduleExpressionTimezone
    self.startDate = startDate
    self.endDate = endDate
    self.flexibleTimeWindow = flexibleTimeWindow
    self.target = target
    self.state = state
    self.description = description
    self.actionAfterCompletion = actionAfterCompletion
    self.clientToken = clientToken
  }

  /// The schedule.
  public struct Output: Sendable {
    /// Its ARN.
    public let scheduleArn: String
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Puts the schedule.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> Output {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    let key = ScheduleKey(group: groupName ?? Scheduler.defaultGroup, name: name)
    let output = Output(scheduleArn: key.arn(in: scheduler.cloud).description)
    let settings = try settings(in: scheduler.cloud)
    let change = Verb.changes ? ScheduleChange.update(key, settings) : .create(key, settings)
    guard try !scheduler.isDone(change, clientToken) else { return output }
    try scheduler.put(key, settings, mustExist: Verb.changes)
    scheduler.note(change, clientToken)
    return output
  }
}

extension Scheduler {
  /// Puts a schedule in the place of the one of its name, or beside the others.
  fileprivate func put(
    _ key: ScheduleKey,
    _ settings: ScheduleSettings,
    mustExist: Bool
  ) throws(ServiceError) {
    _ = try group(key.group)
    let now = cloud.unixMilliseconds
    var schedule = Schedule(
      key: key,
      number: newNumber(),
      settings: settings,
      created: now,
      modified: now,
      beginning: now / 1_000
    )
    if mustExist {
      let known = try self.schedule(key)
      stopAlarm(of: key)
      disconnect(known)
      let goesOn = known.settings.hasTimes(of: settings)
      schedule = known
      schedule.settings = settings
      schedule.modified = now
      if !goesOn { schedule.beginning = now / 1_000 }
      schedules[key] = schedule
      setAlarm(of: key, after: goesOn ? now / 1_000 : now / 1_000 - 1)
    } else {
      guard schedules[key] == nil else { throw .alreadyScheduled("Schedule \(key.name)") }
      guard schedules.count < SchedulerQuotas.schedules else {
        throw .scheduleQuotaExceeded("schedules")
      }
      schedules[key] = schedule
      setAlarm(of: key, after: now / 1_000 - 1)
    }
    connect(schedule)
  }
}
