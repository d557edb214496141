/// A function's settings as the service describes them, in its order.
public struct FunctionDescription: Sendable {
  /// Environment variables.
  public struct Environment: Sendable {
    /// By name.
    public let variables: [String: String]
  }

  /// `/tmp`.
  public struct EphemeralStorage: Sendable {
    /// In MB.
    public let size: Int
  }

  /// Where failed asynchronous events go.
  public struct DeadLetterConfig: Sendable {
    /// A queue's or topic's ARN.
    public let targetArn: String
  }

  /// Who decides whether requests are traced.
  public struct TracingConfig: Sendable {
    /// `Active` or `PassThrough`.
    public let mode: String
  }

  /// A layer that the function uses.
  public struct Layer: Sendable {
    /// The layer version's ARN.
    public let arn: String
    /// Its size in bytes.
    public let codeSize: Int
  }

  /// Snapshots after INIT.
  public struct SnapStart: Sendable {
    /// `None`.
    public let applyOn: String
    /// `Off`.
    public let optimizationStatus: String
  }

  /// Which build of the runtime is used.
  public struct RuntimeVersionConfig: Sendable {
    /// Its ARN.
    public let runtimeVersionArn: String
  }

  /// How and where the function logs.
  public struct LoggingConfig: Sendable {
    /// `Text` or `JSON`.
    public let logFormat: String
    /// Only with `JSON`.
    public let applicationLogLevel: String?
    /// Only with `JSON`.
    public let systemLogLevel: String?
    /// The log group's name.
    public let logGroup: String
  }

  /// The name.
  public let functionName: String
  /// The ARN, with the version or the alias when it was asked for by one.
  public let functionArn: String
  /// The runtime's identifier.
  public let runtime: String
  /// The execution role's ARN.
  public let role: String
  /// Which code runs.
  public let handler: String
  /// The package's size in bytes.
  public let codeSize: Int
  /// What the function is for.
  public let description: String
  /// Seconds until a request is stopped.
  public let timeout: Int
  /// Memory in MB.
  public let memorySize: Int
  /// When it was last changed.
  public let lastModified: String
  /// The SHA-256 of the package in Base64.
  public let codeSha256: String
  /// `$LATEST` or a number.
  public let version: String
  /// Where failed asynchronous events go.
  public let deadLetterConfig: DeadLetterConfig?
  /// Environment variables.
  public let environment: Environment?
  /// The key with which the variables are encrypted, if it is one of one's own.
  public let kmsKeyArn: String?
  /// Who decides whether requests are traced.
  public let tracingConfig: TracingConfig
  /// Changes with every change.
  public let revisionId: String
  /// The layers, in the order in which they are merged.
  public let layers: [Layer]?
  /// `Pending`, `Active` or `Inactive`; not in lists.
  public internal(set) var state: String?
  /// Why it is not active.
  public internal(set) var stateReason: String?
  /// Why it is not active, in one word.
  public internal(set) var stateReasonCode: String?
  /// `InProgress` or `Successful`; not in lists, and not until the function has become active.
  public internal(set) var lastUpdateStatus: String?
  /// What the update waits for.
  public internal(set) var lastUpdateStatusReason: String?
  /// What the update waits for, in one word.
  public internal(set) var lastUpdateStatusReasonCode: String?
  /// `Zip`.
  public let packageType: String
  /// One of `x86_64` and `arm64`.
  public let architectures: [String]
  /// `/tmp`.
  public let ephemeralStorage: EphemeralStorage
  /// Snapshots after INIT.
  public let snapStart: SnapStart
  /// Which build of the runtime is used; not in lists.
  public internal(set) var runtimeVersionConfig: RuntimeVersionConfig?
  /// How and where the function logs.
  public let loggingConfig: LoggingConfig
}

extension FunctionDescription {
  init(
    _ configuration: FunctionConfiguration,
    arn: String,
    version: String,
    lastModified: String,
    revision: String,
    layers: [Layer],
    region: String
  ) {
    functionName = configuration.functionName
    functionArn = arn
    runtime = configuration.runtime
    role = configuration.role
    handler = configuration.handler
    codeSize = configuration.codeSize
    description = configuration.description
    timeout = configuration.timeout
    memorySize = configuration.memorySize
    self.lastModified = lastModified
    codeSha256 = configuration.codeSHA256
    self.version = version
    deadLetterConfig = configuration.deadLetterARN.map(DeadLetterConfig.init(targetArn:))
    environment =
      configuration.variables.isEmpty ? nil : Environment(variables: configuration.variables)
    kmsKeyArn = configuration.keyARN
    tracingConfig = TracingConfig(mode: configuration.tracing.rawValue)
    revisionId = revision
    self.layers = layers.isEmpty ? nil : layers
    packageType = configuration.packageType.rawValue
    architectures = [configuration.architecture.rawValue]
    ephemeralStorage = EphemeralStorage(size: configuration.ephemeralStorage)
    snapStart = SnapStart(applyOn: "None", optimizationStatus: "Off")
    let build = Hexadecimal.text(of: SHA256.digest(of: Array(configuration.runtime.utf8)))
    runtimeVersionConfig = .init(runtimeVersionArn: "arn:aws:lambda:\(region)::runtime:\(build)")
    loggingConfig = LoggingConfig(
      logFormat: configuration.logging.format.rawValue,
      applicationLogLevel: configuration.logging.applicationLevel?.rawValue,
      systemLogLevel: configuration.logging.systemLevel?.rawValue,
      logGroup: configuration.logging.group
    )
  }

  /// The description as lists have it: without states.
  var listed: Self {
    var listed = self
    listed.state = nil
    listed.stateReason = nil
    listed.stateReasonCode = nil
    listed.lastUpdateStatus = nil
    listed.lastUpdateStatusReason = nil
    listed.lastUpdateStatusReasonCode = nil
    listed.runtimeVersionConfig = nil
    return listed
  }
}
