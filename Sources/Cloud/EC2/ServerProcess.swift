public import Simulation

/// A process that serves requests on an instance: worker threads, a listen backlog, one memory.
///
/// Everything in it shares its fate: a crash, or the out-of-memory killer, ends every request that
/// is in flight. A supervisor starts it again. The machine is billed all the while.
public actor ServerProcess: Simulated, HTTPEndpoint {
  /// Answers one request.
  public typealias Handler = @Sendable (HTTPRequest) async throws -> HTTPResponse
  /// Runs at each start and returns what answers requests in that life: what it makes is the
  /// process's memory, and is gone with it.
  public typealias Start = @Sendable (ProcessEnvironment) async throws -> Handler

  /// How a process is set up.
  public struct Settings: Hashable, Sendable {
    /// How many requests are worked on at once.
    public var workers: Int
    /// How many more may wait; what comes beyond is refused.
    public var backlog: Int
    /// Memory that the process needs to run at all.
    public var residentMemory: ByteCount
    /// How long the process takes from its start until it listens.
    public var startTime: Duration
    /// How long the supervisor waits after a crash.
    public var restartDelay: Duration

    /// Creates settings.
    ///
    /// > Simplified: the times are assumptions about a common web framework.
    public init(
      workers: Int = 32,
      backlog: Int = 128,
      residentMemory: ByteCount = .mebibytes(512),
      startTime: Duration = .seconds(10),
      restartDelay: Duration = .seconds(5)
    ) {
      self.workers = workers
      self.backlog = backlog
      self.residentMemory = residentMemory
      self.startTime = startTime
      self.restartDelay = restartDelay
    }
  }

  /// From one start to the next end.
  fileprivate struct Life {
    let scope: Scope
    let workers: ServerPool
    let handler: Handler
  }

  private enum State {
    case down
    case starting(Scope)
    case serving(Life)
    /// It could not start, and nobody tries again.
    case failed(String)
  }

  /// The process's name in the topology.
  public nonisolated let component: String
  /// What the trace calls it: its component, or its own name in a group, such as `app-2`.
  public nonisolated let label: String
  /// The machine that it runs on.
  public nonisolated let instance: Instance
  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// How it is set up.
  public nonisolated let settings: Settings
  /// The simulation of the process's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  private let start: Start
  private var state = State.down
  /// Counts starts and ends, so that a start that was planned before an end does nothing.
  private var plan = 0
  private var hasCrashed = false
  private var waiters: [Suspension<Void>] = []

  /// Installs a process on an instance, where it starts now or at the next boot.
  ///
  /// - Parameters:
  ///   - name: its name in the topology.
  ///   - instance: the machine.
  ///   - cloud: the account and Region.
  ///   - settings: how it is set up.
  ///   - start: runs at each start and returns what answers requests in that life.
  public init(
    _ name: String,
    on instance: Instance,
    in cloud: Cloud,
    settings: Settings = Settings(),
    start: @escaping Start
  ) {
    component = name
    label = instance.member ?? name
    self.instance = instance
    self.cloud = cloud
    self.settings = settings
    self.start = start
    if instance.member == nil {
      cloud.topology.add(Component(name, .server, note: instance.type.name, zone: instance.zone))
    }
    instance.install(self)
    guard instance.isBooted else { return }
    cloud.simulation.spawn(on: self) { $0.instanceBooted() }
  }

  /// Whether the process listens.
  public var isServing: Bool {
    if case .serving(let life) = state { !life.scope.hasEnded } else { false }
  }

  /// The worker threads' statistics in this life; `nil` while the process is down.
  public var workers: ServerPool.Statistics? {
    if case .serving(let life) = state { life.workers.statistics } else { nil }
  }

  /// Whether the process works on requests, or lets them wait.
  public var isBusy: Bool {
    guard let workers else { return false }
    return workers.busy.value + workers.waiting.value > 0
  }

  /// Waits until the process listens.
  ///
  /// - Throws: ``ServiceError`` when it could not start.
  public func waitUntilServing() async throws {
    while !isServing {
      if case .failed(let reason) = state {
        throw ServiceError(code: "StartFailed", status: 500, message: "\(component): \(reason)")
      }
      try await simulation.suspend(waitingFor: "\(self.component) to start") { suspension in
        waiters.append(suspension)
      }
    }
  }

  // MARK: Requests

  /// Answers a request, when a worker is free.
  ///
  /// An error that the process's code throws becomes status 500.
  ///
  /// - Throws: ``HTTPFailure/connectionRefused`` when nobody listens or the backlog is full;
  ///   ``HTTPFailure/connectionReset`` when the process ends meanwhile.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    guard case .serving(let life) = state, !life.scope.hasEnded else {
      throw refusal("nobody listens")
    }
    let cause = Trace.cause
    let work = simulation.spawn(on: self, in: life.scope) { process in
      try await process.serve(request, in: life, because: cause)
    }
    let result = await work.result
    if life.scope.hasEnded {
      cloud.record(ServerEvent.cutOff(path: request.path), from: label)
      throw HTTPFailure.connectionReset
    }
    do {
      return try result.get()
    } catch is QueueFull {
      throw refusal("the backlog is full")
    } catch {
      cloud.record(
        ServerEvent.failed(path: request.path, error: "\(error)"),
        from: label
      )
      return HTTPResponse(status: 500, message: "Internal Server Error")
    }
  }

  private func serve(
    _ request: HTTPRequest,
    in life: Life,
    because cause: TraceID?
  ) async throws -> HTTPResponse {
    try await Trace.$cause.withValue(cause) {
      try await life.workers.serve { try await life.handler(request) }
    }
  }

  private func refusal(_ reason: String) -> HTTPFailure {
    cloud.record(ServerEvent.refused(reason: reason), from: label)
    return .connectionRefused
  }

  // MARK: Life

  /// Ends the process at once, with all that is in flight; the supervisor starts it again.
  ///
  /// - Parameters:
  ///   - reason: why, for the record.
  ///   - duration: how long until the supervisor starts it; its usual delay if `nil`. The time
  ///     that the start takes comes on top.
  public func crash(reason: String, for duration: Duration? = nil) {
    guard instance.isBooted else { return }
    // A process that is down already does not crash; it only starts at another time.
    if isServing { cloud.record(FaultEvent.crashed(reason: reason), from: label) }
    end(reason)
    hasCrashed = true
    planStart(after: duration ?? settings.restartDelay)
  }

  private func end(_ reason: String) {
    plan += 1
    switch state {
    case .serving(let life): life.scope.end(reason)
    case .starting(let scope): scope.end(reason)
    case .down, .failed: break
    }
    state = .down
    instance.giveBackAll(of: self)
  }

  private func planStart(after delay: Duration) {
    plan += 1
    let number = plan
    simulation.spawn(on: self) { process in
      try await process.simulation.sleep(for: delay)
      guard process.plan == number, process.instance.isBooted else { return }
      await process.begin()
    }
  }

  private func begin() async {
    let scope = Scope(name: component)
    state = .starting(scope)
    let starting = simulation.spawn(on: self, in: scope) { process in
      let environment = ProcessEnvironment(process, scope)
      try await environment.allocate(process.settings.residentMemory)
      let slowness = process.cloud.faults.slowness(of: process.component)
      try await process.simulation.sleep(for: process.settings.startTime * slowness)
      return try await process.start(environment)
    }
    let result = await starting.result
    // Ended meanwhile: whoever ended it has planned the next start, or wants none.
    guard case .starting(let current) = state, current === scope else { return }
    switch result {
    case .success(let handler): serve(Life(scope, component, handler, settings, simulation))
    case .failure(let error): giveUp("\(error)")
    }
  }

  private func serve(_ life: Life) {
    state = .serving(life)
    if hasCrashed {
      cloud.record(FaultEvent.restarted, from: label)
    } else {
      cloud.record(ServerEvent.started, from: label)
    }
    wakeWaiters()
  }

  private func giveUp(_ reason: String) {
    end(reason)
    state = .failed(reason)
    cloud.record(ServerEvent.startFailed(reason: reason), from: label)
    wakeWaiters()
  }

  private func wakeWaiters() {
    for waiter in waiters { waiter.resume(returning: ()) }
    waiters = []
  }
}

extension ServerProcess.Life {
  fileprivate init(
    _ scope: Scope,
    _ component: String,
    _ handler: @escaping ServerProcess.Handler,
    _ settings: ServerProcess.Settings,
    _ simulation: Simulation
  ) {
    self.scope = scope
    self.handler = handler
    workers = ServerPool(
      "the workers of \(component)",
      servers: settings.workers,
      queueLimit: settings.backlog,
      on: simulation
    )
  }
}

extension ServerProcess: InstanceProcess {
  func instanceBooted() {
    if instance.member == nil {
      cloud.topology.add(
        Component(component, .server, note: instance.type.name, zone: instance.zone)
      )
    }
    planStart(after: .zero)
  }

  func instanceHalted(_ reason: String) {
    end(reason)
    hasCrashed = false
    cloud.record(ServerEvent.stopped(reason: reason), from: label)
  }

  /// A process that needs more memory than there is already when it starts is not tried again.
  func killedForMemory() {
    if case .starting = state {
      giveUp("out of memory at its start")
    } else {
      crash(reason: "out of memory")
    }
  }
}
