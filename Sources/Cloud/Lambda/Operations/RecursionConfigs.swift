/// Says whether Lambda stops a function that takes part in a loop.
public struct PutFunctionRecursionConfig: Operation {
  /// The function's name or ARN, without a qualifier.
  public var functionName: String
  /// Whether loops are wanted.
  public var recursiveLoop: RecursiveLoop

  /// What holds from now on.
  public struct Output: Sendable {
    /// Whether loops are wanted.
    public let recursiveLoop: RecursiveLoop
  }

  /// Sets it, for all versions of the function.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let name = try lambda.unqualifiedFunction(functionName)
    lambda.functions[name]?.recursiveLoop = recursiveLoop
    return Output(recursiveLoop: recursiveLoop)
  }
}

/// Tells whether Lambda stops a function that takes part in a loop.
public struct GetFunctionRecursionConfig: Operation {
  /// The function's name or ARN, without a qualifier.
  public var functionName: String

  /// What holds.
  public struct Output: Sendable {
    /// Whether loops are wanted.
    public let recursiveLoop: RecursiveLoop
  }

  /// Tells it.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let name = try lambda.unqualifiedFunction(functionName)
    return Output(recursiveLoop: lambda.functions[name]?.recursiveLoop ?? .terminate)
  }
}

extension Lambda {
  /// The name of a function for an operation that takes no qualifier.
  fileprivate func unqualifiedFunction(_ text: String) throws(ServiceError) -> String {
    let reference = try FunctionReference(text, qualifier: nil)
    guard reference.qualifier == nil else {
      throw .pattern(
        text,
        at: "functionName",
        "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
          + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"
      )
    }
    return try function(text).name
  }
}
