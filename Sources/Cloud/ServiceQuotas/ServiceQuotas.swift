/// Service Quotas: tells the account's limits, and raises them.
///
/// > Simplified: the one quota is Lambda's concurrency, and a request is granted at once.
public actor ServiceQuotas: CloudService {
  /// `service-quotas`.
  public static let name = "service-quotas"
  /// `Service Quotas`.
  public static let title = "Service Quotas"
  /// `servicequotas`.
  public static let policyPrefix = "servicequotas"
  /// What the service can do.
  public static let operations: [any Operation<ServiceQuotas>.Type] = [
    GetServiceQuota.self, RequestServiceQuotaIncrease.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// Creates the service.
  public init(cloud: Cloud) {
    self.cloud = cloud
  }

  /// The quota "Concurrent executions" of Lambda.
  static let concurrentExecutions = "L-B99A9384"

  static func check(_ service: String, _ quota: String) throws(ServiceError) {
    guard service == "lambda", quota == concurrentExecutions else {
      throw ServiceError(
        code: "NoSuchResourceException",
        status: 400,
        message: "The request failed because the specified quota \(quota) of \(service) does not"
          + " exist here. Try \(concurrentExecutions) of lambda, the concurrent executions."
      )
    }
  }
}

/// Tells a quota.
public struct GetServiceQuota: Operation {
  /// `lambda`.
  public var serviceCode: String
  /// `L-B99A9384`: concurrent executions.
  public var quotaCode: String

  /// The quota.
  public struct Output: Sendable {
    /// A quota's value.
    public struct Quota: Sendable {
      /// `lambda`.
      public let serviceCode: String
      /// The quota's code.
      public let quotaCode: String
      /// The quota's name.
      public let quotaName: String
      /// Its value.
      public let value: Double
      /// Whether it can be raised.
      public let adjustable: Bool
    }

    /// The quota.
    public let quota: Quota
  }

  /// Tells it.
  public func perform(on service: isolated ServiceQuotas, for caller: Caller) async throws -> Output
  {
    try ServiceQuotas.check(serviceCode, quotaCode)
    return Output(
      quota: .init(
        serviceCode: serviceCode,
        quotaCode: quotaCode,
        quotaName: "Concurrent executions",
        value: Double(await service.cloud.lambda.accountConcurrency),
        adjustable: true
      )
    )
  }
}

/// Asks for a higher quota.
public struct RequestServiceQuotaIncrease: Operation {
  /// `lambda`.
  public var serviceCode: String
  /// `L-B99A9384`: concurrent executions.
  public var quotaCode: String
  /// The value wanted.
  public var desiredValue: Double

  /// What became of the request.
  public struct Output: Sendable {
    /// The request.
    public struct Request: Sendable {
      /// `lambda`.
      public let serviceCode: String
      /// The quota's code.
      public let quotaCode: String
      /// The quota's name.
      public let quotaName: String
      /// The value wanted.
      public let desiredValue: Double
      /// `APPROVED`.
      public let status: String
    }

    /// The request.
    public let requestedQuota: Request
  }

  /// Raises the quota.
  public func perform(on service: isolated ServiceQuotas, for caller: Caller) async throws -> Output
  {
    try ServiceQuotas.check(serviceCode, quotaCode)
    let lambda = service.cloud.lambda
    let current = await lambda.accountConcurrency
    guard desiredValue > Double(current), desiredValue <= 1_000_000 else {
      throw ServiceError(
        code: "IllegalArgumentException",
        status: 400,
        message: "You must provide a quota value greater than the current quota value of"
          + " \(current)."
      )
    }
    await lambda.setAccountConcurrency(Int(desiredValue))
    return Output(
      requestedQuota: .init(
        serviceCode: serviceCode,
        quotaCode: quotaCode,
        quotaName: "Concurrent executions",
        desiredValue: desiredValue,
        status: "APPROVED"
      )
    )
  }
}
