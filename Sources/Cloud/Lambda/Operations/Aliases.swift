import Simulation

/// Creates a name that points to a version.
public struct CreateAlias: Operation {
  /// A second version and its share.
  public struct RoutingConfig: Decodable, Sendable {
    /// The share of requests by version number, 0 to 1; at most one version.
    public var additionalVersionWeights: [String: Double]?
  }

  /// The function's name.
  public var functionName: String
  /// The alias's name; not only digits.
  public var name: String
  /// The version that it points to.
  public var functionVersion: String
  /// What the alias is for.
  public var description: String?
  /// A second version and its share.
  public var routingConfig: RoutingConfig?

  /// Creates the alias.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> AliasDescription {
    let (function, record) = try lambda.function(functionName)
    try FunctionAlias.check(name: name)
    if let description { try FunctionConfiguration.check(description: description) }
    guard record.aliases[name] == nil else {
      throw ServiceError.resourceConflict(
        "Alias already exists: \(lambda.functionARN(function)):\(name)"
      )
    }
    var alias = FunctionAlias(
      name: name,
      functionVersion: functionVersion,
      description: description ?? "",
      revision: lambda.newIdentifier()
    )
    try alias.point(to: functionVersion, routingConfig, in: record, lambda.functionARN(function))
    lambda.set(alias, of: function)
    return AliasDescription(alias, of: lambda.functionARN(function))
  }
}

/// Changes where an alias points.
public struct UpdateAlias: Operation {
  /// The function's name.
  public var functionName: String
  /// The alias's name.
  public var name: String
  /// The version that it points to.
  public var functionVersion: String?
  /// What the alias is for.
  public var description: String?
  /// A second version and its share; an empty set of weights removes it.
  public var routingConfig: CreateAlias.RoutingConfig?
  /// The revision of the alias that the change is meant for.
  public var revisionId: String?

  /// Creates a change.
  public init(
    functionName: String,
    name: String,
    functionVersion: String? = nil,
    routingConfig: CreateAlias.RoutingConfig? = nil
  ) {
    self.functionName = functionName
    self.name = name
    self.functionVersion = functionVersion
    self.routingConfig = routingConfig
  }

  /// Changes the alias.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> AliasDescription {
    let (function, record) = try lambda.function(functionName)
    guard var alias = record.aliases[name] else {
      throw ServiceError.lambdaResourceNotFound(
        "Alias not found: \(lambda.functionARN(function)):\(name)"
      )
    }
    try Function.check(revisionId, is: alias.revision)
    if let description { try FunctionConfiguration.check(description: description) }
    try alias.point(
      to: functionVersion ?? alias.functionVersion,
      routingConfig,
      in: record,
      lambda.functionARN(function)
    )
    if let description { alias.description = description }
    alias.revision = lambda.newIdentifier()
    lambda.set(alias, of: function)
    return AliasDescription(alias, of: lambda.functionARN(function))
  }
}

/// Describes an alias.
public struct GetAlias: Operation {
  /// The function's name.
  public var functionName: String
  /// The alias's name.
  public var name: String

  /// Describes the alias.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> AliasDescription {
    let function = try lambda.function(functionName).name
    return AliasDescription(try lambda.alias(name, of: function), of: lambda.functionARN(function))
  }
}

/// Deletes an alias.
public struct DeleteAlias: Operation {
  /// The function's name.
  public var functionName: String
  /// The alias's name.
  public var name: String

  /// Deletes the alias; one that does not exist is no error.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let function = try lambda.function(functionName).name
    lambda.functions[function]?.aliases[name] = nil
    lambda.functions[function]?.policies[name] = nil
    lambda.functions[function]?.urls[name] = nil
    return NoOutput()
  }
}

/// Lists a function's aliases.
public struct ListAliases: Operation {
  /// The function's name.
  public var functionName: String
  /// Only aliases that point to this version.
  public var functionVersion: String?
  /// Where the page begins, as the page before said it.
  public var marker: String?
  /// How many at the most; 50 are the most in any case.
  public var maxItems: Int?

  /// One page of aliases.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last.
    public let nextMarker: String?
    /// By name.
    public let aliases: [AliasDescription]
  }

  /// Lists the aliases.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let (name, function) = try lambda.function(functionName)
    if let functionVersion { try FunctionAlias.check(version: functionVersion) }
    let aliases = function.aliases.values.filter { alias in
      functionVersion.map { alias.functionVersion == $0 } ?? true
    }
    let sorted = aliases.sorted { $0.name < $1.name }
    let page = try Page(of: sorted, from: marker, atMost: maxItems, name: \.name)
    return Output(
      nextMarker: page.nextToken,
      aliases: page.items.map { AliasDescription($0, of: lambda.functionARN(name)) }
    )
  }
}

/// An alias as the service describes it.
public struct AliasDescription: Sendable {
  /// A second version and its share.
  public struct RoutingConfig: Sendable {
    /// The share of requests by version number.
    public let additionalVersionWeights: [String: Double]
  }

  /// The alias's own ARN.
  public let aliasArn: String
  /// Its name.
  public let name: String
  /// The version that it points to.
  public let functionVersion: String
  /// What it is for.
  public let description: String
  /// A second version and its share.
  public let routingConfig: RoutingConfig?
  /// Changes with every change.
  public let revisionId: String

  init(_ alias: FunctionAlias, of function: String) {
    aliasArn = "\(function):\(alias.name)"
    name = alias.name
    functionVersion = alias.functionVersion
    description = alias.description
    routingConfig = alias.additional.map {
      RoutingConfig(additionalVersionWeights: ["\($0.version)": $0.weight])
    }
    revisionId = alias.revision
  }
}

extension Lambda {
  func alias(_ name: String, of function: String) throws(ServiceError) -> FunctionAlias {
    guard let alias = functions[function]?.aliases[name] else {
      throw .lambdaResourceNotFound("Cannot find alias arn: \(functionARN(function)):\(name)")
    }
    return alias
  }

  /// Makes or changes an alias.
  func set(_ alias: FunctionAlias, of function: String) {
    functions[function]?.aliases[alias.name] = alias
    cloud.record(
      FunctionEvent.pointed(
        alias: alias.name,
        version: alias.functionVersion,
        second: alias.additional?.version,
        weight: alias.additional?.weight ?? 0
      ),
      from: function
    )
  }
}
