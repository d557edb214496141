import JSON
import Simulation

/// AWS Lambda: runs functions in execution environments, one request in each at a time.
///
/// Simplified: one Region, no VPC, no images, no buckets. A part of the account that is no function
/// may invoke without a statement. The Telemetry API is left out.
public actor Lambda: CloudService {
  /// `lambda`.
  public static let name = "lambda"
  /// `AWS Lambda`.
  public static let title = "AWS Lambda"
  /// As which service it calls others, and takes roles.
  static let principal = "lambda.amazonaws.com"
  /// As the services that speak REST.
  public static let accessRefusal = AccessRefusal.rest
  /// What the service can do.
  public static let operations: [any Operation<Lambda>.Type] = [
    CreateFunction.self, GetFunction.self, GetFunctionConfiguration.self, ListFunctions.self,
    DeleteFunction.self, UpdateFunctionCode.self, UpdateFunctionConfiguration.self,
    PutFunctionConcurrency.self, GetFunctionConcurrency.self, DeleteFunctionConcurrency.self,
    PutProvisionedConcurrencyConfig.self, GetProvisionedConcurrencyConfig.self,
    ListProvisionedConcurrencyConfigs.self, DeleteProvisionedConcurrencyConfig.self,
    Invoke.self, PutFunctionEventInvokeConfig.self, GetFunctionEventInvokeConfig.self,
    UpdateFunctionEventInvokeConfig.self, DeleteFunctionEventInvokeConfig.self,
    ListFunctionEventInvokeConfigs.self, PutFunctionRecursionConfig.self,
    GetFunctionRecursionConfig.self,
    PublishVersion.self, ListVersionsByFunction.self,
    AddPermission.self, RemovePermission.self, GetPolicy.self,
    PublishLayerVersion.self, GetLayerVersion.self, GetLayerVersionByArn.self, ListLayers.self,
    ListLayerVersions.self, DeleteLayerVersion.self,
    CreateFunctionUrlConfig.self, GetFunctionUrlConfig.self, UpdateFunctionUrlConfig.self,
    DeleteFunctionUrlConfig.self, ListFunctionUrlConfigs.self,
    TagResource.self, UntagResource.self, ListTags.self, GetAccountSettings.self,
    CreateAlias.self, GetAlias.self, UpdateAlias.self, DeleteAlias.self, ListAliases.self,
    CreateEventSourceMapping.self, GetEventSourceMapping.self, ListEventSourceMappings.self,
    UpdateEventSourceMapping.self, DeleteEventSourceMapping.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  var functions: [String: Function] = [:] {
    didSet {
      targets = [:]
      if !provisioned.isEmpty { provision() }
    }
  }
  /// What names stand for that were asked for, as long as no function changes: a name is read once
  /// and not with every request.
  var targets: [String: Target] = [:]
  /// In the order in which they were created.
  var functionNames: [String] = []
  var mappings: [EventSourceMapping] = []
  var layers: [String: Layer] = [:]
  /// In the order in which they were first published.
  var layerNames: [String] = []
  /// The functions that cannot run yet, and until when; nearly always empty.
  var notReady: [String: SimulationInstant] = [:]
  /// How many changes that take their time have begun.
  var changes = 0
  /// When a function's last environment was made or removed.
  var lastUse: [String: SimulationInstant] = [:]
  /// The next version numbers of deleted functions, which a function of the same name goes on with.
  var versionNumbers: [String: Int] = [:]
  var concurrency = ConcurrencyLimits()
  /// How many asynchronous events have been taken over and have not ended yet.
  public internal(set) var eventsUnderway = 0
  var codeTypes: [String: any FunctionCode.Type] = [:]
  var extensionTypes: [String: any LambdaExtension.Type] = [:]
  /// How long environments are kept.
  let keeping = EnvironmentKeeping()
  /// What is provisioned, in the order in which it was asked for.
  var provisioned: [ProvisionedConfig] = []
  /// The environments of every version that was ever asked for, retired ones too: a target knows
  /// its pool by the place here.
  var fleet: [EnvironmentPool] = []
  /// Where the pools of the versions are that exist now.
  var slots: [PoolKey: Int] = [:]
  /// The versions whose environments were replaced and that have got none since.
  var replaced: Set<PoolKey> = []
  /// The zone of the last new environment; the next one goes to the next zone.
  var lastZone = "c"
  private var identifiers: RandomStream
  private var aliasChoice: RandomStream
  private var duplicates: RandomStream

  /// Creates the service without functions.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("lambda identifiers")
    aliasChoice = cloud.randomStream("lambda alias routing")
    duplicates = cloud.randomStream("lambda duplicates")
  }

  /// Makes a Swift type the code of every function whose handler is `handler`.
  public func register(handler: String, _ code: any FunctionCode.Type) {
    codeTypes[handler] = code
  }

  /// Makes a Swift type the code of every extension in a layer that names it, such as
  /// `{"extensions": {"audit": "Audit"}}`.
  ///
  /// - Parameters:
  ///   - name: what layers call the code.
  ///   - code: the type.
  public func register(extension name: String, _ code: any LambdaExtension.Type) {
    extensionTypes[name] = code
  }

  /// Changes how long environments are kept, which AWS does not publish; see
  /// ``LambdaAssumptions/idleTime`` and ``LambdaAssumptions/lifetime``.
  ///
  /// - Parameters:
  ///   - idle: how long one is kept without a request; one that is idle already goes when it would
  ///     have gone.
  ///   - lifetime: after how long one is replaced under load, once a request has ended.
  public func keepEnvironments(idle: Duration, atMost lifetime: Duration) {
    keeping.idleTime = idle
    keeping.lifetime = lifetime
  }

  /// How many environments of a function exist now, in use or idle.
  public func environmentCount(of function: String) -> Int {
    slots.reduce(0) { $1.key.function == function ? $0 + fleet[$1.value].count : $0 }
  }

  /// How many requests a function runs now, or all functions together.
  public func concurrentExecutions(of function: String? = nil) -> Int {
    concurrency.running(function)
  }

  /// How many requests the account may run at once, over all functions.
  public var accountConcurrency: Int { concurrency.account }

  /// How many requests at once are neither reserved nor provisioned.
  public var unreservedConcurrency: Int { concurrency.unreserved }

  /// How many environments of a version are kept ready and have been initialised.
  public func readyEnvironments(of function: String, version: String) -> Int {
    slots[PoolKey(function: function, version: version)].map { fleet[$0].ready } ?? 0
  }

  /// Changes how many requests the account may run at once: new accounts begin with 10 or 1,000,
  /// and large ones have tens of thousands.
  ///
  /// - Parameter count: at least 1.
  public func setAccountConcurrency(_ count: Int) {
    precondition(count >= 1, "an account cannot run \(count) requests at once")
    concurrency.setAccount(count)
    cloud.record(LambdaScalingEvent.accountConcurrencyChanged(to: count), from: Self.name)
  }

  /// The name of a new environment's log stream, by which the environment is known.
  func newLogStream(version: String) -> String {
    let (year, month, day) = Timestamp.date(cloud.unixMilliseconds / 1_000)
    let date = [(year, 4), (month, 2), (day, 2)].map { Timestamp.padded($0.0, $0.1) }
    let id = Identifiers.hex(32, from: &identifiers)
    return "\(date.joined(separator: "/"))/[\(version)]\(id)"
  }

  func newURLIdentifier() -> String {
    Identifiers.hex(32, from: &identifiers)
  }

  func newIdentifier() -> String {
    Identifiers.uuid(from: &identifiers)
  }

  /// How much later than an event its duplicate comes.
  func duplicateDelay() -> Duration {
    let longest = Int(LambdaAssumptions.duplicateDelay.nanoseconds / 1_000_000)
    return .milliseconds(duplicates.uniform(below: longest))
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

  /// Returns the name of the function that a name, an ARN, a version or an alias leads to.
  ///
  /// - Parameter reference: as ``Invoke`` takes it, with or without a qualifier.
  /// - Returns: the function's own name.
  /// - Throws: ``ServiceError`` when there is no such function, version or alias.
  public func functionName(of reference: String) throws(ServiceError) -> String {
    try describedTarget(reference, qualifier: nil).configuration.functionName
  }

  /// Returns the function's own name in whatever form of it, whether there is such a function or not.
  public static func functionName(in reference: String) -> String {
    FunctionReference.name(in: reference)
  }

  /// Returns the versions of a function: `$LATEST`, then the published ones, oldest first.
  public func versions(of function: String) -> [String] {
    guard let function = functions[function] else { return [] }
    return ["$LATEST"] + function.versionsInOrder.map { "\($0.number)" }
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
    try reference.check(in: cloud)
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
    var configuration = function.serving
    if let number {
      guard let version = function.versions[number] else { throw .functionNotFound(arn) }
      configuration = version.configuration
    }
    let version = number.map { "\($0)" } ?? "$LATEST"
    let target = Target(
      reference: reference,
      configuration: configuration,
      version: version,
      pool: slot(of: reference.name, version: version),
      invokedARN: arn,
      eventInvokeConfig: function.eventInvokeConfigs[reference.qualifier ?? "$LATEST"] ?? .init()
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
    try reference.check(in: cloud)
    guard let function = functions[reference.name] else {
      throw .functionNotFound(functionARN(reference.name))
    }
    return (reference.name, function)
  }
}

/// Which version of which function a request runs on, and by which name it was asked for.
///
/// A class, because it is handed on with every request and holds more than a dozen texts.
final class Target: Sendable {
  let reference: FunctionReference
  let configuration: FunctionConfiguration
  let version: String
  /// The place of the version's environments in the service's fleet.
  let pool: Int
  let invokedARN: String
  /// How asynchronous events for this name are handled.
  let eventInvokeConfig: EventInvokeConfig

  init(
    reference: FunctionReference,
    configuration: FunctionConfiguration,
    version: String,
    pool: Int,
    invokedARN: String,
    eventInvokeConfig: EventInvokeConfig
  ) {
    self.reference = reference
    self.configuration = configuration
    self.version = version
    self.pool = pool
    self.invokedARN = invokedARN
    self.eventInvokeConfig = eventInvokeConfig
  }
}

/// What came of a request: the answer's payload, and how it ended.
struct Answer {
  let ending: Ending
  /// The version that ran.
  let version: String
  let payload: JSONValue
  /// Whether the caller has it already.
  var isGiven = false

  var functionError: String? {
    if case .returned = ending { nil } else { "Unhandled" }
  }
}

extension Cloud {
  /// The account's functions.
  public var lambda: Lambda { service() }
}
