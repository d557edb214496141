/// Replaces a function's code.
public struct UpdateFunctionCode: Operation {
  /// The function's name.
  public var functionName: String
  /// The recipe's text.
  public var zipFile: String?
  /// A package in a bucket; left out here.
  public var s3Bucket: String?
  /// A package in a bucket; left out here.
  public var s3Key: String?
  /// A container image; refused for a function that has a package.
  public var imageUri: String?
  /// Publishes the next version at once.
  public var publish: Bool?
  /// Only checks.
  public var dryRun: Bool?
  /// The revision that the change is meant for.
  public var revisionId: String?
  /// `x86_64` or `arm64`.
  public var architectures: [String]?

  /// Replaces the code of the unpublished version, which serves the old one for a little longer.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    let (name, function) = try lambda.unpublishedFunction(functionName)
    try Function.check(revisionId, is: function.revision)
    try lambda.checkChangeable(name, function)
    if imageUri != nil {
      throw ServiceError.invalidParameter(
        "Please don't provide ImageUri when updating a function with packageType Zip."
      )
    }
    if s3Bucket != nil || s3Key != nil { throw ServiceError.notSupported("A package in a bucket") }
    guard let zipFile else {
      throw ServiceError.invalidParameter("Please provide a source for function code.")
    }
    let package = try FunctionPackage(recipe: zipFile)
    var changed = function.latest
    if let architectures {
      changed.architecture = try FunctionConfiguration.architecture(architectures)
    }
    changed.recipe = package.recipe
    changed.codeSHA256 = package.sha256
    changed.codeSize = package.size
    try lambda.checkUnzippedSize(of: changed)
    try lambda.checkStorage(for: package.size)
    if dryRun == true { return try lambda.describe(name, qualifier: nil, as: changed) }
    await lambda.change(name, to: changed)
    guard publish == true else { return try lambda.describe(name, qualifier: nil) }
    let version = try lambda.publish(name, description: nil)
    return try lambda.describe(name, qualifier: version)
  }
}

/// Changes a function's settings.
public struct UpdateFunctionConfiguration: Operation {
  /// The function's name.
  public var functionName: String
  /// The execution role's ARN.
  public var role: String?
  /// Which code runs.
  public var handler: String?
  /// What the function is for.
  public var description: String?
  /// Seconds until a request is stopped.
  public var timeout: Int?
  /// Memory in MB.
  public var memorySize: Int?
  /// Environment variables; they replace all that were set.
  public var environment: EnvironmentInput?
  /// The runtime's identifier.
  public var runtime: String?
  /// Where failed asynchronous events go; an empty ARN for nowhere.
  public var deadLetterConfig: DeadLetterConfigInput?
  /// Who decides whether requests are traced.
  public var tracingConfig: TracingConfigInput?
  /// The revision that the change is meant for.
  public var revisionId: String?
  /// The layers' version ARNs; they replace all that were set.
  public var layers: [String]?
  /// `/tmp`.
  public var ephemeralStorage: EphemeralStorageInput?
  /// How the function logs.
  public var loggingConfig: LoggingConfigInput?
  /// A private network; left out here.
  public var vpcConfig: VpcConfigInput?
  /// The ARN of the key with which the environment variables are encrypted; empty for one of AWS's.
  public var kmsKeyArn: String?
  /// Shared file systems; left out here.
  public var fileSystemConfigs: [FileSystemConfigInput]?
  /// Settings of a container image; left out here.
  public var imageConfig: ImageConfigInput?
  /// Snapshots after INIT; left out here.
  public var snapStart: SnapStartInput?

  /// Changes the unpublished version, which serves with the old settings for a little longer.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    let (name, function) = try lambda.unpublishedFunction(functionName)
    try Function.check(revisionId, is: function.revision)
    try lambda.checkChangeable(name, function)
    try UnsupportedSettings(
      vpcConfig: vpcConfig,
      fileSystemConfigs: fileSystemConfigs,
      imageConfig: imageConfig,
      snapStart: snapStart
    ).check()
    var changed = function.latest
    let settings = FunctionSettings(
      role: role,
      runtime: runtime,
      handler: handler,
      description: description,
      timeout: timeout,
      memorySize: memorySize,
      ephemeralStorage: ephemeralStorage?.size,
      variables: environment.map { $0.variables ?? [:] },
      keyARN: kmsKeyArn,
      deadLetterConfig: deadLetterConfig,
      layers: layers,
      logging: loggingConfig,
      tracing: tracingConfig
    )
    try await changed.apply(settings, on: lambda)
    if environment != nil || kmsKeyArn != nil {
      try changed.encryptVariables(for: caller, in: lambda.cloud)
    }
    await lambda.change(name, to: changed)
    return try lambda.describe(name, qualifier: nil)
  }
}
