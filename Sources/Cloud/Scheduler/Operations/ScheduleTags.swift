import Simulation

extension Scheduler {
  /// Adds tags to a group.
  public struct TagResource: Operation {
    /// The group's ARN.
    public var resourceArn: String
    /// The tags; one whose key is there already gets the new value.
    public var tags: [ScheduleTag]

    /// The service.
    public var component: String? { Scheduler.name }

    /// The group.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceArn) }

    /// Adds the tags.
    public func perform(
      on scheduler: isolated Scheduler,
      for caller: Caller
    ) async throws -> NoOutput {
      try await scheduler.change(resourceArn) { (group) throws(ServiceError) in
        try group.add(tags)
      }
      return NoOutput()
    }
  }

  /// Removes tags from a group.
  public struct UntagResource: Operation {
    /// The group's ARN.
    public var resourceArn: String
    /// The tags' keys; one that is not there is no error.
    public var tagKeys: [String]

    /// The service.
    public var component: String? { Scheduler.name }

    /// The group.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceArn) }

    /// Removes the tags.
    public func perform(
      on scheduler: isolated Scheduler,
      for caller: Caller
    ) async throws -> NoOutput {
      try await scheduler.change(resourceArn) { (group) throws(ServiceError) in
        group.tags.removeAll { tagKeys.contains($0.key) }
      }
      return NoOutput()
    }
  }

  /// Shows the tags of a group.
  public struct ListTagsForResource: Operation {
    /// The group's ARN.
    public var resourceArn: String

    /// The tags.
    public struct Output: Sendable {
      /// In the order in which they were first put.
      public let tags: [ScheduleTag]
    }

    /// The service.
    public var component: String? { Scheduler.name }

    /// The group.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceArn) }

    /// Shows the tags.
    public func perform(
      on scheduler: isolated Scheduler,
      for caller: Caller
    ) async throws -> Output {
      Output(tags: try await scheduler.change(resourceArn) { (group) in group.tags })
    }
  }

  /// Changes the group of an ARN, and notes when, if it is another one afterwards.
  fileprivate func change<Answer: Sendable>(
    _ arn: String,
    _ change: (inout ScheduleGroup) throws(ServiceError) -> Answer
  ) async throws -> Answer {
    try await takeTime(SchedulerAssumptions.requestTime, about: Scheduler.name)
    guard let resource = ARN(arn), resource.service == "scheduler",
      resource.resource.hasPrefix("schedule-group/")
    else {
      throw ServiceError.constraint(
        arn,
        at: "resourceArn",
        "satisfy regular expression pattern: ^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:"
          + "schedule-group\\/[0-9a-zA-Z-_.]+$"
      )
    }
    guard resource.account == cloud.account, resource.region == cloud.region else {
      throw ServiceError.scheduleGroupNotFound(resource.name)
    }
    var group = try group(resource.name)
    let before = group.tags
    let answer = try change(&group)
    if group.tags != before { group.modified = cloud.unixMilliseconds }
    groups[group.name] = group
    return answer
  }
}

extension ScheduleGroup {
  /// Adds tags, or refuses all of them.
  mutating func add(_ more: [ScheduleTag]) throws(ServiceError) {
    var all = tags
    for tag in more {
      if let place = all.firstIndex(where: { $0.key == tag.key }) {
        all[place] = tag
      } else {
        all.append(tag)
      }
    }
    guard all.count <= SchedulerQuotas.tags else { throw .scheduleQuotaExceeded("tags") }
    tags = all
  }
}
