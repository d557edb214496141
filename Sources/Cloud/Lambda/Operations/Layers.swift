/// Publishes the next version of a layer; the first one makes the layer.
public struct PublishLayerVersion: Operation {
  /// The content: a recipe's text, in place of a zip file.
  public struct Content: Decodable, Sendable {
    /// The recipe, such as `{"extensions": {"audit": {"invoke": [{"work": "5ms"}]}}}`.
    public var zipFile: String?
    /// A package in a bucket; left out here.
    public var s3Bucket: String?
    /// A package in a bucket; left out here.
    public var s3Key: String?
  }

  /// The layer's name or ARN.
  public var layerName: String
  /// What the version is for.
  public var description: String?
  /// The content.
  public var content: Content?
  /// The content, as the AWS CLI's short form gives it.
  public var zipFile: String?
  /// For which runtimes it is meant; not enforced.
  public var compatibleRuntimes: [String]?
  /// Its licence.
  public var licenseInfo: String?
  /// For which processors it is meant; not enforced.
  public var compatibleArchitectures: [String]?

  /// Publishes the version.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> LayerVersionDescription {
    let name = try Layer.name(layerName)
    if let description { try FunctionConfiguration.check(description: description) }
    if content?.s3Bucket != nil || content?.s3Key != nil {
      throw ServiceError.notSupported("A package in a bucket")
    }
    guard let text = content?.zipFile ?? zipFile else {
      throw ServiceError.invalidParameter("Please provide a source for the layer's content.")
    }
    try Layer.check(compatibleRuntimes, compatibleArchitectures)
    let package = try LayerContent(parsing: text)
    let size = try Layer.size(of: text)
    try lambda.checkStorage(for: size)
    let number = lambda.layers[name]?.nextVersion ?? 1
    let version = LayerVersion(
      number: number,
      content: package,
      codeSHA256: Base64.encode(SHA256.digest(of: Array(text.utf8))),
      codeSize: size,
      description: description ?? "",
      createdDate: lambda.timestamp,
      compatibleRuntimes: compatibleRuntimes,
      compatibleArchitectures: compatibleArchitectures,
      licenseInfo: licenseInfo
    )
    if lambda.layers[name] == nil { lambda.layerNames.append(name) }
    lambda.layers[name, default: Layer()].nextVersion += 1
    lambda.layers[name]?.versions.append(version)
    return LayerVersionDescription(version, of: name, in: lambda)
  }
}

/// Describes a layer version.
public struct GetLayerVersion: Operation {
  /// The layer's name or ARN.
  public var layerName: String
  /// The version's number.
  public var versionNumber: Int

  /// Describes the version.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> LayerVersionDescription {
    let name = try Layer.name(layerName)
    try Layer.check(number: versionNumber)
    let versions = lambda.layers[name]?.versions
    guard let version = versions?.first(where: { $0.number == versionNumber }), !version.isDeleted
    else { throw ServiceError.noSuchLambdaResource }
    return LayerVersionDescription(version, of: name, in: lambda)
  }
}

/// Describes a layer version by its ARN.
public struct GetLayerVersionByArn: Operation {
  /// The version's ARN.
  public var arn: String

  /// Describes the version.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> LayerVersionDescription {
    let parts = (ARN(arn)?.resource ?? "").split(separator: ":")
    guard parts.count == 3, parts[0] == "layer", Int(parts[2]) != nil else {
      throw ServiceError.pattern(
        arn,
        at: "arn",
        "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:layer:"
          + "[a-zA-Z0-9-_]+:[0-9]+"
      )
    }
    guard let version = lambda.layerVersion(arn), !version.isDeleted else {
      throw ServiceError.noSuchLambdaResource
    }
    return LayerVersionDescription(version, of: String(parts[1]), in: lambda)
  }
}

/// Lists the account's layers with their newest versions.
public struct ListLayers: Operation {
  /// Only versions that are meant for this runtime.
  public var compatibleRuntime: String?
  /// Where the page begins, as the page before said it.
  public var marker: String?
  /// How many at the most, 1 to 50.
  public var maxItems: Int?
  /// Only versions that are meant for this architecture.
  public var compatibleArchitecture: String?

  /// A layer.
  public struct Item: Sendable {
    /// Its name.
    public let layerName: String
    /// Its ARN.
    public let layerArn: String
    /// Its newest version that matches.
    public let latestMatchingVersion: LayerVersionItem
  }

  /// One page of layers.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last.
    public let nextMarker: String?
    /// In the order in which they were first published.
    public let layers: [Item]
  }

  /// Lists the layers.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    try Layer.check(compatibleRuntime.map { [$0] }, compatibleArchitecture.map { [$0] })
    let layers = lambda.layerNames.compactMap { name -> Item? in
      let versions = lambda.layers[name]?.versions ?? []
      let matching = versions.last { $0.matches(compatibleRuntime, compatibleArchitecture) }
      guard let matching else { return nil }
      let arn = lambda.layerARN(name)
      let item = LayerVersionItem(matching, of: name, in: lambda)
      return Item(layerName: name, layerArn: arn, latestMatchingVersion: item)
    }
    let page = try Page(
      of: layers,
      from: marker,
      atMost: maxItems,
      allowed: 1...50,
      name: \.layerName
    )
    return Output(nextMarker: page.nextToken, layers: page.items)
  }
}

/// Lists a layer's versions.
public struct ListLayerVersions: Operation {
  /// Only versions that are meant for this runtime.
  public var compatibleRuntime: String?
  /// The layer's name or ARN.
  public var layerName: String
  /// Where the page begins, as the page before said it.
  public var marker: String?
  /// How many at the most, 1 to 50.
  public var maxItems: Int?
  /// Only versions that are meant for this architecture.
  public var compatibleArchitecture: String?

  /// One page of versions.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last.
    public let nextMarker: String?
    /// Newest first; none when there is no such layer.
    public let layerVersions: [LayerVersionItem]
  }

  /// Lists the versions.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let name = try Layer.name(layerName)
    try Layer.check(compatibleRuntime.map { [$0] }, compatibleArchitecture.map { [$0] })
    let versions = (lambda.layers[name]?.versions ?? []).reversed().filter {
      $0.matches(compatibleRuntime, compatibleArchitecture)
    }
    let items = versions.map { LayerVersionItem($0, of: name, in: lambda) }
    let page = try Page(
      of: items,
      from: marker,
      atMost: maxItems,
      allowed: 1...50,
      name: \.layerVersionArn
    )
    return Output(nextMarker: page.nextToken, layerVersions: page.items)
  }
}

/// Deletes a layer version; functions that use it go on.
public struct DeleteLayerVersion: Operation {
  /// The layer's name or ARN.
  public var layerName: String
  /// The version's number.
  public var versionNumber: Int

  /// Deletes the version; one that does not exist is no error.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let name = try Layer.name(layerName)
    try Layer.check(number: versionNumber)
    let index = lambda.layers[name]?.versions.firstIndex { $0.number == versionNumber }
    if let index { lambda.layers[name]?.versions[index].isDeleted = true }
    return NoOutput()
  }
}
