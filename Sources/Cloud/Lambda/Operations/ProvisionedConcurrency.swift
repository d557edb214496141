import Simulation

/// Keeps environments of a version, or of the versions behind an alias, ready for requests.
public struct PutProvisionedConcurrencyConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// A published version, or an alias of one.
  public var qualifier: String
  /// How many environments, at least 1.
  public var provisionedConcurrentExecutions: Int

  /// Creates a request.
  public init(functionName: String, qualifier: String, provisionedConcurrentExecutions: Int) {
    self.functionName = functionName
    self.qualifier = qualifier
    self.provisionedConcurrentExecutions = provisionedConcurrentExecutions
  }

  /// Begins to make the environments; requests find them as they become ready.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> ProvisionedConcurrencyDescription {
    guard provisionedConcurrentExecutions > 0 else {
      throw ServiceError.outOfRange(
        "provisionedConcurrentExecutions",
        provisionedConcurrentExecutions,
        1...lambda.concurrency.account
      )
    }
    guard qualifier != "$LATEST" else { throw ServiceError.provisionedUnpublished }
    let (name, function) = try lambda.provisionable(functionName, qualifier)
    try lambda.checkProvisioned(name, function, qualifier)
    let others = lambda.provisioned.filter { $0.function == name && $0.qualifier != qualifier }
      .reduce(0) { $0 + $1.requested }
    try lambda.concurrency.checkProvisioned(others + provisionedConcurrentExecutions, of: name)
    let config = ProvisionedConfig(
      function: name,
      qualifier: qualifier,
      requested: provisionedConcurrentExecutions,
      lastModified: lambda.timestamp
    )
    if let index = lambda.provisionedIndex(name, qualifier) {
      lambda.provisioned[index] = config
    } else {
      lambda.provisioned.append(config)
    }
    lambda.cloud.record(
      LambdaScalingEvent.provisioningChanged(qualifier: qualifier, requested: config.requested),
      from: name
    )
    lambda.provision(retrying: config)
    return lambda.describe(config)
  }
}

/// Tells how far the environments of a version or an alias that are kept ready have come.
public struct GetProvisionedConcurrencyConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// A published version, or an alias of one.
  public var qualifier: String

  /// Creates a request.
  public init(functionName: String, qualifier: String) {
    self.functionName = functionName
    self.qualifier = qualifier
  }

  /// Tells the status.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> ProvisionedConcurrencyDescription {
    guard qualifier != "$LATEST" else { throw ServiceError.neitherAliasNorVersion }
    let name = try lambda.provisionable(functionName, qualifier).name
    guard let index = lambda.provisionedIndex(name, qualifier) else {
      throw ServiceError.provisionedNotFound
    }
    return lambda.describe(lambda.provisioned[index])
  }
}

/// Lists what is kept ready of a function.
public struct ListProvisionedConcurrencyConfigs: Operation {
  /// The function's name.
  public var functionName: String

  /// What is kept ready.
  public struct Output: Sendable {
    /// One version's or alias's.
    public struct Item: Sendable {
      /// The qualified ARN.
      public let functionArn: String
      /// How many are asked for.
      public let requestedProvisionedConcurrentExecutions: Int
      /// How many are ready.
      public let availableProvisionedConcurrentExecutions: Int
      /// How many are ready or being made.
      public let allocatedProvisionedConcurrentExecutions: Int
      /// `IN_PROGRESS`, `READY` or `FAILED`.
      public let status: String
      /// Why it failed.
      public let statusReason: String?
      /// When it was asked for.
      public let lastModified: String
    }

    /// In the order in which it was asked for.
    public let provisionedConcurrencyConfigs: [Item]
  }

  /// Lists it.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let name = try lambda.function(functionName).name
    let items = lambda.provisioned.filter { $0.function == name }.map { config in
      let description = lambda.describe(config)
      return Output.Item(
        functionArn: "\(lambda.functionARN(name)):\(config.qualifier)",
        requestedProvisionedConcurrentExecutions: config.requested,
        availableProvisionedConcurrentExecutions:
          description.availableProvisionedConcurrentExecutions,
        allocatedProvisionedConcurrentExecutions:
          description.allocatedProvisionedConcurrentExecutions,
        status: description.status,
        statusReason: description.statusReason,
        lastModified: config.lastModified
      )
    }
    return Output(provisionedConcurrencyConfigs: items)
  }
}

/// Keeps no environments of a version or an alias ready any more.
public struct DeleteProvisionedConcurrencyConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// A published version, or an alias of one.
  public var qualifier: String

  /// Creates a request.
  public init(functionName: String, qualifier: String) {
    self.functionName = functionName
    self.qualifier = qualifier
  }

  /// Lets go of them.
  ///
  /// What is not there is no error; requests in them go on to their end.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    guard qualifier != "$LATEST" else { throw ServiceError.neitherAliasNorVersion }
    let name = try lambda.provisionable(functionName, qualifier).name
    guard let index = lambda.provisionedIndex(name, qualifier) else { return NoOutput() }
    lambda.provisioned.remove(at: index)
    lambda.cloud.record(
      LambdaScalingEvent.provisioningChanged(qualifier: qualifier, requested: 0),
      from: name
    )
    lambda.provision()
    return NoOutput()
  }
}

/// What is kept ready of a version or an alias.
public struct ProvisionedConcurrencyDescription: Sendable {
  /// How many are asked for.
  public let requestedProvisionedConcurrentExecutions: Int
  /// How many are ready.
  public let availableProvisionedConcurrentExecutions: Int
  /// How many are ready or being made.
  public let allocatedProvisionedConcurrentExecutions: Int
  /// `IN_PROGRESS`, `READY` or `FAILED`.
  public let status: String
  /// Why it failed.
  public let statusReason: String?
  /// When it was asked for.
  public let lastModified: String
}

extension Lambda {
  func provisionedIndex(_ function: String, _ qualifier: String) -> Int? {
    provisioned.firstIndex { $0.function == function && $0.qualifier == qualifier }
  }

  /// The function, if it has this alias or version.
  func provisionable(
    _ name: String,
    _ qualifier: String
  ) throws(ServiceError) -> (name: String, function: Function) {
    let (name, function) = try function(name)
    switch Qualifier(qualifier) {
    case .latest: break
    case .alias(let alias): _ = try self.alias(alias, of: name)
    case .version:
      guard function.hasVersion(qualifier) else {
        throw .functionNotFound("\(functionARN(name)):\(qualifier)")
      }
    }
    return (name, function)
  }

  /// Refuses what an alias or a version cannot be given.
  func checkProvisioned(
    _ name: String,
    _ function: Function,
    _ qualifier: String
  ) throws(ServiceError) {
    guard let alias = function.aliases[qualifier] else {
      let takers = provisioned.filter { config in
        config.function == name
          && function.aliases[config.qualifier]?.points(to: qualifier) == true
      }
      guard takers.isEmpty else { throw .versionOfProvisionedAlias }
      return
    }
    guard alias.functionVersion != "$LATEST" else { throw .provisionedUnpublished }
    guard alias.additional == nil else { throw .provisionedAliasWithWeights }
    let isTaken = provisioned.contains { config in
      guard config.function == name, config.qualifier != qualifier else { return false }
      return config.qualifier == alias.functionVersion
        || function.aliases[config.qualifier]?.points(to: alias.functionVersion) == true
    }
    guard !isTaken else { throw .aliasOfProvisionedVersion }
  }

  /// Does the same as ``provision()``, and tries anew what has failed.
  func provision(retrying config: ProvisionedConfig) {
    for share in shares(of: config) {
      fleet[slot(of: config.function, version: share.version)].failures = 0
    }
    provision()
  }

  func describe(_ config: ProvisionedConfig) -> ProvisionedConcurrencyDescription {
    let pools = shares(of: config).map { share in
      (count: share.count, pool: fleet[slot(of: config.function, version: share.version)])
    }
    let ready = pools.reduce(0) { $0 + min($1.count, $1.pool.ready) }
    let allocated = pools.reduce(0) { $0 + min($1.count, $1.pool.allocated) }
    let hasFailed = ready < config.requested && pools.contains { $0.pool.hasFailed }
    let status: ProvisionedConcurrencyStatus =
      ready == config.requested ? .ready : hasFailed ? .failed : .inProgress
    return ProvisionedConcurrencyDescription(
      requestedProvisionedConcurrentExecutions: config.requested,
      availableProvisionedConcurrentExecutions: ready,
      allocatedProvisionedConcurrentExecutions: allocated,
      status: status.rawValue,
      statusReason: hasFailed ? "FUNCTION_ERROR_INIT_FAILURE" : nil,
      lastModified: config.lastModified
    )
  }
}

extension FunctionAlias {
  fileprivate func points(to version: String) -> Bool {
    functionVersion == version || additional.map { "\($0.version)" } == version
  }
}
