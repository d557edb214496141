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
    guard FunctionAlias.isValid(name: name) else {
      throw ServiceError.validation(
        "1 validation error detected: Value '\(name)' at 'name' failed to satisfy constraint:"
          + " Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)"
      )
    }
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
    lambda.functions[function]?.aliases[name] = alias
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

  /// Changes the alias.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> AliasDescription {
    let (function, record) = try lambda.function(functionName)
    var alias = try lambda.alias(name, of: function)
    try alias.point(
      to: functionVersion ?? alias.functionVersion,
      routingConfig,
      in: record,
      lambda.functionARN(function)
    )
    if let description { alias.description = description }
    alias.revision = lambda.newIdentifier()
    lambda.functions[function]?.aliases[name] = alias
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
    return NoOutput()
  }
}

/// Lists a function's aliases.
public struct ListAliases: Operation {
  /// The function's name.
  public var functionName: String

  /// The aliases.
  public struct Output: Sendable {
    /// By name.
    public let aliases: [AliasDescription]
  }

  /// Lists the aliases.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let (name, function) = try lambda.function(functionName)
    return Output(
      aliases: function.aliases.values.sorted { $0.name < $1.name }.map {
        AliasDescription($0, of: lambda.functionARN(name))
      }
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
}

extension Function {
  /// Tells whether there is a published version of this number, as AWS writes it.
  func hasVersion(_ text: String) -> Bool {
    Int(text).map { "\($0)" == text && versions[$0] != nil } ?? false
  }
}

extension FunctionAlias {
  /// Letters, digits, hyphens and underscores, 1 to 128 of them, and not digits alone.
  static func isValid(name: String) -> Bool {
    let isAllowed = name.utf8.allSatisfy { byte in
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_")
    }
    return isAllowed && (1...128).contains(name.utf8.count)
      && !name.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  /// Points the alias to a version and, by weight, to a second published one.
  mutating func point(
    to version: String,
    _ routing: CreateAlias.RoutingConfig?,
    in function: Function,
    _ arn: String
  ) throws(ServiceError) {
    guard version == "$LATEST" || function.hasVersion(version) else {
      throw .functionNotFound("\(arn):\(version)")
    }
    functionVersion = version
    let kept = additional.map { ["\($0.version)": $0.weight] }
    guard let weights = routing?.additionalVersionWeights ?? kept else { return }
    guard let (second, weight) = weights.first else {
      additional = nil
      return
    }
    guard weights.count == 1, (0...1).contains(weight) else {
      throw .invalidParameter(
        "Number of items in AdditionalVersionWeights cannot be greater than 1, and a weight lies"
          + " between 0 and 1"
      )
    }
    guard version != "$LATEST" else {
      throw .invalidParameter(
        "$LATEST is not supported for an alias pointing to more than 1 version"
      )
    }
    guard second != version else {
      throw .invalidParameter(
        "Invalid function version \(second). Function version \(second) is already included in"
          + " routing configuration."
      )
    }
    guard let number = Int(second), function.hasVersion(second) else {
      throw .functionNotFound("\(arn):\(second)")
    }
    additional = (number, weight)
  }
}
