/// Tells the account's limits in the Region, and what is used of them.
public struct GetAccountSettings: Operation {
  /// The limits.
  public struct AccountLimit: Sendable {
    /// All packages together, in bytes.
    public let totalCodeSize: Int
    /// A package with its layers, in bytes.
    public let codeSizeUnzipped: Int
    /// A package as it is uploaded, in bytes.
    public let codeSizeZipped: Int
    /// How many requests run at once.
    public let concurrentExecutions: Int
    /// What of it is not reserved.
    public let unreservedConcurrentExecutions: Int
  }

  /// What is used.
  public struct AccountUsage: Sendable {
    /// All packages together, in bytes.
    public let totalCodeSize: Int
    /// How many functions there are.
    public let functionCount: Int
  }

  /// Limits and use.
  public struct Output: Sendable {
    /// The limits.
    public let accountLimit: AccountLimit
    /// What is used.
    public let accountUsage: AccountUsage
  }

  /// Tells limits and use.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    Output(
      accountLimit: AccountLimit(
        totalCodeSize: LambdaQuotas.codeStorage.bytes,
        codeSizeUnzipped: LambdaQuotas.unzippedCode.bytes,
        codeSizeZipped: LambdaQuotas.zippedCode.bytes,
        concurrentExecutions: lambda.concurrency.account,
        unreservedConcurrentExecutions: lambda.concurrency.unreserved
      ),
      accountUsage: AccountUsage(
        totalCodeSize: lambda.codeStorage,
        functionCount: lambda.functionNames.count
      )
    )
  }
}
