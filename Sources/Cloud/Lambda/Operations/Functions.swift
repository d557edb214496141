import Simulation

/// Describes a function with its code and its concurrency.
public struct GetFunction: Operation {
  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?

  /// Where a function's code can be had.
  public struct Code: Sendable {
    /// `S3`.
    public let repositoryType: String
    /// An address that is only for show.
    public let location: String
  }

  /// A function's settings, and where its code is.
  public struct Output: Sendable {
    /// The settings.
    public let configuration: FunctionDescription
    /// Where the code is.
    public let code: Code
    /// The tags; `nil` for none.
    public let tags: [String: String]?
    /// The reservation; `nil` for none.
    public let concurrency: GetFunctionConcurrency.Output?
  }

  /// Describes the function.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let description = try lambda.describe(functionName, qualifier: qualifier)
    let (name, function) = try lambda.function(description.functionName)
    return Output(
      configuration: description,
      code: Code(
        repositoryType: "S3",
        location: lambda.codeLocation("snapshots", name, description.codeSha256)
      ),
      tags: function.tags.isEmpty ? nil : function.tags,
      concurrency: lambda.concurrency.reserved[name].map {
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
  /// `ALL` lists every version.
  public var functionVersion: String?
  /// Where the page begins, as the page before said it.
  public var marker: String?
  /// How many at the most; 50 are the most in any case.
  public var maxItems: Int?

  /// One page of functions.
  public struct Output: Sendable {
    /// Where the next page begins; `nil` on the last.
    public let nextMarker: String?
    /// In the order in which they were created, without their states.
    public let functions: [FunctionDescription]
  }

  /// Lists the functions.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    if let functionVersion, functionVersion != "ALL" {
      throw ServiceError.notAMember(functionVersion, at: "functionVersion", of: ["ALL"])
    }
    var functions: [FunctionDescription] = []
    for name in lambda.functionNames {
      if functionVersion == nil {
        functions.append(try lambda.describe(name, qualifier: nil))
      } else {
        functions += try lambda.describeVersions(of: name)
      }
    }
    let page = try Page(of: functions, from: marker, atMost: maxItems, name: \.functionArn)
    return Output(nextMarker: page.nextToken, functions: page.items.map(\.listed))
  }
}

/// Deletes a function, or one of its published versions.
public struct DeleteFunction: Operation {
  /// The function's name.
  public var functionName: String
  /// A published version; without it the whole function goes.
  public var qualifier: String?

  /// That it is gone.
  public struct Output: Sendable {
    /// 204.
    public let statusCode: Int
  }

  /// Deletes it, and ends its environments; a version that does not exist is no error.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let qualifier = try FunctionReference(functionName, qualifier: qualifier).qualifier
    if qualifier == "$LATEST" {
      throw ServiceError.invalidParameter(
        "$LATEST version cannot be deleted without deleting the function."
      )
    }
    let (name, function) = try lambda.function(functionName)
    if let qualifier {
      try await delete(version: qualifier, of: name, function, on: lambda)
      return Output(statusCode: 204)
    }
    try lambda.reserve(nil, for: name)
    lambda.functions[name] = nil
    lambda.functionNames.removeAll { $0 == name }
    lambda.versionNumbers[name] = function.nextVersion
    lambda.notReady[name] = nil
    lambda.lastUse[name] = nil
    lambda.cloud.topology.remove(name)
    lambda.cloud.record(FunctionEvent.deleted, from: name)
    for version in ["$LATEST"] + function.versionsInOrder.map({ "\($0.number)" }) {
      await lambda.retireEnvironments(of: name, version: version)
    }
    return Output(statusCode: 204)
  }

  private func delete(
    version qualifier: String,
    of name: String,
    _ function: Function,
    on lambda: isolated Lambda
  ) async throws {
    guard case .version(let number) = Qualifier(qualifier) else {
      throw ServiceError.invalidParameter("Deletion of aliases is not currently supported.")
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
    lambda.functions[name]?.policies[qualifier] = nil
    await lambda.retireEnvironments(of: name, version: qualifier)
  }
}
