public import Simulation

/// A process that serves a database: connections, processor time for statements, crash and restart.
///
/// It runs on a machine of RDS's own, or beside an application on one instance, whose processors
/// and memory it then shares. What it keeps survives its crashes, and the loss of its zone.
public actor DatabaseServer: Simulated {
  /// How a database is set up.
  public struct Settings: Hashable, Sendable {
    /// The processor time of one statement.
    public var statementTime: Duration
    /// Memory that a server on an instance takes of it.
    public var residentMemory: ByteCount
    /// How long it takes to come back after a crash, its recovery included.
    public var restartTime: Duration

    /// Creates settings.
    public init(
      statementTime: Duration = RDSAssumptions.statementTime,
      residentMemory: ByteCount = .mebibytes(512),
      restartTime: Duration = RDSAssumptions.restartTime
    ) {
      self.statementTime = statementTime
      self.residentMemory = residentMemory
      self.restartTime = restartTime
    }
  }

  /// The database's name in the topology.
  public nonisolated let component: String
  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// The processors that statements run on.
  public nonisolated let processors: ProcessorSharing
  /// The simulation of the database's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  private(set) var settings: Settings
  private let networkTime: Duration
  private let instance: Instance?
  var maximumConnections: Int
  /// Where RDS's machines are; `nil` for a server on an instance.
  var placement: DatabasePlacement?
  /// Whether RDS wants it to serve, power permitting.
  private(set) var isWanted = false
  /// Whether it is down because it moves to its standby.
  var isFailingOver = false
  var failoverTimes: RandomStream
  private var scope: Scope?
  private var connections: TimeWeightedGauge
  /// Counts starts and ends, so that a start that was planned before an end does nothing.
  private var plan = 0
  private var hasCrashed = false
  private var waiters: [Suspension<Void>] = []
  /// Why it could not start, and nobody tries again.
  private var startFailure: String?

  /// Installs a database server on an instance, where it starts now or at the next boot.
  ///
  /// It shares the processors and the memory of whatever else runs there.
  ///
  /// - Parameters:
  ///   - name: its name in the topology.
  ///   - instance: the machine.
  ///   - cloud: the account and Region.
  ///   - settings: how it is set up.
  public init(
    _ name: String,
    on instance: Instance,
    in cloud: Cloud,
    settings: Settings = Settings()
  ) {
    component = name
    self.cloud = cloud
    self.settings = settings
    self.instance = instance
    processors = instance.processors
    networkTime = .zero
    maximumConnections = RDSQuotas.connectionsOfOwnServer
    failoverTimes = cloud.randomStream("fail-overs of \(name)")
    connections = TimeWeightedGauge(from: cloud.simulation.now)
    cloud.topology.add(
      Component(name, .database, note: "on \(instance.name)", zone: instance.zone)
    )
    instance.install(self)
    guard instance.isBooted else { return }
    cloud.simulation.spawn(on: self) { $0.instanceBooted() }
  }

  /// Creates a server on a machine of RDS's own, which does not run yet.
  init(_ name: String, at placement: DatabasePlacement, in cloud: Cloud) {
    let databaseClass = placement.databaseClass
    component = name
    self.cloud = cloud
    self.placement = placement
    settings = Settings()
    instance = nil
    processors = ProcessorSharing(
      "the processors of \(name)",
      processors: Double(databaseClass.processors),
      on: cloud.simulation
    )
    networkTime = RDSAssumptions.networkTime
    maximumConnections = databaseClass.maximumConnections
    failoverTimes = cloud.randomStream("fail-overs of \(name)")
    connections = TimeWeightedGauge(from: cloud.simulation.now)
    cloud.topology.add(Component(name, .database, note: placement.note, zone: placement.zone))
  }

  /// Whether the database takes connections.
  public var isServing: Bool { scope != nil }

  /// How many connections are open, over time.
  public var openConnections: TimeWeightedGauge { connections }

  /// How many connections there can be at once.
  public var connectionLimit: Int { maximumConnections }

  /// Sets the database up anew.
  public func configure(_ settings: Settings) {
    self.settings = settings
  }

  /// Waits until the database takes connections.
  ///
  /// - Throws: ``ServiceError`` when it could not start.
  public func waitUntilServing() async throws {
    while scope == nil {
      if let startFailure {
        throw ServiceError(
          code: "StartFailed",
          status: 500,
          message: "\(component): \(startFailure)"
        )
      }
      try await simulation.suspend(waitingFor: "\(self.component) to start") { suspension in
        waiters.append(suspension)
      }
    }
  }

  // MARK: Statements

  /// A connection: it belongs to one life of the server.
  struct Connection {
    let scope: Scope
    fileprivate let statementTime: Duration
    fileprivate let commitTime: Duration
  }

  /// Opens a connection.
  ///
  /// > Simplified: a connection lasts as long as its transaction, and opening it costs nothing.
  func connect() throws(DatabaseError) -> Connection {
    guard let scope else { throw .unavailable }
    if cloud.faults.strikes(component, .beforeEffects) { throw .unavailable }
    guard connections.value < maximumConnections else { throw .tooManyConnections }
    connections.add(1, at: simulation.now)
    return Connection(
      scope: scope,
      statementTime: settings.statementTime,
      commitTime: replicationTime
    )
  }

  /// Closes a connection; those of an ended life are closed already.
  func disconnect(_ connection: Connection) {
    if connection.scope === scope { connections.add(-1, at: simulation.now) }
  }

  /// Lets the time pass that statements take.
  nonisolated func run(_ statements: Int, over connection: Connection) async throws {
    if networkTime > .zero { try await simulation.sleep(for: networkTime * statements) }
    let slowness = cloud.faults.slowness(of: component)
    let time = connection.statementTime * statements
    try await processors.work(slowness == 1 ? time : time * slowness)
  }

  /// Waits until the standby, if there is one, has what is about to be committed.
  nonisolated func replicate(over connection: Connection) async throws {
    if connection.commitTime > .zero { try await simulation.sleep(for: connection.commitTime) }
  }

  // MARK: Life

  /// Ends the database's process at once: open transactions are lost, committed ones are not.
  ///
  /// A Multi-AZ database then fails over to its standby, if that is in step; any other starts again
  /// where it is. A database that is down for another reason has no process that could crash.
  ///
  /// - Parameters:
  ///   - reason: why, for the record.
  ///   - duration: how long until it serves again, or until the old primary can be the standby; its
  ///     usual recovery time if `nil`.
  public func crash(reason: String, for duration: Duration? = nil) {
    guard scope != nil || hasCrashed, !isFailingOver else { return }
    loseProcess(reason, repair: duration ?? settings.restartTime)
  }

  private func loseProcess(_ reason: String, repair: Duration) {
    end(reason)
    hasCrashed = true
    cloud.record(FaultEvent.crashed(reason: reason), from: component)
    planStart(after: beginFailover(because: reason, repair: repair) ?? repair)
  }

  /// Ends the database for a change, until ``start()``.
  func stop(_ reason: String) {
    isWanted = false
    loseMachine(reason)
  }

  /// Ends the database along with its machine.
  func loseMachine(_ reason: String) {
    end(reason)
    hasCrashed = false
    cloud.record(DatabaseEvent.stopped(reason: reason), from: component)
  }

  /// Lets the database take connections from now on, or as soon as there is power where it is.
  func start() async {
    isWanted = true
    if let placement, cloud.zones.isLost(placement.zone) {
      let reason = "zone \(placement.zone) lost"
      if let outage = beginFailover(because: reason, repair: nil) { planStart(after: outage) }
      return
    }
    if let instance {
      await instance.take(settings.residentMemory, for: self, killing: false)
      if instance.processToKill != nil {
        giveUp("out of memory at its start")
        return
      }
    }
    startFailure = nil
    scope = Scope(name: component)
    if hasCrashed {
      cloud.record(FaultEvent.restarted, from: component)
    } else {
      cloud.record(DatabaseEvent.started, from: component)
    }
    if isFailingOver, let placement {
      isFailingOver = false
      cloud.record(DatabaseEvent.failoverCompleted(zone: placement.zone), from: component)
    }
    wakeWaiters()
  }

  private func giveUp(_ reason: String) {
    end(reason)
    startFailure = reason
    cloud.record(DatabaseEvent.stopped(reason: reason), from: component)
    wakeWaiters()
  }

  private func wakeWaiters() {
    for waiter in waiters { waiter.resume(returning: ()) }
    waiters = []
  }

  private func end(_ reason: String) {
    plan += 1
    isFailingOver = false
    scope?.end(reason)
    scope = nil
    connections.set(0, at: simulation.now)
    instance?.giveBackAll(of: self)
  }

  func planStart(after delay: Duration) {
    plan += 1
    let number = plan
    simulation.spawn(on: self) { server in
      try await server.simulation.sleep(for: delay)
      guard server.plan == number, server.instance?.isBooted != false else { return }
      await server.start()
    }
  }
}

extension DatabaseServer: InstanceProcess {
  func instanceBooted() { planStart(after: .zero) }
  func instanceHalted(_ reason: String) { stop(reason) }
  func killedForMemory() { loseProcess("out of memory", repair: settings.restartTime) }
}
