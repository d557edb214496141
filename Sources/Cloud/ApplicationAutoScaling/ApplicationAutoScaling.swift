public import Simulation

/// Application Auto Scaling: changes the capacity of what other services provide, by a target or by
/// a schedule.
///
/// > Simplified: of all services only Lambda's provisioned concurrency can be scaled, and of all
/// > policies there is target tracking on its utilisation. Its two alarms are named, but are none of
/// > CloudWatch's.
public actor ApplicationAutoScaling: CloudService {
  /// `application-autoscaling`.
  public static let name = "application-autoscaling"
  /// `Application Auto Scaling`.
  public static let title = "Application Auto Scaling"
  /// What the service can do.
  public static let operations: [any Operation<ApplicationAutoScaling>.Type] = [
    RegisterScalableTarget.self, DescribeScalableTargets.self, DeregisterScalableTarget.self,
    PutScalingPolicy.self, DescribeScalingPolicies.self, DeleteScalingPolicy.self,
    PutScheduledAction.self, DescribeScheduledActions.self, DeleteScheduledAction.self,
    DescribeScalingActivities.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// In the order in which they were registered.
  var targets: [ScalableTarget] = []
  /// Newest first.
  private(set) var activities: [ScalingActivity] = []
  private var isTracking = false
  private var identifiers: RandomStream

  /// Creates the service without targets.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("application auto scaling")
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  nonisolated var seconds: Double { Double(cloud.unixMilliseconds) / 1_000 }

  /// The place of a target.
  ///
  /// - Throws: ``ServiceError`` when it is not registered.
  func index(of resource: ScalableResource) throws(ServiceError) -> Int {
    guard let index = targets.firstIndex(where: { $0.resource == resource }) else {
      throw .noScalableTarget("registered", resource)
    }
    return index
  }

  // MARK: Capacity

  /// How many environments are asked for now; 0 when nothing is.
  func capacity(of resource: ScalableResource) async -> Int {
    await cloud.lambda.requestedConcurrency(resource.function, resource.qualifier)
  }

  /// Asks for another capacity, and remembers why.
  func scale(_ resource: ScalableResource, to capacity: Int, because cause: String) async {
    let (start, id) = (seconds, newIdentifier())
    let (lambda, caller) = (cloud.lambda, Caller(Self.name))
    var failure: String?
    do {
      if capacity > 0 {
        _ = try await lambda.call(
          PutProvisionedConcurrencyConfig(
            functionName: resource.function,
            qualifier: resource.qualifier,
            provisionedConcurrentExecutions: capacity
          ),
          for: caller
        )
      } else {
        _ = try await lambda.call(
          DeleteProvisionedConcurrencyConfig(
            functionName: resource.function,
            qualifier: resource.qualifier
          ),
          for: caller
        )
      }
    } catch {
      failure = (error as? ServiceError)?.message ?? "\(error)"
    }
    activities.insert(
      ScalingActivity(
        id: id,
        resource: resource,
        capacity: capacity,
        cause: cause,
        start: start,
        end: seconds,
        failure: failure
      ),
      at: 0
    )
    cloud.record(
      ApplicationAutoScalingEvent.scaled(
        resource: resource.id,
        to: capacity,
        cause: cause,
        failure: failure
      ),
      from: resource.function
    )
  }

  /// Brings the capacity into the target's range.
  func bringIntoRange(_ resource: ScalableResource, because cause: String) async {
    let current = await capacity(of: resource)
    guard let target = targets.first(where: { $0.resource == resource }) else { return }
    let wanted = min(max(current, target.minimum), target.maximum)
    guard wanted != current else { return }
    let bound = wanted > current ? "minimum capacity was set to" : "maximum capacity was set to"
    await scale(resource, to: wanted, because: cause.isEmpty ? "\(bound) \(wanted)" : cause)
  }

  // MARK: Target tracking

  /// Looks at the metrics once a minute, as long as there are policies.
  func startTracking() {
    guard !isTracking else { return }
    isTracking = true
    simulation.spawn(on: self) { service in
      while service.targets.contains(where: { !$0.policies.isEmpty }) {
        try await service.simulation.sleep(
          for: AutoScalingAssumptions.metricPeriod,
          .background
        )
        for resource in service.targets.map(\.resource) { await service.track(resource) }
      }
      service.isTracking = false
    }
  }

  private func track(_ resource: ScalableResource) async {
    let use = await cloud.lambda.provisionedUse(resource.function, resource.qualifier)
    let current = await capacity(of: resource)
    guard let index = targets.firstIndex(where: { $0.resource == resource }) else { return }
    let value = use.flatMap { targets[index].utilisation(until: $0) }
    targets[index].seen = use
    var wishes: [TrackingPolicy.Wish] = []
    for place in targets[index].policies.indices {
      let wish = targets[index].policies[place].decide(value, on: use?.ready ?? 0)
      if let wish { wishes.append(wish) }
    }
    // Whoever wants more decides.
    guard let wish = wishes.max(by: { $0.capacity < $1.capacity }) else { return }
    let target = targets[index]
    let wanted = min(max(wish.capacity, target.minimum), target.maximum)
    let isHeldBack = wanted > current ? target.suspended.out : target.suspended.in
    guard wanted != current, (wanted > current) == wish.isGrowth, !isHeldBack else { return }
    await scale(resource, to: wanted, because: wish.cause)
  }

  // MARK: Schedules

  /// Waits for a scheduled action's times, as long as it is there.
  func startSchedule(_ number: String, of resource: ScalableResource) {
    simulation.spawn(on: self) { service in
      while let next = service.nextTime(of: number, resource) {
        try await service.simulation.sleep(until: next, .background)
        await service.run(number, of: resource)
      }
    }
  }

  private func action(_ number: String, of resource: ScalableResource) -> ScheduledScaling? {
    targets.first { $0.resource == resource }?.actions.first { $0.id == number }
  }

  private func nextTime(of number: String, _ resource: ScalableResource) -> SimulationInstant? {
    guard let action = action(number, of: resource) else { return nil }
    let now = cloud.unixMilliseconds / 1_000
    let earliest = max(now, Int64(action.start ?? 0) - 1)
    let beginning = Int64(action.creation)
    guard
      let next = action.schedule.next(after: earliest, since: beginning, in: action.zone),
      action.end.map({ Double(next) <= $0 }) ?? true
    else { return nil }
    return Cloud.instant(unixSeconds: next)
  }

  private func run(_ number: String, of resource: ScalableResource) async {
    guard let action = action(number, of: resource),
      let index = targets.firstIndex(where: { $0.resource == resource }),
      !targets[index].suspended.scheduled
    else { return }
    if let minimum = action.minimum { targets[index].minimum = minimum }
    if let maximum = action.maximum { targets[index].maximum = maximum }
    targets[index].maximum = max(targets[index].maximum, targets[index].minimum)
    await bringIntoRange(
      resource,
      because: "scheduled action name \(action.name) was triggered"
    )
  }
}

extension Cloud {
  /// The account's scaling of capacities.
  public var applicationAutoScaling: ApplicationAutoScaling { service() }
}

/// What the service does, recorded from the function's name.
public enum ApplicationAutoScalingEvent: TraceEvent {
  /// Another capacity was asked for; `failure` says why it was refused.
  case scaled(resource: String, to: Int, cause: String, failure: String?)
}
