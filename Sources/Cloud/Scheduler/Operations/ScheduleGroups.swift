import Simulation

/// A tag of a group.
public struct ScheduleTag: Decodable, Hashable, Sendable {
  /// Its key.
  public var key: String
  /// Its value.
  public var value: String

  /// Creates a tag.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// Creates a group of schedules.
public struct CreateScheduleGroup: Operation {
  /// The group's name.
  public var name: String
  /// Its tags.
  public var tags: [ScheduleTag]?
  /// Makes a request that is sent again count once.
  public var clientToken: String?

  /// Creates the request.
  public init(name: String, tags: [ScheduleTag]? = nil, clientToken: String? = nil) {
    self.name = name
    self.tags = tags
    self.clientToken = clientToken
  }

  /// The group.
  public struct Output: Sendable {
    /// Its ARN.
    public let scheduleGroupArn: String
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Creates the group, empty.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> Output {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    try ServiceError.checkScheduleName(name, at: "name")
    var group = ScheduleGroup(name: name, in: scheduler.cloud)
    let change = ScheduleChange.createGroup(name, tags ?? [])
    let output = Output(scheduleGroupArn: group.arn)
    guard try !scheduler.isDone(change, clientToken) else { return output }
    guard name != Scheduler.defaultGroup else { throw ServiceError.defaultScheduleGroup }
    guard scheduler.groups[name] == nil else {
      throw ServiceError.alreadyScheduled("Schedule group \(name)")
    }
    guard scheduler.groups.count < SchedulerQuotas.groups else {
      throw ServiceError.scheduleQuotaExceeded("schedule groups")
    }
    try group.add(tags ?? [])
    scheduler.groups[name] = group
    scheduler.note(change, clientToken)
    return output
  }
}

/// Shows a group.
public struct GetScheduleGroup: Operation {
  /// The group's name.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// A group.
  public struct Output: Sendable {
    /// Its ARN.
    public let arn: String
    /// When it was made.
    public let creationDate: ResponseTime
    /// When it was changed.
    public let lastModificationDate: ResponseTime
    /// Its name.
    public let name: String
    /// `ACTIVE`.
    ///
    /// > Simplified: a group is never `DELETING`, but gone at once.
    public let state: String

    init(_ group: ScheduleGroup) {
      arn = group.arn
      creationDate = ResponseTime(seconds: Double(group.created) / 1_000)
      lastModificationDate = ResponseTime(seconds: Double(group.modified) / 1_000)
      name = group.name
      state = "ACTIVE"
    }
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Shows the group.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> Output {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    return Output(try scheduler.group(name))
  }
}

/// Deletes a group with all its schedules.
public struct DeleteScheduleGroup: Operation {
  /// The group's name.
  public var name: String
  /// Makes a request that is sent again count once.
  public var clientToken: String?

  /// Creates the request.
  public init(name: String, clientToken: String? = nil) {
    self.name = name
    self.clientToken = clientToken
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Deletes the group; what its schedules have started goes on.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> NoOutput {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    guard try !scheduler.isDone(.deleteGroup(name), clientToken) else { return NoOutput() }
    _ = try scheduler.group(name)
    guard name != Scheduler.defaultGroup else {
      throw ServiceError.defaultScheduleGroup
    }
    for key in scheduler.schedules.keys.sorted() where key.group == name {
      scheduler.remove(key)
    }
    scheduler.groups[name] = nil
    scheduler.note(.deleteGroup(name), clientToken)
    return NoOutput()
  }
}

/// Lists groups.
public struct ListScheduleGroups: Operation {
  /// How the names of the listed groups begin.
  public var namePrefix: String?
  /// How many a page holds, 1 to 100; 100 if left out.
  public var maxResults: Int?
  /// Where the page begins, as the page before says.
  public var nextToken: String?

  /// Creates the request.
  public init(namePrefix: String? = nil) {
    self.namePrefix = namePrefix
  }

  /// The groups.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last one.
    public let nextToken: String?
    /// By name.
    public let scheduleGroups: [GetScheduleGroup.Output]
  }

  /// The service.
  public var component: String? { Scheduler.name }

  /// Lists the groups.
  public func perform(
    on scheduler: isolated Scheduler,
    for caller: Caller
  ) async throws -> Output {
    try await scheduler.takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    let names = scheduler.groups.keys.filter { $0.hasPrefix(namePrefix ?? "") }.sorted()
    let page = try Page(ofSchedules: names, from: nextToken, limit: maxResults) { $0 }
    return Output(
      nextToken: page.nextToken,
      scheduleGroups: page.items.compactMap { scheduler.groups[$0] }.map { .init($0) }
    )
  }
}
