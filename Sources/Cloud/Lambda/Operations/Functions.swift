/// Creates a function.
public struct CreateFunction: Operation {
  /// The package: a recipe's text, in place of a zip file.
  public struct Code: Decodable, Sendable {
    /// The recipe.
    public var zipFile: String?
  }

  /// Environment variables.
  public struct Environment: Decodable, Sendable {
    /// By name.
    public var variables: [String: String]?
  }

  /// Where failed asynchronous events go.
  public struct DeadLetterConfig: Decodable, Sendable {
    /// A queue's or topic's ARN.
    public var targetArn: String?
  }

  /// `/tmp`.
  public struct EphemeralStorage: Decodable, Sendable {
    /// In MB.
    public var size: Int
  }

  /// The function's name, unique in the account.
  public var functionName: String
  /// The execution role's ARN.
  public var role: String
  /// The runtime's identifier.
  public var runtime: String?
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
  /// `/tmp`.
  public var ephemeralStorage: EphemeralStorage?
  /// Environment variables.
  public var environment: Environment?
  /// Where failed asynchronous events go.
  public var deadLetterConfig: DeadLetterConfig?
  /// Publishes version 1 at once.
  public var publish: Bool?

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
    environment = Environment(variables: variables)
  }

  /// Creates the function, ready at once.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    let name = try FunctionReference(functionName, qualifier: nil).name
    guard lambda.functions[name] == nil else {
      throw ServiceError.resourceConflict("Function already exist: \(name)")
    }
    var configuration = try newConfiguration(name)
    configuration.description = description ?? ""
    try configuration.apply(
      timeout: timeout,
      memorySize: memorySize,
      ephemeralStorage: ephemeralStorage?.size,
      variables: environment?.variables
    )
    configuration.deadLetterARN = deadLetterConfig?.targetArn
    lambda.functions[name] = Function(
      latest: configuration,
      revision: lambda.newIdentifier(),
      lastModified: lambda.timestamp
    )
    lambda.functionNames.append(name)
    lambda.cloud.topology.add(Component(name, .function, note: "\(configuration.memorySize) MB"))
    if publish == true { return try lambda.publish(name, description: nil) }
    return try lambda.describe(name, qualifier: nil)
  }

  private func newConfiguration(_ name: String) throws -> FunctionConfiguration {
    guard let runtime else {
      throw ServiceError.invalidParameter(
        "Runtime is mandatory for functions created with deployment packages."
      )
    }
    try FunctionConfiguration.check(runtime: runtime)
    try FunctionConfiguration.check(role: role)
    guard let handler else {
      throw ServiceError.invalidParameter(
        "Handler is mandatory for functions created with deployment packages."
      )
    }
    let recipe = code?.zipFile ?? zipFile
    return FunctionConfiguration(
      functionName: name,
      runtime: runtime,
      role: role,
      handler: handler,
      code: try recipe.map(FunctionPackage.init(recipe:)) ?? FunctionPackage(handler: handler)
    )
  }
}

/// Replaces a function's code.
public struct UpdateFunctionCode: Operation {
  /// The function's name.
  public var functionName: String
  /// The recipe's text.
  public var zipFile: String?
  /// Publishes the next version at once.
  public var publish: Bool?

  /// Replaces the code of the unpublished version; its environments are replaced.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    let (name, _) = try lambda.function(functionName)
    guard let zipFile else {
      throw ServiceError.invalidParameter("Please provide a source for function code.")
    }
    let package = try FunctionPackage(recipe: zipFile)
    await lambda.change(name) { configuration in
      configuration.recipe = package.recipe
      configuration.codeSHA256 = package.sha256
      configuration.codeSize = package.size
    }
    if publish == true { return try lambda.publish(name, description: nil) }
    return try lambda.describe(name, qualifier: nil)
  }
}

/// Changes a function's settings.
public struct UpdateFunctionConfiguration: Operation {
  /// The function's name.
  public var functionName: String
  /// The execution role's ARN.
  public var role: String?
  /// The runtime's identifier.
  public var runtime: String?
  /// Which code runs.
  public var handler: String?
  /// What the function is for.
  public var description: String?
  /// Seconds until a request is stopped.
  public var timeout: Int?
  /// Memory in MB.
  public var memorySize: Int?
  /// `/tmp`.
  public var ephemeralStorage: CreateFunction.EphemeralStorage?
  /// Environment variables; they replace all that were set.
  public var environment: CreateFunction.Environment?
  /// Where failed asynchronous events go.
  public var deadLetterConfig: CreateFunction.DeadLetterConfig?

  /// Changes the unpublished version; its environments are replaced.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    let (name, function) = try lambda.function(functionName)
    var changed = function.latest
    if let runtime {
      try FunctionConfiguration.check(runtime: runtime)
      changed.runtime = runtime
    }
    if let role {
      try FunctionConfiguration.check(role: role)
      changed.role = role
    }
    if let handler { changed.handler = handler }
    if let description { changed.description = description }
    try changed.apply(
      timeout: timeout,
      memorySize: memorySize,
      ephemeralStorage: ephemeralStorage?.size,
      variables: environment?.variables
    )
    if let deadLetterConfig { changed.deadLetterARN = deadLetterConfig.targetArn }
    await lambda.change(name) { [changed] in $0 = changed }
    return try lambda.describe(name, qualifier: nil)
  }
}

/// Describes a function with its code and its concurrency.
public struct GetFunction: Operation {
  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?

  /// A function's settings, and where its code is.
  public struct Output: Sendable {
    /// The settings.
    public let configuration: FunctionDescription
    /// The reservation; `nil` for none.
    public let concurrency: GetFunctionConcurrency.Output?
  }

  /// Describes the function.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let description = try lambda.describe(functionName, qualifier: qualifier)
    return Output(
      configuration: description,
      concurrency: lambda.concurrency.reserved[description.functionName].map {
        GetFunctionConcurrency.Output(reservedConcurrentExecutions: $0)
      }
    )
  }
}

/// Describes a function's settings.
public struct GetFunctionConfiguration: Operation {
  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?

  /// Describes the function.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    try lambda.describe(functionName, qualifier: qualifier)
  }
}

/// Lists the account's functions.
public struct ListFunctions: Operation {
  /// The functions' unpublished versions.
  public struct Output: Sendable {
    /// In the order in which they were created.
    public let functions: [FunctionDescription]
  }

  /// Lists the functions.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    var functions: [FunctionDescription] = []
    for name in lambda.functionNames {
      functions.append(try lambda.describe(name, qualifier: nil))
    }
    return Output(functions: functions)
  }
}

/// Deletes a function, or one of its published versions.
public struct DeleteFunction: Operation {
  /// The function's name.
  public var functionName: String
  /// A published version; without it the whole function goes.
  public var qualifier: String?

  /// Deletes it, and ends its environments.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let (name, function) = try lambda.function(functionName)
    if let qualifier {
      try await delete(version: qualifier, of: name, function, on: lambda)
      return NoOutput()
    }
    try lambda.concurrency.reserve(nil, for: name)
    lambda.functions[name] = nil
    lambda.functionNames.removeAll { $0 == name }
    lambda.cloud.topology.remove(name)
    for version in ["$LATEST"] + function.versionsInOrder.map({ "\($0.number)" }) {
      await lambda.retireEnvironments(of: name, version: version)
    }
    return NoOutput()
  }

  private func delete(
    version qualifier: String,
    of name: String,
    _ function: Function,
    on lambda: isolated Lambda
  ) async throws {
    guard case .version(let number) = Qualifier(qualifier) else {
      throw ServiceError.invalidParameter(
        "$LATEST version cannot be deleted without deleting the function."
      )
    }
    let users = function.aliases.values.filter {
      $0.functionVersion == qualifier || $0.additional?.version == number
    }
    guard users.isEmpty else {
      throw ServiceError.resourceConflict(
        "Unable to delete version because the following aliases reference it:"
          + " [\(users.map(\.name).sorted().joined(separator: ", "))]"
      )
    }
    lambda.functions[name]?.versions[number] = nil
    await lambda.retireEnvironments(of: name, version: qualifier)
  }
}
