public import Simulation
import Synchronization

/// One machine: processors, memory, and the processes that live on it.
///
/// A class with a lock, and not an actor, so that its numbers can be read without waiting.
public final class Instance: Sendable {
  /// The state as AWS tells it.
  public enum State: String, Hashable, Sendable {
    /// AWS finds a machine.
    case pending
    /// The machine runs, is billed, and has booted or soon will.
    case running
    /// It is being ended for good.
    case shuttingDown = "shutting-down"
    /// It is gone.
    case terminated
    /// It is being stopped.
    case stopping
    /// It is off and keeps its volume.
    case stopped

    /// The number that AWS gives with the name.
    public var code: Int {
      switch self {
      case .pending: 0
      case .running: 16
      case .shuttingDown: 32
      case .terminated: 48
      case .stopping: 64
      case .stopped: 80
      }
    }
  }

  private struct Guest {
    let process: any InstanceProcess
    var memory = ByteCount.zero
  }

  private struct Contents {
    var type: InstanceType
    var state = State.pending
    var isBooted = false
    /// Counts the times that the power came or went, so that a boot that was begun before does
    /// nothing.
    var power = 0
    /// The CPU credits of the last run, and what was used beyond them in all runs.
    var credits: Allowance?
    var surplus = Duration.zero
    /// In the order in which they were installed.
    var guests: [Guest] = []
    var waiters: [Suspension<Void>] = []

    mutating func losePower() {
      isBooted = false
      power += 1
    }

    var memoryUsed: ByteCount {
      guests.reduce(EC2Assumptions.systemMemory) { $0 + $1.memory }
    }
  }

  /// The instance's id, such as `i-0123456789abcdef0`.
  public let id: String
  /// Its `Name` tag, or its id: the name by which bills and traces know it.
  public let name: String
  /// What a group calls it, such as `app-2`; `nil` when it belongs to none.
  public let member: String?
  /// The letter of its Availability Zone: `a`, `b` or `c`.
  public let zone: String
  /// When it was launched, in milliseconds since 1970.
  public let launchedMilliseconds: Int64
  /// The size of its volume in GB.
  public let volumeSize: Int
  /// Whether it has a public IPv4 address while it runs.
  public let hasPublicAddress: Bool
  /// Its processors: each job uses one of them at most.
  public let processors: ProcessorSharing

  private let simulation: Simulation
  private let recorder: Recorder
  private let zones: Zones
  private let contents: Mutex<Contents>

  init(
    id: String,
    name: String,
    type: InstanceType,
    zone: String,
    volumeSize: Int,
    hasPublicAddress: Bool,
    member: String? = nil,
    in cloud: Cloud
  ) {
    self.id = id
    self.member = member
    self.name = name
    self.zone = zone
    self.volumeSize = volumeSize
    self.hasPublicAddress = hasPublicAddress
    launchedMilliseconds = cloud.unixMilliseconds
    simulation = cloud.simulation
    recorder = cloud.recorder
    zones = cloud.zones
    processors = ProcessorSharing(
      "the processors of \(name)",
      processors: Double(type.processors),
      on: cloud.simulation
    )
    contents = Mutex(Contents(type: type))
  }

  /// The instance type.
  public var type: InstanceType { contents.withLock { $0.type } }

  /// The state as AWS tells it.
  public var state: State { contents.withLock { $0.state } }

  /// Whether the operating system runs, so that processes can.
  public var isBooted: Bool { contents.withLock { $0.isBooted } }

  /// Whether its status checks fail: it is `running`, and its zone is lost.
  public var isImpaired: Bool { state == .running && zones.isLost(zone) }

  /// How much memory is in use, the operating system's included.
  public var memoryUsed: ByteCount { contents.withLock { $0.memoryUsed } }

  /// Which share of the processors' time has been used since their statistics began, 0 to 1.
  public var utilisation: Double { processors.statistics.utilisation }

  /// Waits until the operating system runs.
  ///
  /// - Throws: ``ServiceError`` when the instance has been terminated.
  public func waitUntilBooted() async throws {
    try await wait("boot") { $0.isBooted }
  }

  /// Waits until the instance is stopped.
  func waitUntilStopped() async throws {
    try await wait("stop") { $0.state == .stopped }
  }

  private func wait(_ what: String, until condition: (Contents) -> Bool) async throws {
    while !contents.withLock({ condition($0) }) {
      guard state != .terminated else { throw ServiceError.instanceNotFound(id) }
      try await simulation.suspend(waitingFor: "\(self.name) to \(what)") { suspension in
        contents.withLock { $0.waiters.append(suspension) }
      }
    }
  }

  private func change(_ body: (inout Contents) -> Void) {
    let waiters = contents.withLock { contents in
      body(&contents)
      defer { contents.waiters = [] }
      return contents.waiters
    }
    for waiter in waiters { waiter.resume(returning: ()) }
  }
}

// MARK: Life, as EC2 directs it

extension Instance {
  func enter(_ state: State) {
    change { contents in
      contents.state = state
      if state != .running { contents.losePower() }
    }
    recorder.record(EC2Event.stateChanged(instance: id, to: state.rawValue), from: name)
  }

  /// Gives the machine power, if its zone has any.
  ///
  /// - Returns: the number of this supply, for ``hasHad(_:)``.
  func powerUp() -> Int? {
    guard state == .running, !zones.isLost(zone) else { return nil }
    return contents.withLock { contents in
      contents.power += 1
      return contents.power
    }
  }

  /// Takes the machine's power; what ran on it has to be told.
  func powerDown() {
    change { $0.losePower() }
  }

  /// Whether the power has not gone since the supply of that number.
  func hasHad(_ power: Int) -> Bool {
    contents.withLock { $0.power == power }
  }

  /// Starts what starts by itself.
  func boot() async {
    change { $0.isBooted = true }
    recorder.record(EC2Event.booted(instance: id), from: name)
    for process in processes { await process.instanceBooted() }
  }

  /// Ends every process, in the order in which they were installed.
  func halt(_ reason: String) async {
    for process in processes { await process.instanceHalted(reason) }
  }

  /// The CPU credits of this run, or of the last one.
  var allowance: Allowance? { processors.allowance ?? contents.withLock { $0.credits } }

  /// What all runs have used beyond the credits.
  var surplus: Duration {
    (processors.allowance?.excess ?? .zero) + contents.withLock { $0.surplus }
  }

  /// Keeps the credits of a run that has ended.
  func keep(_ credits: Allowance) {
    contents.withLock { contents in
      contents.credits = credits
      contents.surplus += credits.excess
    }
  }

  func setType(_ type: InstanceType) {
    change { $0.type = type }
    processors.resize(to: Double(type.processors))
    recorder.record(EC2Event.typeChanged(instance: id, to: type.name), from: name)
  }

  /// The process that answers requests that come to the instance; `nil` when there is none.
  var server: ServerProcess? {
    contents.withLock { $0.guests.lazy.compactMap { $0.process as? ServerProcess }.first }
  }

  private var processes: [any InstanceProcess] { contents.withLock { $0.guests.map(\.process) } }
}

// MARK: Memory

/// A process that lives on an instance: it ends and comes back with it.
protocol InstanceProcess: Actor {
  /// The operating system runs: start.
  func instanceBooted()
  /// The machine goes off: end, and wait for the next boot.
  func instanceHalted(_ reason: String)
  /// The operating system has ended the process because memory ran out.
  func killedForMemory()
}

extension Instance {
  /// Makes a process start at every boot.
  func install(_ process: any InstanceProcess) {
    contents.withLock { $0.guests.append(Guest(process: process)) }
  }

  /// Gives memory to a process; what must be killed for it is told by ``processToKill``.
  func take(_ amount: ByteCount, for process: any InstanceProcess) {
    changeMemory(of: process) { $0 + amount }
  }

  func giveBack(_ amount: ByteCount, of process: any InstanceProcess) {
    changeMemory(of: process) { $0 - amount }
  }

  func giveBackAll(of process: any InstanceProcess) {
    changeMemory(of: process) { _ in .zero }
  }

  /// The process that the operating system kills now: the largest, when memory has run out.
  var processToKill: (any InstanceProcess)? {
    contents.withLock { contents in
      guard contents.memoryUsed > contents.type.memory else { return nil }
      let largest = contents.guests.max { $0.memory < $1.memory }
      return largest.flatMap { $0.memory > .zero ? $0.process : nil }
    }
  }

  private func changeMemory(
    of process: any InstanceProcess,
    _ body: (ByteCount) -> ByteCount
  ) {
    contents.withLock { contents in
      guard let index = contents.guests.firstIndex(where: { $0.process === process }) else {
        return
      }
      contents.guests[index].memory = body(contents.guests[index].memory)
    }
  }
}
