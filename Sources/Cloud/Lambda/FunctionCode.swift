public import JSON
public import Simulation

/// The code of a function: what runs inside an execution environment.
///
/// An instance is made once for each environment, so `init` is the function's INIT: static code,
/// outside the handler. Stored properties are what survives from one request to the next. One
/// environment serves one request at a time.
///
/// ```swift
/// actor SendReceipt: FunctionCode {
///   let environment: FunctionEnvironment
///   init(_ environment: FunctionEnvironment) async throws { self.environment = environment }
///   func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue { … }
/// }
/// ```
public protocol FunctionCode: Simulated {
  /// What the code runs in.
  nonisolated var environment: FunctionEnvironment { get }

  /// Does what has to be done once for each environment.
  init(_ environment: FunctionEnvironment) async throws

  /// Handles one request.
  ///
  /// - Parameters:
  ///   - event: the request's payload.
  ///   - context: what is known about the request.
  /// - Returns: the response's payload.
  /// - Throws: anything; it becomes a function error with the type's name and the error's text.
  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue

  /// The extensions that run as threads of the runtime; none if nothing is said.
  static var extensions: [any LambdaExtension.Type] { get }

  /// Cleans up when the runtime gets SIGTERM: only in an environment that has extensions, and not
  /// after a crash or a time-out.
  ///
  /// - Throws: anything; the process ends either way.
  func terminate() async throws
}

extension FunctionCode {
  /// None.
  public static var extensions: [any LambdaExtension.Type] { [] }

  /// Does nothing.
  public func terminate() async throws {}

  /// The simulation of the environment's cloud.
  public nonisolated var simulation: Simulation { environment.cloud.simulation }
}

/// What function code can see of the environment that it runs in.
public struct FunctionEnvironment: Sendable {
  /// The account and Region.
  public let cloud: Cloud
  /// The function's name.
  public let functionName: String
  /// The version that the environment belongs to: `$LATEST` or a number.
  public let functionVersion: String
  /// The configured memory in MB.
  public let memorySize: Int
  /// The function's environment variables, without those that Lambda sets.
  public let variables: [String: String]
  /// The recipe, for what is made by command; `nil` for Swift types.
  let recipe: JSONValue?
  /// `/tmp`, which survives from one request to the next and through a reset.
  public let tmp: TemporaryStorage
  let memory: MemoryAccount
  let scope: Scope
  let lineage: LineageVariable
  private let role: String
  let background: BackgroundWork
  private let isExtension: Bool
  private let process: ProcessVariables
  private let write: @Sendable (String) -> Void

  /// All environment variables that the process sees, those that Lambda sets among them.
  public var processVariables: [String: String] { process.all(forExtension: isExtension) }

  /// Writes a line to the function's log, outside of any request.
  public func log(_ line: String) {
    write(line)
  }

  /// Returns a client of a service; its calls are the function's.
  public func client<Service: CloudService>(of type: Service.Type) -> Client<Service> {
    cloud.client(of: type, for: caller)
  }

  /// Who the function is to the services that it calls.
  public var caller: Caller { Caller(functionName, as: role, in: lineage) }

  /// Uses so much processor time of one vCPU.
  ///
  /// A function with 1,769 MB has one vCPU; with less memory it has its share of one, and the same
  /// work takes longer. With more it has up to six, and each thread can use one of them: work in one
  /// thread gains nothing beyond the first. Source: the Lambda developer guide, "Configure Lambda
  /// function memory".
  ///
  /// - Parameters:
  ///   - time: how long the work takes on one whole vCPU.
  ///   - threads: over how many threads it is spread, evenly.
  /// - Throws: `ScopeEnded` when the environment is stopped meanwhile.
  public func compute(_ time: Duration, threads: Int = 1) async throws {
    let share = min(Double(threads), Double(memorySize) / Double(LambdaQuotas.memoryOfOneCPU))
    let slowness = cloud.faults.slowness(of: functionName)
    try await cloud.simulation.sleep(for: .seconds(rounding: time.seconds * slowness / share))
  }

  /// Takes memory; more than is configured ends the environment's processes.
  ///
  /// - Throws: `ScopeEnded` when the environment has run out of memory.
  public func allocate(_ amount: ByteCount) throws {
    if memory.allocate(amount, of: .mebibytes(memorySize)) { return }
    scope.end(EndOfEnvironment.outOfMemory.reason)
    try scope.check()
  }

  /// Ends the process, and the request with it; the environment is reset.
  ///
  /// - Parameter status: the process's exit status, 0 to 255.
  /// - Throws: `ScopeEnded`, always.
  public func exit(_ status: Int) throws {
    scope.end(EndOfEnvironment.exit(status: status).reason)
    try scope.check()
  }

  /// Begins work that does not hold up the answer.
  ///
  /// When the request has ended it is frozen with the environment, and goes on while the next one
  /// runs, for as long as the process lives. What it throws is lost.
  public func spawn<Code: Simulated>(
    on code: Code,
    _ work: @escaping @Sendable (isolated Code) async throws -> Void
  ) {
    background.begin()
    simulation.spawn(on: code, in: scope) { [background] code in
      defer { background.end() }
      try await work(code)
    }
  }

  private var simulation: Simulation { cloud.simulation }

  /// Gives memory back.
  public func free(_ amount: ByteCount) {
    memory.free(amount)
  }

  /// What a process of an environment sees.
  ///
  /// - Parameters:
  ///   - environment: where it runs.
  ///   - recipe: what its code is made of, if it is a recipe.
  ///   - isExtension: whether it is not the function itself.
  ///   - scope: the process.
  ///   - background: what counts its unfinished work.
  ///   - write: writes a line to the log.
  init(
    _ environment: ExecutionEnvironment,
    recipe: JSONValue?,
    isExtension: Bool = false,
    in scope: Scope,
    _ background: BackgroundWork,
    write: @escaping @Sendable (String) -> Void
  ) {
    cloud = environment.cloud
    functionName = environment.configuration.functionName
    functionVersion = environment.version
    role = environment.configuration.role
    memorySize = environment.configuration.memorySize
    variables = environment.configuration.variables
    self.recipe = recipe
    self.isExtension = isExtension
    process = environment.variables
    tmp = environment.tmp
    memory = environment.memory
    lineage = environment.lineage
    self.scope = scope
    self.background = background
    self.write = write
  }
}

/// What is known about one request.
public struct InvocationContext: Sendable {
  /// The request's id; all tries of an asynchronous event have the same.
  public let requestID: String
  /// The ARN by which the function was called, with the qualifier if there was one.
  public let invokedFunctionARN: String
  /// When the function will be stopped.
  public let deadline: SimulationInstant
  /// What the client tells about itself, when it does.
  public let clientContext: JSONValue?
  let log: @Sendable (String) -> Void

  /// Writes a line to the function's log.
  public func log(_ line: String) {
    log(line)
  }
}

/// A failure with a type and a text of the function's own choosing.
public struct FunctionError: Error, Hashable, Sendable {
  /// The `errorType` that the caller sees.
  public let type: String
  /// The `errorMessage` that the caller sees.
  public let message: String

  /// Creates a failure.
  public init(type: String, message: String) {
    self.type = type
    self.message = message
  }
}
