/// Freezes the unpublished version's code and settings under the next number.
public struct PublishVersion: Operation {
  /// The function's name.
  public var functionName: String
  /// What the version is for.
  public var description: String?

  /// Publishes a version; when nothing has changed since the last, answers that one.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> FunctionDescription {
    try lambda.publish(try lambda.function(functionName).name, description: description)
  }
}

/// Lists a function's unpublished version and its published ones.
public struct ListVersionsByFunction: Operation {
  /// The function's name.
  public var functionName: String

  /// The versions.
  public struct Output: Sendable {
    /// `$LATEST` first, then by number.
    public let versions: [FunctionDescription]
  }

  /// Lists the versions.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let (name, function) = try lambda.function(functionName)
    var versions = [try lambda.describe(name, qualifier: "$LATEST")]
    for (number, _) in function.versionsInOrder {
      versions.append(try lambda.describe(name, qualifier: "\(number)"))
    }
    return Output(versions: versions)
  }
}

extension Lambda {
  func publish(
    _ name: String,
    description: String?
  ) throws(ServiceError) -> FunctionDescription {
    guard var function = functions[name] else { throw .functionNotFound(functionARN(name)) }
    var configuration = function.latest
    if let description { configuration.description = description }
    if let last = function.versionsInOrder.last,
      last.version.configuration.isSame(as: function.latest)
    {
      return try describe(name, qualifier: "\(last.number)")
    }
    let number = function.nextVersion
    function.nextVersion += 1
    function.versions[number] = PublishedVersion(
      configuration: configuration,
      revision: newIdentifier(),
      lastModified: timestamp
    )
    functions[name] = function
    return try describe(name, qualifier: "\(number)")
  }
}

extension FunctionConfiguration {
  /// Tells whether publishing `other` would freeze nothing new; a version's own description, which
  /// publishing may set, does not count.
  func isSame(as other: Self) -> Bool {
    var mine = self
    mine.description = other.description
    return mine == other
  }
}
