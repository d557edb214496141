import Simulation

/// Shows a schedule.
public struct GetSchedule: Operation {
  /// The schedule's name.
  public var name: String
  /// Its group; `default` if left out.
  public var groupName: String?

  /// Creates the request.
  public init(name: String, groupName: String? = nil) {
    self.name = name
    self.groupName = groupName
  }

  /// The schedule.
  public struct Output: Sendable {
    /// What becomes of it when it has no more times.
    public let actionAfterCompletion: ActionAfterCompletion
    /// Its ARN.
    public let arn: String
    /// When it was made.
    public let creationDate: ResponseTime
    /// What it is for.
    public let description: String?
    /// Before.
    public let endDate: ResponseTime?
    /// When the target may be started.
    public let flexibleTimeWindow: FlexibleTimeWindow
    /// Its group.
    public let groupName: String
    /// When it was changed.
    public let lastModificationDate: ResponseTime
    /// Its name.
    public let name: String
    /// `at(…)`, `rate(…)` or `cron(…)`.
    public let scheduleExpression: String
    /// On whose clocks.
    public let scheduleExpressionTimezone: String
    /// Not before.
    public let startDate: ResponseTime?
    /// Whether it is in force.
    public let state: ScheduleState
    /// What is started.
    public let target: ScheduleTarget
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Shows the schedule.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> Output {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    let key = ScheduleKey(group: groupName ?? Scheduler.defaultGroup, name: name)
    let schedule = try scheduler.schedule(key)
    let settings = schedule.settings
    return Output(
      actionAfterCompletion: settings.isDeletedAfterCompletion ? .delete : .none,
      arn: key.arn(in: scheduler.cloud).description,
      creationDate: ResponseTime(seconds: Double(schedule.created) / 1_000),
      description: settings.description,
      endDate: settings.end.map { ResponseTime(seconds: Double($0)) },
      flexibleTimeWindow: FlexibleTimeWindow(minutes: settings.window),
      groupName: key.group,
      lastModificationDate: ResponseTime(seconds: Double(schedule.modified) / 1_000),
      name: key.name,
      scheduleExpression: settings.expression.text,
      scheduleExpressionTimezone: settings.zone.name,
      startDate: settings.start.map { ResponseTime(seconds: Double($0)) },
      state: settings.isEnabled ? .enabled : .disabled,
      target: settings.target
    )
  }
}

/// Deletes a schedule.
public struct DeleteSchedule: Operation {
  /// The schedule's name.
  public var name: String
  /// Its group; `default` if left out.
  public var groupName: String?
  /// Makes a request that is sent again count once.
  public var clientToken: String?

  /// Creates the request.
  public init(name: String, groupName: String? = nil, clientToken: String? = nil) {
    self.name = name
    self.groupName = groupName
    self.clientToken = clientToken
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Deletes the schedule; what it has started goes on.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> NoOutput {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    let key = ScheduleKey(group: groupName ?? Scheduler.defaultGroup, name: name)
    guard try !scheduler.isDone(.delete(key), clientToken) else { return NoOutput() }
    _ = try scheduler.schedule(key)
    scheduler.remove(key)
    scheduler.note(.delete(key), clientToken)
    return NoOutput()
  }
}

/// Lists schedules.
public struct ListSchedules: Operation {
  /// Only this group's.
  public var groupName: String?
  /// How the names of the listed schedules begin.
  public var namePrefix: String?
  /// Only those in this state.
  public var state: ScheduleState?
  /// How many a page holds, 1 to 100; 100 if left out.
  public var maxResults: Int?
  /// Where the page begins, as the page before says.
  public var nextToken: String?

  /// Creates the request.
  public init(groupName: String? = nil, namePrefix: String? = nil, state: ScheduleState? = nil) {
    self.groupName = groupName
    self.namePrefix = namePrefix
    self.state = state
  }

  /// A schedule.
  public struct Entry: Sendable {
    /// What is started.
    public struct Target: Sendable {
      /// Its ARN.
      public let arn: String
    }

    /// Its ARN.
    public let arn: String
    /// When it was made.
    public let creationDate: ResponseTime
    /// Its group.
    public let groupName: String
    /// When it was changed.
    public let lastModificationDate: ResponseTime
    /// Its name.
    public let name: String
    /// Whether it is in force.
    public let state: ScheduleState
    /// What is started.
    public let target: Target
  }

  /// The schedules.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last one.
    public let nextToken: String?
    /// By group and name.
    public let schedules: [Entry]
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Lists the schedules.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> Output {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    if let groupName { _ = try scheduler.group(groupName) }
    let listed = scheduler.schedules.values.filter { schedule in
      (groupName.map { $0 == schedule.key.group } ?? true)
        && schedule.key.name.hasPrefix(namePrefix ?? "")
        && (state.map { ($0 == .enabled) == schedule.settings.isEnabled } ?? true)
    }
    let all = listed.sorted { $0.key < $1.key }
    let page = try Page(ofSchedules: all, from: nextToken, limit: maxResults) {
      "\($0.key.group)/\($0.key.name)"
    }
    return Output(
      nextToken: page.nextToken,
      schedules: page.items.map { schedule in
        Entry(
          arn: schedule.key.arn(in: scheduler.cloud).description,
          creationDate: ResponseTime(seconds: Double(schedule.created) / 1_000),
          groupName: schedule.key.group,
          lastModificationDate: ResponseTime(seconds: Double(schedule.modified) / 1_000),
          name: schedule.key.name,
          state: schedule.settings.isEnabled ? .enabled : .disabled,
          target: .init(arn: schedule.settings.target.arn)
        )
      }
    )
  }
}

extension Page {
  /// Cuts a page out of a list of Scheduler's or of Pipes'; the token names its first entry.
  ///
  /// - Throws: ``ServiceError`` for a number out of range, or a token that is none.
  init(
    ofSchedules all: [Item],
    from token: String?,
    limit: Int?,
    at place: String = "maxResults",
    name: (Item) -> String
  ) throws(ServiceError) {
    let range = SchedulerQuotas.pageSize
    try ServiceError.check(limit, in: range, at: place)
    guard let page = Self(of: all, from: token, atMost: limit ?? range.upperBound, name: name)
    else { throw .validation("The NextToken \(token ?? "") is not valid.") }
    self = page
  }
}
