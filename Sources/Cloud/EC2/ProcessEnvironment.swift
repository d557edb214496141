import Simulation

/// What the code of a process can see of the process and the machine that it runs in.
///
/// It belongs to one life of the process: when that has ended, everything in it throws.
public struct ProcessEnvironment: Sendable {
  /// The account and Region.
  public let cloud: Cloud
  /// The process's name in the topology.
  public let component: String
  /// For requests to others.
  public let http: HTTPClient
  let process: ServerProcess
  let scope: Scope

  init(_ process: ServerProcess, _ scope: Scope) {
    cloud = process.cloud
    component = process.component
    http = HTTPClient(cloud: process.cloud, component: process.component)
    self.process = process
    self.scope = scope
  }

  /// Returns a client of a service; its calls are the process's.
  public func client<Service: CloudService>(
    of type: Service.Type = Service.self
  ) -> Client<Service> {
    cloud.client(of: type, for: Caller(component))
  }

  /// Uses so much processor time; it takes longer where the machine's processors are shared.
  ///
  /// - Parameter time: how long the work takes on one processor that does nothing else.
  /// - Throws: `ScopeEnded` when the process ends meanwhile.
  public func compute(_ time: Duration) async throws {
    try scope.check()
    let slowness = cloud.faults.slowness(of: component)
    try await process.instance.processors.work(slowness == 1 ? time : time * slowness)
  }

  /// Does something again and again in the background, for as long as the process lives.
  ///
  /// - Parameters:
  ///   - period: how long to wait before each time.
  ///   - body: what to do; an error that it throws ends this time only.
  public func every(_ period: Duration, _ body: @escaping @Sendable () async throws -> Void) {
    let simulation = cloud.simulation
    simulation.spawn(on: process, in: scope) { _ in
      while true {
        try await simulation.sleep(for: period, .background)
        do {
          try await body()
        } catch is ScopeEnded {
          return
        } catch {
          continue
        }
      }
    }
  }

  /// Takes memory of the machine; when there is not enough, the operating system kills the largest
  /// process, with everything that runs in it.
  ///
  /// - Throws: `ScopeEnded` when that was this process.
  public func allocate(_ amount: ByteCount) async throws {
    try scope.check()
    await process.instance.take(amount, for: process, killing: true)
    try scope.check()
  }

  /// Gives memory back; the end of the process gives back all of it.
  public func free(_ amount: ByteCount) {
    if !scope.hasEnded { process.instance.giveBack(amount, of: process) }
  }

  /// Takes memory for as long as `body` runs.
  ///
  /// - Throws: what ``allocate(_:)`` and the body throw.
  public func withMemory<Result>(
    _ amount: ByteCount,
    _ body: () async throws -> Result
  ) async throws -> Result {
    try await allocate(amount)
    defer { free(amount) }
    return try await body()
  }
}

extension Instance {
  /// Gives memory to a process and then kills what has to be killed.
  func take(_ amount: ByteCount, for process: any InstanceProcess, killing: Bool) async {
    take(amount, for: process)
    while killing, let victim = processToKill { await victim.killedForMemory() }
  }
}
