public import Simulation

/// The instances among which a balancer chooses, and how they are.
///
/// Requests go in turn to the healthy targets; when none is healthy, to all of them: fail-open.
public actor TargetGroup: Simulated {
  /// A registered instance.
  struct Target {
    let instance: Instance
    var state = TargetHealth.State.initial
    var reason: String? = "Elb.RegistrationInProgress"
    /// How many checks in a row have passed or failed.
    var streak = 0
    var requests = 0
    /// Counts registrations, so that checks of an earlier one end.
    let registration: Int
  }

  /// A target that has been chosen for a request.
  struct Reservation {
    let instance: Instance
    fileprivate let registration: Int
  }

  /// The group's name.
  public nonisolated let name: String
  /// The group's ARN.
  public nonisolated let arn: String
  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// The simulation of the group's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  /// How targets are checked.
  private(set) var healthCheck: HealthCheck
  /// How long a target that leaves may finish its requests.
  private(set) var deregistrationDelay = ELBQuotas.defaultDeregistrationDelay
  /// In the order in which they were registered.
  private(set) var targets: [Target] = []
  /// How many requests have been forwarded.
  private(set) var requestCount = 0
  private var turn = 0
  private var registrations = 0

  init(_ name: String, arn: String, healthCheck: HealthCheck, in cloud: Cloud) {
    self.name = name
    self.arn = arn
    self.healthCheck = healthCheck
    self.cloud = cloud
  }

  func configure(_ healthCheck: HealthCheck) { self.healthCheck = healthCheck }

  func setDeregistrationDelay(_ delay: Duration) { deregistrationDelay = delay }

  /// How a target is; `nil` for an instance that is not registered.
  public func health(of instance: String) -> TargetHealth? {
    targets.first { $0.instance.id == instance }.map {
      TargetHealth(state: $0.state, reason: $0.reason)
    }
  }

  // MARK: Registration

  /// Registers an instance; it gets requests once its first check has passed.
  func register(_ instance: Instance) {
    if let index = index(of: instance.id) {
      guard targets[index].state == .draining else { return }
      targets.remove(at: index)
    }
    registrations += 1
    targets.append(Target(instance: instance, registration: registrations))
    cloud.record(ELBEvent.registered(target: instance.id), from: name)
    let number = registrations
    simulation.spawn(on: self) { group in
      try await group.watch(instance, number)
    }
  }

  /// Takes an instance out: it finishes its requests, within the deregistration delay.
  ///
  /// > Simplified: a target without requests leaves at once; AWS keeps it draining for the delay.
  func deregister(_ id: String) {
    guard let index = index(of: id), targets[index].state != .draining else { return }
    set(.draining, "Target.DeregistrationInProgress", at: index)
    cloud.record(ELBEvent.draining(target: id), from: name)
    guard targets[index].requests > 0 else { return remove(targets[index].registration) }
    let (number, delay) = (targets[index].registration, deregistrationDelay)
    simulation.spawn(on: self) { group in
      try await group.simulation.sleep(for: delay, .background)
      group.remove(number)
    }
  }

  /// Waits until an instance has left the group.
  func waitUntilGone(_ id: String) async throws {
    while index(of: id) != nil {
      try await simulation.sleep(for: .seconds(1), .background)
    }
  }

  private func remove(_ registration: Int) {
    guard let index = targets.firstIndex(where: { $0.registration == registration }) else { return }
    let target = targets.remove(at: index)
    cloud.record(ELBEvent.deregistered(target: target.instance.id), from: name)
  }

  private func index(of id: String) -> Int? { targets.firstIndex { $0.instance.id == id } }

  // MARK: Requests

  /// Chooses the target of the next request, in turn; `nil` when none is registered.
  func take() -> Reservation? {
    guard
      let index = next(where: { $0 == .healthy }) ?? next(where: { $0 != .draining })
    else { return nil }
    turn = index + 1
    targets[index].requests += 1
    requestCount += 1
    return Reservation(
      instance: targets[index].instance,
      registration: targets[index].registration
    )
  }

  /// The next target in turn whose state is right.
  private func next(where isRight: (TargetHealth.State) -> Bool) -> Int? {
    (0..<targets.count).lazy.map { (self.turn + $0) % self.targets.count }
      .first { isRight(self.targets[$0].state) }
  }

  /// Notes that a request has ended.
  func giveBack(_ reservation: Reservation) {
    let number = reservation.registration
    guard let index = targets.firstIndex(where: { $0.registration == number }) else { return }
    targets[index].requests -= 1
    if targets[index].state == .draining, targets[index].requests == 0 { remove(number) }
  }

  // MARK: Health checks

  /// Checks a target for as long as it is registered.
  private func watch(_ instance: Instance, _ registration: Int) async throws {
    while true {
      let failure = try await check(instance)
      guard let index = targets.firstIndex(where: { $0.registration == registration }),
        targets[index].state != .draining
      else { return }
      note(failure, at: index)
      try await simulation.sleep(for: healthCheck.interval, .background)
    }
  }

  /// Asks a target whether it is well; returns AWS's code for what is wrong.
  ///
  /// A check is a request like others: it waits for a free worker of the process. Faults that
  /// strike single requests leave it alone, an outage does not.
  private func check(_ instance: Instance) async throws -> String? {
    guard instance.isBooted, let process = instance.server else {
      return instance.state == .running ? "Target.Timeout" : "Target.InvalidState"
    }
    guard !cloud.faults.isOut(process.component) else { return "Target.ResponseCodeMismatch" }
    let request = HTTPRequest(method: "GET", path: healthCheck.path)
    let limit = simulation.now.advanced(by: healthCheck.timeout)
    let status = try await simulation.suspend(waitingFor: "a health check", .background) {
      (suspension: Suspension<Int?>) in
      let watchdog = simulation.watchdog(at: limit, .background) {
        suspension.resume(returning: nil)
      }
      simulation.spawn(on: self) { _ in
        let response = try? await process.respond(to: request)
        watchdog.stop()
        suspension.resume(returning: response?.status ?? 0)
      }
    }
    guard let status else { return "Target.Timeout" }
    if status == 0 { return "Target.FailedHealthChecks" }
    return healthCheck.matcher.contains(status) ? nil : "Target.ResponseCodeMismatch"
  }

  /// Draws the conclusion from one check: the first pass makes a new target healthy.
  private func note(_ failure: String?, at index: Int) {
    let (state, passes) = (targets[index].state, failure == nil)
    let agrees = passes ? state == .healthy : state == .unhealthy
    targets[index].streak = agrees ? 0 : targets[index].streak + 1
    let streak = targets[index].streak
    switch (state, passes) {
    case (.initial, true): set(.healthy, nil, at: index)
    case (.unhealthy, true) where streak >= healthCheck.healthyThreshold:
      set(.healthy, nil, at: index)
    case (.initial, false), (.healthy, false):
      if streak >= healthCheck.unhealthyThreshold { set(.unhealthy, failure, at: index) }
    default: break
    }
  }

  private func set(_ state: TargetHealth.State, _ reason: String?, at index: Int) {
    targets[index].state = state
    targets[index].reason = reason
    targets[index].streak = 0
    let id = targets[index].instance.id
    cloud.record(
      ELBEvent.healthChanged(target: id, to: state, reason: reason),
      from: name
    )
  }
}
