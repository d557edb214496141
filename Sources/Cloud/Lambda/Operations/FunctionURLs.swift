/// How browsers of other origins may call a function's URL.
public struct CorsInput: Decodable, Sendable {
  /// Whether they may send cookies.
  public var allowCredentials: Bool?
  /// Which headers they may send.
  public var allowHeaders: [String]?
  /// Which methods they may use.
  public var allowMethods: [String]?
  /// From which origins.
  public var allowOrigins: [String]?
  /// Which headers of the answer they may read.
  public var exposeHeaders: [String]?
  /// For how many seconds they may keep the rules.
  public var maxAge: Int?

  fileprivate var rules: FunctionURL.CORS {
    .init(
      allowCredentials: allowCredentials,
      allowHeaders: allowHeaders,
      allowMethods: allowMethods,
      allowOrigins: allowOrigins,
      exposeHeaders: exposeHeaders,
      maxAge: maxAge
    )
  }
}

/// Gives a function or an alias its own HTTP address.
public struct CreateFunctionUrlConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// An alias.
  public var qualifier: String?
  /// `NONE` or `AWS_IAM`.
  public var authType: String
  /// Cross-origin rules.
  public var cors: CorsInput?
  /// `BUFFERED` or `RESPONSE_STREAM`.
  public var invokeMode: String?

  /// Makes the address; it answers 403 until a permission opens it.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionURLDescription {
    let place = try lambda.urlPlace(functionName, qualifier, missing: "Function does not exist")
    try FunctionURL.check(authType, invokeMode)
    let key = place.qualifier ?? "$LATEST"
    guard lambda.functions[place.name]?.urls[key] == nil else {
      throw ServiceError.resourceConflict(
        "Failed to create function url config for [functionArn = \(place.arn)]. Error message:"
          + "  FunctionUrlConfig exists for this Lambda function"
      )
    }
    let url = FunctionURL(
      id: lambda.newURLIdentifier(),
      function: place.name,
      qualifier: place.qualifier,
      authType: authType,
      invokeMode: invokeMode ?? "BUFFERED",
      cors: cors?.rules,
      created: lambda.timestamp,
      lastModified: lambda.timestamp
    )
    lambda.functions[place.name]?.urls[key] = url
    return FunctionURLDescription(url, place.arn, in: lambda.cloud, isNew: true)
  }
}

/// Describes a function's address.
public struct GetFunctionUrlConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// An alias.
  public var qualifier: String?

  /// Describes the address.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionURLDescription {
    let (place, url) = try lambda.functionURL(functionName, qualifier)
    return FunctionURLDescription(url, place.arn, in: lambda.cloud)
  }
}

/// Changes a function's address.
public struct UpdateFunctionUrlConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// An alias.
  public var qualifier: String?
  /// `NONE` or `AWS_IAM`.
  public var authType: String?
  /// Cross-origin rules.
  public var cors: CorsInput?
  /// `BUFFERED` or `RESPONSE_STREAM`.
  public var invokeMode: String?

  /// Changes the address.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionURLDescription {
    try FunctionURL.check(authType, invokeMode)
    var (place, url) = try lambda.functionURL(functionName, qualifier)
    url.authType = authType ?? url.authType
    url.invokeMode = invokeMode ?? url.invokeMode
    url.cors = cors?.rules ?? url.cors
    url.lastModified = lambda.timestamp
    lambda.functions[place.name]?.urls[place.qualifier ?? "$LATEST"] = url
    return FunctionURLDescription(url, place.arn, in: lambda.cloud)
  }
}

/// Takes a function's address away.
public struct DeleteFunctionUrlConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// An alias.
  public var qualifier: String?

  /// Deletes the address; a later one is another.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let (place, _) = try lambda.functionURL(functionName, qualifier)
    lambda.functions[place.name]?.urls[place.qualifier ?? "$LATEST"] = nil
    return NoOutput()
  }
}

/// Lists a function's addresses.
public struct ListFunctionUrlConfigs: Operation {
  /// The function's name.
  public var functionName: String
  /// Where the page begins, as the page before said it.
  public var marker: String?
  /// How many at the most, 1 to 50.
  public var maxItems: Int?

  /// One page of addresses.
  public struct Output: Sendable {
    /// The function's own first, then by alias.
    public let functionUrlConfigs: [FunctionURLDescription]
    /// Where the next page begins; `nil` on the last.
    public let nextMarker: String?
  }

  /// Lists the addresses.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let place = try lambda.urlPlace(functionName, nil, missing: "Function does not exist")
    let arn = lambda.functionARN(place.name)
    let urls = (lambda.functions[place.name]?.urls ?? [:]).sorted { $0.key < $1.key }
    let all = urls.map { _, url in
      let own = url.qualifier.map { "\(arn):\($0)" } ?? arn
      return FunctionURLDescription(url, own, in: lambda.cloud)
    }
    let page = try Page(
      of: all,
      from: marker,
      atMost: maxItems,
      allowed: 1...50,
      name: \.functionArn
    )
    return Output(functionUrlConfigs: page.items, nextMarker: page.nextToken)
  }
}

extension Lambda {
  /// What an address belongs to: a function, or one of its aliases.
  fileprivate func urlPlace(
    _ name: String,
    _ qualifier: String?,
    missing: String
  ) throws(ServiceError) -> (name: String, qualifier: String?, arn: String) {
    let reference = try FunctionReference(name, qualifier: qualifier)
    try reference.check(in: cloud)
    let arn = functionARN(reference.name)
    if let qualifier = reference.qualifier {
      guard case .alias = Qualifier(qualifier) else {
        throw .pattern(qualifier, at: "qualifier", #"((?!^\d+$)^[0-9a-zA-Z-_]+$)"#)
      }
      guard functions[reference.name]?.aliases[qualifier] != nil else {
        throw .lambdaResourceNotFound(missing)
      }
      return (reference.name, qualifier, "\(arn):\(qualifier)")
    }
    guard functions[reference.name] != nil else { throw .lambdaResourceNotFound(missing) }
    return (reference.name, nil, arn)
  }

  /// An address that exists.
  fileprivate func functionURL(
    _ name: String,
    _ qualifier: String?
  ) throws(ServiceError) -> (
    place: (name: String, qualifier: String?, arn: String), url: FunctionURL
  ) {
    let place = try urlPlace(
      name,
      qualifier,
      missing: ServiceError.noSuchLambdaResource.message
    )
    guard let url = functions[place.name]?.urls[place.qualifier ?? "$LATEST"] else {
      throw .noSuchLambdaResource
    }
    return (place, url)
  }
}
