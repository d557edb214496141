import JSON
import Simulation

/// AWS Lambda: runs functions in execution environments, one request in each at a time.
///
/// Simplified: one Region, no VPC, no layers, no extensions yet; execution roles are checked for
/// their form and not for their permissions. Limits of rate are left out: 1,000 more environments
/// every 10 s, ten requests a second for each unit of concurrency, and the guard against recursion.
public actor Lambda: CloudService {
  /// `lambda`.
  public static let name = "lambda"
  /// `AWS Lambda`.
  public static let title = "AWS Lambda"
  /// What the service can do.
  public static let operations: [any Operation<Lambda>.Type] = [
    CreateFunction.self, GetFunction.self, GetFunctionConfiguration.self, ListFunctions.self,
    DeleteFunction.self, UpdateFunctionCode.self, UpdateFunctionConfiguration.self,
    PutFunctionConcurrency.self, GetFunctionConcurrency.self, DeleteFunctionConcurrency.self,
    Invoke.self, PutFunctionEventInvokeConfig.self, GetFunctionEventInvokeConfig.self,
    PublishVersion.self, ListVersionsByFunction.self,
    CreateAlias.self, GetAlias.self, UpdateAlias.self, DeleteAlias.self, ListAliases.self,
    CreateEventSourceMapping.self, GetEventSourceMapping.self, ListEventSourceMappings.self,
    UpdateEventSourceMapping.self, DeleteEventSourceMapping.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  var functions: [String: Function] = [:] {
    didSet {
      revision += 1
      targets = [:]
    }
  }
  /// Counts the changes of ``functions``.
  private var revision = 0
  /// What names stand for that were asked for, as long as no function changes: a name is read once
  /// and not with every request.
  private var targets: [String: Target] = [:]
  /// In the order in which they were created.
  var functionNames: [String] = []
  var mappings: [EventSourceMapping] = []
  var concurrency = ConcurrencyLimits()
  /// How many asynchronous events have been taken over and have not ended yet.
  public internal(set) var eventsUnderway = 0
  private var codeTypes: [String: any FunctionCode.Type] = [:]
  private var pools: [PoolKey: EnvironmentPool] = [:]
  /// The zone of the last new environment; the next one goes to the next zone.
  private var lastZone = "c"
  private var identifiers: RandomStream
  private var aliasChoice: RandomStream

  /// Creates the service without functions.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.simulation.randomStream("lambda identifiers")
    aliasChoice = cloud.simulation.randomStream("lambda alias routing")
  }

  /// Makes a Swift type the code of every function whose handler is `handler`.
  public func register(handler: String, _ code: any FunctionCode.Type) {
    codeTypes[handler] = code
  }

  /// How many environments of a function exist now, in use or idle.
  public func environmentCount(of function: String) -> Int {
    pools.reduce(0) { $1.key.function == function ? $0 + $1.value.count : $0 }
  }

  /// How many requests a function runs now, or all functions together.
  public func concurrentExecutions(of function: String? = nil) -> Int {
    concurrency.running(function)
  }

  /// The name of a new environment's log stream, by which the environment is known.
  private func newLogStream(version: String) -> String {
    let (year, month, day) = Timestamp.date(cloud.unixMilliseconds / 1_000)
    let date = [(year, 4), (month, 2), (day, 2)].map { Timestamp.padded($0.0, $0.1) }
    let id = Identifiers.hex(32, from: &identifiers)
    return "\(date.joined(separator: "/"))/[\(version)]\(id)"
  }

  func newIdentifier() -> String {
    Identifiers.uuid(from: &identifiers)
  }

  // MARK: The synchronous path, on which every other path ends

  /// Runs a function and waits for it.
  ///
  /// - Throws: ``ServiceError`` when the function could not be run; a function that fails is an
  ///   answer, not an error.
  func invoke(_ target: Target, _ request: Invocation) async throws -> Answer {
    let function = target.configuration.functionName
    do {
      try concurrency.begin(function)
    } catch {
      let reason = ThrottleReason(rawValue: error.reason ?? "") ?? .account
      simulation.record(
        LambdaEvent.throttled(requestID: request.id, reason: reason),
        from: function,
        cause: request.cause
      )
      throw error
    }
    defer { concurrency.end(function) }
    if cloud.faults.isArmed { try await cloud.strike(function, .beforeEffects) }
    let environment = try takeEnvironment(for: target)
    let served: Served
    do {
      served = try await environment.serve(request)
    } catch {
      retire(environment, of: target)
      throw error
    }
    await giveBack(environment, for: target)
    meter(served.report, for: function)
    if cloud.faults.isArmed { try await cloud.strike(function, .afterEffects) }
    return Answer(
      served: served,
      payload: served.ending.payload(for: request.id, timeout: target.configuration.timeout)
    )
  }

  private func meter(_ report: InvocationReport, for function: String) {
    cloud.meter.add(.lambdaRequests, 1, for: function)
    let billed = report.billedMilliseconds * Int64(report.memorySize)
    cloud.meter.add(.lambdaDuration, billed, for: function)
  }

  // MARK: Environments

  private func takeEnvironment(for target: Target) throws -> ExecutionEnvironment {
    let key = PoolKey(target)
    let pool: EnvironmentPool
    if let known = pools[key] {
      pool = known
    } else {
      pool = EnvironmentPool()
      pools[key] = pool
    }
    if let idle = pool.takeIdle() { return idle }
    let code = try codeType(for: target.configuration)
    let environment = ExecutionEnvironment(
      id: newLogStream(version: target.version),
      in: try nextZone(),
      of: target.configuration,
      version: target.version,
      code: code,
      in: cloud
    )
    pool.add(environment)
    return environment
  }

  private func nextZone() throws(ServiceError) -> String {
    guard let zone = cloud.zones.next(after: lastZone) else { throw .serviceUnavailable }
    lastZone = zone
    return zone
  }

  private func codeType(for configuration: FunctionConfiguration) throws -> any FunctionCode.Type {
    if configuration.recipe != nil { return RecipeFunction.self }
    guard let code = codeTypes[configuration.handler] else {
      throw ServiceError.invalidParameter(
        "No code is registered for handler \(configuration.handler)."
      )
    }
    return code
  }

  private func giveBack(_ environment: ExecutionEnvironment, for target: Target) async {
    let key = PoolKey(target)
    guard isCurrent(target), let pool = pools[key],
      pool.giveBack(environment, at: simulation.now)
    else {
      retire(environment, of: target)
      await environment.remove("replaced")
      return
    }
    guard pool.startsSweeping() else { return }
    simulation.spawn(on: self) { lambda in
      try await lambda.sweep(key)
    }
  }

  /// Removes environments that have been idle for long, as long as there are any.
  private func sweep(_ key: PoolKey) async throws {
    while let next = pools[key]?.nextExpiry {
      try await simulation.sleep(until: next, .background)
      for environment in pools[key]?.takeExpired(at: simulation.now) ?? [] {
        await environment.remove("spindown")
      }
    }
    pools[key]?.stopsSweeping()
  }

  /// Whether a version still has the code and the settings with which a request was begun.
  private func isCurrent(_ target: Target) -> Bool {
    if target.revision == revision { return true }
    guard let function = functions[target.configuration.functionName] else { return false }
    guard let number = Int(target.version) else { return function.latest == target.configuration }
    return function.versions[number] != nil
  }

  private func retire(_ environment: ExecutionEnvironment, of target: Target) {
    pools[PoolKey(target)]?.forget(environment)
  }

  /// Retires the environments of a version whose code or settings have changed.
  func retireEnvironments(of function: String, version: String) async {
    let key = PoolKey(function: function, version: version)
    guard let pool = pools.removeValue(forKey: key) else { return }
    for environment in pool.takeAll() { await environment.remove("replaced") }
  }

  // MARK: Names

  /// Finds out which version a request runs on.
  func target(_ name: String, qualifier: String?) throws(ServiceError) -> Target {
    try target(name, qualifier: qualifier) { alias in alias.version(choosing: &aliasChoice) }
  }

  /// The settings that a qualifier stands for; of an alias, those of the version it points to.
  func describedConfiguration(
    _ name: String,
    qualifier: String?
  ) throws(ServiceError) -> FunctionConfiguration {
    try describedTarget(name, qualifier: qualifier).configuration
  }

  /// What a qualifier stands for, without drawing between an alias's two versions.
  func describedTarget(_ name: String, qualifier: String?) throws(ServiceError) -> Target {
    try target(name, qualifier: qualifier) { alias in Int(alias.functionVersion) }
  }

  private func target(
    _ name: String,
    qualifier: String?,
    choosing choose: (FunctionAlias) -> Int?
  ) throws(ServiceError) -> Target {
    if qualifier == nil, let target = targets[name] { return target }
    let reference = try FunctionReference(name, qualifier: qualifier)
    let qualified = reference.qualifier.map { ":\($0)" } ?? ""
    let arn = functionARN(reference.name) + qualified
    guard let function = functions[reference.name] else { throw .functionNotFound(arn) }
    var number: Int?
    var isFixed = true
    switch reference.qualifier.map({ Qualifier($0) }) ?? .latest {
    case .latest: number = nil
    case .version(let version): number = version
    case .alias(let name):
      guard let alias = function.aliases[name] else { throw .functionNotFound(arn) }
      number = choose(alias)
      isFixed = false
    }
    var configuration = function.latest
    if let number {
      guard let version = function.versions[number] else { throw .functionNotFound(arn) }
      configuration = version.configuration
    }
    let target = Target(
      reference: reference,
      configuration: configuration,
      version: number.map { "\($0)" } ?? "$LATEST",
      invokedARN: arn,
      eventInvokeConfig: function.eventInvokeConfigs[reference.qualifier ?? "$LATEST"] ?? .init(),
      revision: revision
    )
    if isFixed, qualifier == nil { targets[name] = target }
    return target
  }

  nonisolated func functionARN(_ name: String) -> String {
    ARN(service: "lambda", resource: "function:\(name)", in: cloud).description
  }

  /// The function, or the refusal that there is none.
  func function(_ name: String) throws(ServiceError) -> (name: String, function: Function) {
    let reference = try FunctionReference(name, qualifier: nil)
    guard let function = functions[reference.name] else {
      throw .functionNotFound(functionARN(reference.name))
    }
    return (reference.name, function)
  }
}

extension Lambda: ZonalService {
  /// Ends every environment there at once, with the request that it serves, as a crash does.
  ///
  /// New ones are made elsewhere; queues of events and pollers span the zones.
  func zoneLost(_ zone: String) async {
    for key in pools.keys.sorted(by: { ($0.function, $0.version) < ($1.function, $1.version) }) {
      for environment in pools[key]?.takeAll(in: zone) ?? [] {
        await environment.remove("zone \(zone) lost")
      }
    }
  }

  /// New environments may be there again.
  func zoneRestored(_ zone: String) {}
}

/// Which version of which function a request runs on, and by which name it was asked for.
///
/// A class, because it is handed on with every request and holds more than a dozen texts.
final class Target: Sendable {
  let reference: FunctionReference
  let configuration: FunctionConfiguration
  let version: String
  let invokedARN: String
  /// How asynchronous events for this name are handled.
  let eventInvokeConfig: EventInvokeConfig
  /// The state of the account's functions in which it was found.
  let revision: Int

  init(
    reference: FunctionReference,
    configuration: FunctionConfiguration,
    version: String,
    invokedARN: String,
    eventInvokeConfig: EventInvokeConfig,
    revision: Int
  ) {
    self.reference = reference
    self.configuration = configuration
    self.version = version
    self.invokedARN = invokedARN
    self.eventInvokeConfig = eventInvokeConfig
    self.revision = revision
  }
}

/// What came of a request: the answer's payload, and how it ended.
struct Answer {
  let served: Served
  let payload: JSONValue

  var functionError: String? {
    if case .returned = served.ending { nil } else { "Unhandled" }
  }
}

/// Each version of each function has its own environments.
private struct PoolKey: Hashable {
  let function: String
  let version: String

  init(function: String, version: String) {
    self.function = function
    self.version = version
  }

  init(_ target: Target) {
    self.init(function: target.configuration.functionName, version: target.version)
  }
}

extension Cloud {
  /// The account's functions.
  public var lambda: Lambda { service() }
}
