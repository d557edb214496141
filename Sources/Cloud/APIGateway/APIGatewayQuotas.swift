/// Limits of API Gateway's HTTP APIs that the mini cloud keeps.
///
/// Source: the API Gateway developer guide, quotas of HTTP APIs, April 2026.
public enum APIGatewayQuotas {
  /// How many requests a second the account's APIs take together.
  public static let requestsPerSecond = 10_000
  /// How many they take at once beyond that.
  public static let burst = 5_000
  /// How long an integration may take, in milliseconds; the upper bound is the default.
  public static let integrationMilliseconds = 50...30_000
  /// How large a request's body may be.
  public static let payload = ByteCount.mebibytes(10)
  /// Each started 512 KB of a request is billed as a call.
  public static let billedPayload = ByteCount.kibibytes(512)
}

/// What no AWS page states and this kit assumes about API Gateway.
public enum APIGatewayAssumptions {
  /// What the gateway adds to a request, both ways together.
  public static let overhead = Duration.milliseconds(5)
  /// How long the management API takes to answer.
  public static let requestTime = Duration.milliseconds(100)
}
