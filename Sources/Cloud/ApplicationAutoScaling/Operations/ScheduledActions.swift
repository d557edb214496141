extension ApplicationAutoScaling {
  /// Sets a target's bounds at certain times.
  public struct PutScheduledAction: Operation {
    /// The bounds.
    public struct TargetAction: Decodable, Sendable {
      /// The least capacity.
      public var minCapacity: Int?
      /// The most capacity.
      public var maxCapacity: Int?
    }

    /// `lambda`.
    public var serviceNamespace: String
    /// The action's name.
    public var scheduledActionName: String
    /// `function:NAME:QUALIFIER`.
    public var resourceId: String
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String
    /// `at(…)`, `rate(…)` or `cron(…)`.
    public var schedule: String?
    /// On whose clocks: a name of the IANA database; `UTC` if nothing is said.
    public var timezone: String?
    /// Not before: a date in ISO 8601 or seconds since 1970.
    public var startTime: RequestDate?
    /// Not after: a date in ISO 8601 or seconds since 1970.
    public var endTime: RequestDate?
    /// The bounds.
    public var scalableTargetAction: TargetAction?

    /// Adds the action, or replaces the one of the same name.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> NoOutput {
      let resource = try ScalableResource(
        namespace: serviceNamespace,
        id: resourceId,
        dimension: scalableDimension
      )
      let index = try service.index(of: resource)
      let known = service.targets[index].actions.first { $0.name == scheduledActionName }
      let expression = try expression(known)
      let zone = try zone(known)
      let bounds = (
        scalableTargetAction?.minCapacity ?? known?.minimum,
        scalableTargetAction?.maxCapacity ?? known?.maximum
      )
      guard bounds.0 != nil || bounds.1 != nil else {
        throw ServiceError.validation("ScalableTargetAction needs a MinCapacity or a MaxCapacity.")
      }
      guard bounds.0 ?? 0 >= 0, bounds.0 ?? 0 <= bounds.1 ?? .max else {
        throw ServiceError.validation("MinCapacity must be from 0 to MaxCapacity.")
      }
      let id = service.newIdentifier()
      let arn = ARN(
        service: "autoscaling",
        resource: "scheduledAction:\(id):resource/lambda/\(resource.id)"
          + ":scheduledActionName/\(scheduledActionName)",
        in: service.cloud
      )
      let action = ScheduledScaling(
        id: id,
        name: scheduledActionName,
        arn: known?.arn ?? arn.description,
        creation: service.seconds,
        schedule: expression,
        zone: zone,
        start: try Self.second(startTime, "StartTime") ?? known?.start,
        end: try Self.second(endTime, "EndTime") ?? known?.end,
        minimum: bounds.0,
        maximum: bounds.1
      )
      service.targets[index].actions.removeAll { $0.name == scheduledActionName }
      service.targets[index].actions.append(action)
      service.startSchedule(id, of: resource)
      return NoOutput()
    }

    private static func second(
      _ date: RequestDate?,
      _ parameter: String
    ) throws(ServiceError) -> Double? {
      guard let date else { return nil }
      guard let second = date.seconds else {
        throw .validation(
          "\(parameter) must be a date such as 2026-01-01T00:10:00Z, but is \(date.text)."
        )
      }
      return Double(second)
    }

    private func zone(_ known: ScheduledScaling?) throws(ServiceError) -> ScheduleTimeZone {
      guard let timezone else { return known?.zone ?? .utc }
      guard let zone = timezone == "UTC" ? .utc : ScheduleTimeZone(timezone) else {
        throw .validation("The time zone \(timezone) is not supported.")
      }
      return zone
    }

    private func expression(_ known: ScheduledScaling?) throws(ServiceError) -> ScheduleExpression {
      guard let schedule else {
        guard let known else { throw .validation("A new scheduled action needs a Schedule.") }
        return known.schedule
      }
      let read = try? ScheduleExpression(schedule, .applicationAutoScaling)
      guard let expression = read else {
        throw .validation(
          "Schedule '\(schedule)' is none of at(yyyy-mm-ddThh:mm:ss), rate(5 minutes) and"
            + " cron(0 8 * * ? *)."
        )
      }
      return expression
    }
  }

  /// Lists scheduled actions.
  public struct DescribeScheduledActions: Operation {
    /// `lambda`.
    public var serviceNamespace: String
    /// Only these; all if nothing is said.
    public var scheduledActionNames: [String]?
    /// Only this target's.
    public var resourceId: String?
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String?

    /// The actions.
    public struct Output: Sendable {
      /// One action.
      public struct Action: Sendable {
        /// The bounds.
        public struct TargetAction: Sendable {
          /// The least capacity.
          public let minCapacity: Int?
          /// The most capacity.
          public let maxCapacity: Int?
        }

        /// Its name.
        public let scheduledActionName: String
        /// Its ARN.
        public let scheduledActionARN: String
        /// `lambda`.
        public let serviceNamespace: String
        /// `at(…)`, `rate(…)` or `cron(…)`.
        public let schedule: String
        /// On whose clocks; `nil` for UTC.
        public let timezone: String?
        /// `function:NAME:QUALIFIER`.
        public let resourceId: String
        /// `lambda:function:ProvisionedConcurrency`.
        public let scalableDimension: String
        /// Not before.
        public let startTime: String?
        /// Not after.
        public let endTime: String?
        /// The bounds.
        public let scalableTargetAction: TargetAction
        /// When it was set.
        public let creationTime: String
      }

      /// By target, in the order in which they were made.
      public let scheduledActions: [Action]
    }

    /// Lists them.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> Output {
      try ScalableResource.check(namespace: serviceNamespace)
      let actions = service.targets.filter { resourceId == nil || $0.resource.id == resourceId }
        .flatMap { target in
          target.actions.filter { scheduledActionNames?.contains($0.name) ?? true }.map { action in
            Output.Action(
              scheduledActionName: action.name,
              scheduledActionARN: action.arn,
              serviceNamespace: "lambda",
              schedule: action.schedule.text,
              timezone: action.zone == .utc ? nil : action.zone.name,
              resourceId: target.resource.id,
              scalableDimension: ScalableResource.dimension,
              startTime: action.start.map(Timestamp.cli),
              endTime: action.end.map(Timestamp.cli),
              scalableTargetAction: .init(
                minCapacity: action.minimum,
                maxCapacity: action.maximum
              ),
              creationTime: Timestamp.cli(action.creation)
            )
          }
        }
      return Output(scheduledActions: actions)
    }
  }

  /// Deletes a scheduled action.
  public struct DeleteScheduledAction: Operation {
    /// `lambda`.
    public var serviceNamespace: String
    /// The action's name.
    public var scheduledActionName: String
    /// `function:NAME:QUALIFIER`.
    public var resourceId: String
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String

    /// Deletes it.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> NoOutput {
      let resource = try ScalableResource(
        namespace: serviceNamespace,
        id: resourceId,
        dimension: scalableDimension
      )
      let index = service.targets.firstIndex { $0.resource == resource }
      let isThere = index.map { index in
        service.targets[index].actions.contains { $0.name == scheduledActionName }
      }
      guard let index, isThere == true else {
        throw ServiceError.objectNotFound(
          "No scheduled action found for \(resource.description), scheduled action name:"
            + " \(scheduledActionName)"
        )
      }
      service.targets[index].actions.removeAll { $0.name == scheduledActionName }
      return NoOutput()
    }
  }

  /// Lists the changes of capacities.
  public struct DescribeScalingActivities: Operation {
    /// `lambda`.
    public var serviceNamespace: String
    /// Only this target's.
    public var resourceId: String?
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String?

    /// The changes.
    public struct Output: Sendable {
      /// One change.
      public struct Activity: Sendable {
        /// Its id.
        public let activityId: String
        /// `lambda`.
        public let serviceNamespace: String
        /// `function:NAME:QUALIFIER`.
        public let resourceId: String
        /// `lambda:function:ProvisionedConcurrency`.
        public let scalableDimension: String
        /// What was to be done.
        public let description: String
        /// Why.
        public let cause: String
        /// When it was asked for.
        public let startTime: String
        /// When that was done.
        public let endTime: String
        /// `Successful` or `Failed`.
        ///
        /// > Simplified: a change counts as done when it has been asked for.
        public let statusCode: String
        /// What came of it.
        public let statusMessage: String
      }

      /// Newest first.
      public let scalingActivities: [Activity]
    }

    /// Lists them.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> Output {
      try ScalableResource.check(namespace: serviceNamespace)
      let activities = service.activities.filter {
        resourceId == nil || $0.resource.id == resourceId
      }
      return Output(scalingActivities: activities.map(Output.Activity.init))
    }
  }
}

extension ApplicationAutoScaling.DescribeScalingActivities.Output.Activity {
  init(_ activity: ScalingActivity) {
    activityId = activity.id
    serviceNamespace = "lambda"
    resourceId = activity.resource.id
    scalableDimension = ScalableResource.dimension
    description = "Setting desired concurrency to \(activity.capacity)."
    cause = activity.cause
    startTime = Timestamp.cli(activity.start)
    endTime = Timestamp.cli(activity.end)
    statusCode = activity.failure == nil ? "Successful" : "Failed"
    statusMessage =
      activity.failure.map { "Failed to set desired concurrency to \(activity.capacity). \($0)" }
      ?? "Successfully set desired concurrency to \(activity.capacity)."
      + " Change successfully fulfilled by lambda."
  }
}
