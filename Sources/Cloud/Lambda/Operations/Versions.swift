import Simulation

/// Freezes the unpublished version's code and settings under the next number.
public struct PublishVersion: Operation {
  /// The function's name.
  public var functionName: String
  /// The hash that the code must have.
  public var codeSha256: String?
  /// What the version is for.
  public var description: String?
  /// The revision of the unpublished version that is meant.
  public var revisionId: String?

  /// Publishes a version; when nothing has changed since the last, answers that one.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    let (name, function) = try lambda.function(functionName)
    if let description { try FunctionConfiguration.check(description: description) }
    try Function.check(revisionId, is: function.revision)
    let current = function.latest.codeSHA256
    if let codeSha256, codeSha256 != current {
      throw ServiceError.invalidParameter(
        "CodeSHA256 (\(codeSha256)) is different from current CodeSHA256 in $LATEST (\(current))."
          + " Please try again with the CodeSHA256 in $LATEST."
      )
    }
    try lambda.checkChangeable(name, function)
    let version = try lambda.publish(name, description: description)
    return try lambda.describe(name, qualifier: version)
  }
}

/// Lists a function's unpublished version and its published ones.
public struct ListVersionsByFunction: Operation {
  /// The function's name.
  public var functionName: String
  /// Where the page begins, as the page before said it.
  public var marker: String?
  /// How many at the most; 50 are the most in any case.
  public var maxItems: Int?

  /// One page of versions.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last.
    public let nextMarker: String?
    /// `$LATEST` first, then by number; without their states.
    public let versions: [FunctionDescription]
  }

  /// Lists the versions.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let versions = try lambda.describeVersions(of: functionName)
    let page = try Page(of: versions, from: marker, atMost: maxItems, name: \.version)
    return Output(nextMarker: page.nextToken, versions: page.items.map(\.listed))
  }
}

extension Lambda {
  /// Publishes the unpublished version, unless the last published one was made from the same.
  ///
  /// Numbers go on after a version has been deleted, and also in a new function of a deleted one's
  /// name, as the developer guide has it.
  ///
  /// - Returns: the version's number.
  func publish(_ name: String, description: String?) throws(ServiceError) -> String {
    guard var function = functions[name] else { throw .functionNotFound(functionARN(name)) }
    let last = function.nextVersion - 1
    if function.versions[last]?.source == function.latest { return "\(last)" }
    try checkStorage(for: function.latest.codeSize)
    var configuration = function.latest
    if let description { configuration.description = description }
    let number = function.nextVersion
    function.nextVersion += 1
    function.versions[number] = PublishedVersion(
      configuration: configuration,
      source: function.latest,
      revision: newIdentifier(),
      lastModified: timestamp
    )
    functions[name] = function
    cloud.record(FunctionEvent.published(version: number), from: name)
    return "\(number)"
  }
}
