import Simulation

/// A function's settings as the service describes them.
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

  /// The name.
  public let functionName: String
  /// The ARN, with the version when it was asked for by one.
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
  /// Changes with every change.
  public let revisionId: String
  /// `Active`.
  public let state: String
  /// `Successful`.
  public let lastUpdateStatus: String
  /// `Zip`.
  public let packageType: String
  /// `x86_64`.
  public let architectures: [String]
  /// `/tmp`.
  public let ephemeralStorage: EphemeralStorage

  init(
    _ configuration: FunctionConfiguration,
    arn: String,
    version: String,
    lastModified: String,
    revision: String
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
    revisionId = revision
    state = "Active"
    lastUpdateStatus = "Successful"
    packageType = "Zip"
    architectures = ["x86_64"]
    ephemeralStorage = EphemeralStorage(size: configuration.ephemeralStorage)
  }
}

extension Lambda {
  /// The current instant as Lambda stamps it: `2026-01-01T00:00:00.000+0000`.
  var timestamp: String { Timestamp.iso8601(simulationOf: cloud, zone: "+0000") }

  func describe(
    _ name: String,
    qualifier: String?
  ) throws(ServiceError) -> FunctionDescription {
    let target = try describedTarget(name, qualifier: qualifier)
    let function = try function(name).function
    let base = functionARN(target.configuration.functionName)
    guard let number = Int(target.version), let version = function.versions[number] else {
      return FunctionDescription(
        function.latest,
        arn: qualifier == nil ? base : base + ":$LATEST",
        version: "$LATEST",
        lastModified: function.lastModified,
        revision: function.revision
      )
    }
    return FunctionDescription(
      version.configuration,
      arn: "\(base):\(number)",
      version: "\(number)",
      lastModified: version.lastModified,
      revision: version.revision
    )
  }

  /// Changes a function's unpublished version and replaces its environments.
  func change(_ name: String, _ body: (inout FunctionConfiguration) -> Void) async {
    guard var function = functions[name] else { return }
    body(&function.latest)
    function.revision = newIdentifier()
    function.lastModified = timestamp
    functions[name] = function
    await retireEnvironments(of: name, version: "$LATEST")
  }
}

extension FunctionConfiguration {
  /// The runtimes that can be chosen; source: Lambda developer guide, "Lambda runtimes", spring 2026.
  static let supportedRuntimes: Set<String> = [
    "nodejs24.x", "nodejs22.x", "python3.14", "python3.13", "python3.12", "python3.11",
    "python3.10", "java25", "java21", "java17", "java11", "java8.al2", "dotnet10", "dotnet8",
    "ruby3.4", "ruby3.3", "ruby3.2", "provided.al2023", "provided.al2",
  ]

  /// The runtimes of old whose names are still known, and refused.
  static let deprecatedRuntimes: Set<String> = [
    "nodejs20.x", "nodejs18.x", "nodejs16.x", "nodejs14.x", "nodejs12.x", "nodejs10.x",
    "python3.9", "python3.8", "python3.7", "python3.6", "python2.7", "java8", "dotnet6",
    "dotnetcore3.1", "go1.x", "ruby2.7", "ruby2.5", "provided",
  ]

  static func check(runtime: String) throws(ServiceError) {
    if supportedRuntimes.contains(runtime) { return }
    guard deprecatedRuntimes.contains(runtime) else {
      throw .invalidParameter(
        "Value \(runtime) at 'runtime' failed to satisfy constraint: Member must satisfy enum"
          + " value set: [\(supportedRuntimes.sorted().joined(separator: ", "))]"
          + " or be a valid ARN"
      )
    }
    throw .invalidParameter(
      "The runtime parameter of \(runtime) is no longer supported for creating or updating AWS"
        + " Lambda functions. We recommend you use a supported runtime while creating or updating"
        + " functions."
    )
  }

  static func check(role: String) throws(ServiceError) {
    guard let arn = ARN(role), arn.service == "iam", arn.resource.hasPrefix("role/") else {
      throw .validation(
        "1 validation error detected: Value '\(role)' at 'role' failed to satisfy constraint:"
          + " Member must satisfy regular expression pattern:"
          + " arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+"
      )
    }
  }

  /// Changes the settings that are given, or none if one is out of its range.
  mutating func apply(
    timeout: Int?,
    memorySize: Int?,
    ephemeralStorage: Int?,
    variables: [String: String]?
  ) throws(ServiceError) {
    try Self.check("timeout", timeout, LambdaQuotas.timeout)
    try Self.check("memorySize", memorySize, LambdaQuotas.memorySize)
    try Self.check("ephemeralStorage.size", ephemeralStorage, LambdaQuotas.ephemeralStorage)
    if let variables {
      try Self.check(variables)
      self.variables = variables
    }
    self.timeout = timeout ?? self.timeout
    self.memorySize = memorySize ?? self.memorySize
    self.ephemeralStorage = ephemeralStorage ?? self.ephemeralStorage
  }

  private static func check(
    _ parameter: String,
    _ value: Int?,
    _ range: ClosedRange<Int>
  ) throws(ServiceError) {
    if let value, !range.contains(value) { throw .outOfRange(parameter, value, range) }
  }

  private static let reservedVariables: Set<String> = [
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
  ]

  private static func check(_ variables: [String: String]) throws(ServiceError) {
    let names = variables.keys.sorted()
    let reserved = names.filter(reservedVariables.contains)
    guard reserved.isEmpty else {
      throw .invalidParameter(
        "Lambda was unable to configure your environment variables because the environment"
          + " variables you have provided contains reserved keys that are currently not supported"
          + " for modification. Reserved keys used in this request: "
          + reserved.joined(separator: ", ")
      )
    }
    let size = variables.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    guard size <= LambdaQuotas.environmentVariables.bytes else {
      throw .invalidParameter(
        "Lambda was unable to configure your environment variables because the environment"
          + " variables you have provided exceeded the 4KB limit."
      )
    }
  }
}
