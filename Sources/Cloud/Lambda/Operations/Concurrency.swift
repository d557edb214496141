import Simulation

/// Reserves concurrency for a function; 0 switches it off.
public struct PutFunctionConcurrency: Operation {
  /// The function's name.
  public var functionName: String
  /// How many requests at once: its share, and its limit.
  public var reservedConcurrentExecutions: Int

  /// Reserves the concurrency.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> GetFunctionConcurrency.Output {
    let name = try lambda.function(functionName).name
    guard try FunctionReference(functionName, qualifier: nil).qualifier == nil else {
      throw ServiceError.concurrencyOfQualifier
    }
    guard reservedConcurrentExecutions >= 0 else {
      throw ServiceError.outOfRange(
        "reservedConcurrentExecutions",
        reservedConcurrentExecutions,
        0...lambda.concurrency.account
      )
    }
    try lambda.reserve(reservedConcurrentExecutions, for: name)
    return .init(reservedConcurrentExecutions: reservedConcurrentExecutions)
  }
}

/// Tells a function's reserved concurrency.
public struct GetFunctionConcurrency: Operation {
  /// The function's name.
  public var functionName: String

  /// The reservation.
  public struct Output: Sendable {
    /// How many requests at once; `nil` for no reservation.
    public let reservedConcurrentExecutions: Int?
  }

  /// Tells the reservation.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let name = try lambda.function(functionName).name
    return Output(reservedConcurrentExecutions: lambda.concurrency.reserved[name])
  }
}

/// Gives a function's reserved concurrency back.
public struct DeleteFunctionConcurrency: Operation {
  /// The function's name.
  public var functionName: String

  /// Gives the reservation back.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let name = try lambda.function(functionName).name
    try lambda.reserve(nil, for: name)
    return NoOutput()
  }
}

extension Lambda {
  /// Sets a share of the account's concurrency aside for a function, or gives it back.
  func reserve(_ count: Int?, for function: String) throws(ServiceError) {
    let before = concurrency.reserved[function]
    try concurrency.reserve(count, for: function)
    guard count != before else { return }
    let event = count.map { LambdaScalingEvent.reserved(count: $0) } ?? .reservationEnded
    cloud.record(event, from: function)
  }
}
