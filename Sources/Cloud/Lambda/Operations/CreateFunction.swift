import Simulation

/// Creates a function.
public struct CreateFunction: Operation {
  /// The package: a recipe's text, in place of a zip file.
  public struct Code: Decodable, Sendable {
    /// The recipe.
    public var zipFile: String?
    /// A package in a bucket; left out here.
    public var s3Bucket: String?
    /// A package in a bucket; left out here.
    public var s3Key: String?
    /// A container image; left out here.
    public var imageUri: String?
  }

  /// The function's name, unique in the account.
  public var functionName: String
  /// The runtime's identifier.
  public var runtime: String?
  /// The execution role's ARN.
  public var role: String
  /// Which code runs.
  public var handler: String?
  /// The package.
  public var code: Code?
  /// The package, as the AWS CLI's short form gives it.
  public var zipFile: String?
  /// What the function is for.
  public var description: String?
  /// Seconds until a request is stopped.
  public var timeout: Int?
  /// Memory in MB.
  public var memorySize: Int?
  /// Publishes version 1 at once.
  public var publish: Bool?
  /// `Zip`; images are left out here.
  public var packageType: String?
  /// Where failed asynchronous events go.
  public var deadLetterConfig: DeadLetterConfigInput?
  /// Environment variables.
  public var environment: EnvironmentInput?
  /// Who decides whether requests are traced.
  public var tracingConfig: TracingConfigInput?
  /// Tags by name.
  public var tags: [String: String]?
  /// The layers' version ARNs, five at the most.
  public var layers: [String]?
  /// `x86_64` or `arm64`.
  public var architectures: [String]?
  /// `/tmp`.
  public var ephemeralStorage: EphemeralStorageInput?
  /// How the function logs.
  public var loggingConfig: LoggingConfigInput?
  /// A private network; left out here.
  public var vpcConfig: VpcConfigInput?
  /// The ARN of the key with which the environment variables are encrypted.
  public var kmsKeyArn: String?
  /// Shared file systems; left out here.
  public var fileSystemConfigs: [FileSystemConfigInput]?
  /// Settings of a container image; left out here.
  public var imageConfig: ImageConfigInput?
  /// Whose code may run; left out here.
  public var codeSigningConfigArn: String?
  /// Snapshots after INIT; left out here.
  public var snapStart: SnapStartInput?

  /// Creates the function that stage code deploys: a Swift type registered under `handler`.
  public init(
    functionName: String,
    handler: String,
    timeout: Int = 3,
    memorySize: Int = 128,
    variables: [String: String] = [:],
    role: String = "arn:aws:iam::123456789012:role/fernway"
  ) {
    self.functionName = functionName
    self.role = role
    self.handler = handler
    self.timeout = timeout
    self.memorySize = memorySize
    runtime = "provided.al2023"
    environment = EnvironmentInput(variables: variables)
  }

  /// Creates the function; one whose code is a recipe becomes active a little later.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    let configuration = try await newConfiguration(on: lambda)
    let name = configuration.functionName
    guard lambda.functions[name] == nil else {
      throw ServiceError.resourceConflict("Function already exist: \(name)")
    }
    try lambda.checkStorage(for: configuration.codeSize)
    try configuration.encryptVariables(for: caller, in: lambda.cloud)
    var function = Function(
      latest: configuration,
      revision: lambda.newIdentifier(),
      lastModified: lambda.timestamp
    )
    function.tags = try Function.checked(tags ?? [:])
    function.nextVersion = lambda.versionNumbers[name] ?? 1
    lambda.functions[name] = function
    lambda.functionNames.append(name)
    lambda.lastUse[name] = lambda.simulation.now
    lambda.cloud.topology.add(Component(name, .function, note: "\(configuration.memorySize) MB"))
    if configuration.recipe != nil { lambda.begin(.creating, of: name) }
    guard publish == true else { return try lambda.describe(name, qualifier: nil) }
    let version = try lambda.publish(name, description: nil)
    return try lambda.describe(name, qualifier: version)
  }

  private func newConfiguration(
    on lambda: isolated Lambda
  ) async throws(ServiceError) -> FunctionConfiguration {
    try UnsupportedSettings(
      vpcConfig: vpcConfig,
      fileSystemConfigs: fileSystemConfigs,
      imageConfig: imageConfig,
      codeSigningConfigArn: codeSigningConfigArn,
      snapStart: snapStart
    ).check()
    let package = try (code?.zipFile ?? zipFile).map(FunctionPackage.init(recipe:))
    let architecture = try architectures.map(FunctionConfiguration.architecture) ?? .x86_64
    try checkPackageType()
    let name = try newName(in: lambda.cloud)
    try FunctionConfiguration.check(role: role, of: name, on: lambda)
    guard let runtime else {
      throw .invalidParameter(
        "Runtime is mandatory for functions created with deployment packages."
      )
    }
    try FunctionConfiguration.check(runtime: runtime)
    guard let handler else {
      throw .invalidParameter(
        "Handler is mandatory for functions created with deployment packages."
      )
    }
    var configuration = FunctionConfiguration(
      functionName: name,
      runtime: runtime,
      role: role,
      handler: handler,
      code: package ?? FunctionPackage(handler: handler)
    )
    configuration.architecture = architecture
    try await configuration.apply(settings, on: lambda)
    return configuration
  }

  private var settings: FunctionSettings {
    FunctionSettings(
      handler: handler,
      description: description,
      timeout: timeout,
      memorySize: memorySize,
      ephemeralStorage: ephemeralStorage?.size,
      variables: environment?.variables,
      keyARN: kmsKeyArn,
      deadLetterConfig: deadLetterConfig,
      layers: layers,
      logging: loggingConfig,
      tracing: tracingConfig
    )
  }

  private func checkPackageType() throws(ServiceError) {
    if let packageType {
      let type: PackageType = try FunctionConfiguration.choice(packageType, at: "packageType")
      if type == .image { throw .notSupported("A container image") }
    }
    if code?.imageUri != nil { throw .notSupported("A container image") }
    if code?.s3Bucket != nil || code?.s3Key != nil {
      throw .notSupported("A package in a bucket")
    }
  }

  /// The new function's name, from any form of it that has no qualifier.
  private func newName(in cloud: Cloud) throws(ServiceError) -> String {
    let reference = try FunctionReference(functionName, qualifier: nil)
    try reference.check(in: cloud)
    guard reference.qualifier == nil else { throw .invalidFunctionName(functionName) }
    guard reference.name.utf8.count <= LambdaQuotas.functionNameLength else {
      throw .invalidParameter(
        "1 validation error detected: Value '\(reference.name)' at 'functionName' failed to satisfy"
          + " constraint: Member must have length less than or equal to"
          + " \(LambdaQuotas.functionNameLength)"
      )
    }
    return reference.name
  }
}
