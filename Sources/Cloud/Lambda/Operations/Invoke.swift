public import JSON
import Simulation

/// Runs a function: and waits for it, or hands the event over, or only checks.
public struct Invoke: Operation {
  /// How the caller waits.
  public enum InvocationType: String, Decodable, Sendable, CaseIterable {
    /// For the result.
    case requestResponse = "RequestResponse"
    /// Only until the event has been taken over.
    case event = "Event"
    /// Nothing is run.
    case dryRun = "DryRun"
  }

  /// The function's name or ARN, with or without a qualifier.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?
  /// How the caller waits; for the result if nothing is said.
  public var invocationType: InvocationType?
  /// The event.
  public var payload: JSONValue?

  /// Creates a request.
  public init(
    functionName: String,
    qualifier: String? = nil,
    invocationType: InvocationType = .requestResponse,
    payload: JSONValue? = nil
  ) {
    self.functionName = functionName
    self.qualifier = qualifier
    self.invocationType = invocationType
    self.payload = payload
  }

  /// The answer to a request.
  public struct Output: Sendable {
    /// 200 for a result or a function error, 202 for an event taken over, 204 for a dry run.
    public let statusCode: Int
    /// `Unhandled` when the function failed: the status is 200 all the same.
    public let functionError: String?
    /// The version that ran.
    public let executedVersion: String?
    /// The result, or the error object; the AWS CLI writes it to a file.
    public let payload: JSONValue?
  }

  /// Runs the function.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let isRun = (invocationType ?? .requestResponse) == .requestResponse
    let target =
      try isRun
      ? lambda.target(functionName, qualifier: qualifier)
      : lambda.describedTarget(functionName, qualifier: qualifier)
    try checkSize()
    let request = Invocation(
      id: lambda.newIdentifier(),
      invokedARN: target.invokedARN,
      payload: payload ?? .object([:])
    )
    switch invocationType ?? .requestResponse {
    case .dryRun:
      return Output(statusCode: 204, functionError: nil, executedVersion: nil, payload: nil)
    case .event:
      lambda.accept(request, for: target.reference)
      return Output(statusCode: 202, functionError: nil, executedVersion: nil, payload: nil)
    case .requestResponse:
      let answer = try await lambda.answer(target, request)
      return Output(
        statusCode: 200,
        functionError: answer.functionError,
        executedVersion: target.version,
        payload: answer.payload
      )
    }
  }

  private func checkSize() throws(ServiceError) {
    guard let payload else { return }
    let limit =
      invocationType == .event
      ? LambdaQuotas.asynchronousPayload : LambdaQuotas.synchronousPayload
    let size = payload.textSize
    if size > limit.bytes { throw .requestTooLarge(size, limit) }
  }
}

extension Lambda {
  /// Runs a function for a caller who may stop waiting: the function goes on all the same.
  func answer(_ target: Target, _ request: Invocation) async throws -> Answer {
    let function = target.configuration.functionName
    return try await simulation.suspend(waitingFor: "the answer of \(function)") {
      (suspension: Suspension<Answer>) in
      simulation.spawn(on: self) { lambda in
        do {
          suspension.resume(returning: try await lambda.invoke(target, request))
        } catch {
          suspension.resume(throwing: error)
        }
      }
    }
  }
}

/// Sets how asynchronous events are handled.
public struct PutFunctionEventInvokeConfig: Operation {
  /// Where the records of ended events go.
  public struct DestinationConfig: Decodable, Sendable {
    /// One destination.
    public struct Target: Decodable, Sendable {
      /// A queue's, topic's, function's or bus's ARN.
      public var destination: String?
    }

    /// For events that succeeded.
    public var onSuccess: Target?
    /// For events that failed for good.
    public var onFailure: Target?
  }

  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?
  /// How often a failed event is tried again, 0 to 2.
  public var maximumRetryAttempts: Int?
  /// How old an event may become, in seconds, 60 to 21,600.
  public var maximumEventAgeInSeconds: Int?
  /// Where the records of ended events go.
  public var destinationConfig: DestinationConfig?

  /// Sets all of it anew; what is left out takes its default.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> EventInvokeConfigDescription {
    let reference = try FunctionReference(functionName, qualifier: qualifier)
    let (name, qualifier) = (reference.name, reference.qualifier)
    _ = try lambda.describedConfiguration(name, qualifier: qualifier)
    var config = EventInvokeConfig()
    if let attempts = maximumRetryAttempts {
      guard LambdaQuotas.retryAttempts.contains(attempts) else {
        throw ServiceError.outOfRange("maximumRetryAttempts", attempts, LambdaQuotas.retryAttempts)
      }
      config.retryAttempts = attempts
    }
    if let age = maximumEventAgeInSeconds {
      guard LambdaQuotas.eventAge.contains(age) else {
        throw ServiceError.outOfRange("maximumEventAgeInSeconds", age, LambdaQuotas.eventAge)
      }
      config.eventAge = age
    }
    config.onSuccess = try destination(destinationConfig?.onSuccess?.destination)
    config.onFailure = try destination(destinationConfig?.onFailure?.destination)
    config.lastModified = Double(lambda.cloud.unixMilliseconds) / 1_000
    lambda.functions[name]?.eventInvokeConfigs[qualifier ?? "$LATEST"] = config
    return EventInvokeConfigDescription(config, arn: lambda.functionARN(name), qualifier)
  }

  private func destination(_ text: String?) throws(ServiceError) -> String? {
    guard let text else { return nil }
    guard let arn = ARN(text), ["sqs", "sns", "lambda", "events"].contains(arn.service) else {
      throw .invalidParameter(
        "The provided destination config DestinationConfig is invalid: '\(text)' is not the ARN of"
          + " a queue, a topic, a function or a bus."
      )
    }
    guard !arn.name.hasSuffix(".fifo") else {
      throw .invalidParameter("FIFO queues and topics are not accepted as destinations: '\(text)'.")
    }
    return text
  }
}

/// Tells how asynchronous events are handled.
public struct GetFunctionEventInvokeConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?

  /// Tells the settings.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> EventInvokeConfigDescription {
    let reference = try FunctionReference(functionName, qualifier: qualifier)
    let (name, function) = try lambda.function(reference.name)
    let key = reference.qualifier ?? "$LATEST"
    guard let config = function.eventInvokeConfigs[key] else {
      throw ServiceError.lambdaResourceNotFound(
        "The function \(lambda.functionARN(name)):\(key) doesn't have an EventInvokeConfig"
      )
    }
    return EventInvokeConfigDescription(config, arn: lambda.functionARN(name), key)
  }
}

/// How asynchronous events are handled, as the service describes it.
public struct EventInvokeConfigDescription: Sendable {
  /// Where the records of ended events go.
  public struct DestinationConfig: Sendable {
    /// One destination; without an ARN there is none.
    public struct Target: Sendable {
      /// The ARN.
      public let destination: String?
    }

    /// For events that succeeded.
    public let onSuccess: Target
    /// For events that failed for good.
    public let onFailure: Target
  }

  /// When it was set, in seconds since 1970.
  public let lastModified: Double
  /// The function's qualified ARN.
  public let functionArn: String
  /// How often a failed event is tried again.
  public let maximumRetryAttempts: Int
  /// How old an event may become, in seconds.
  public let maximumEventAgeInSeconds: Int
  /// Where the records of ended events go.
  public let destinationConfig: DestinationConfig

  init(_ config: EventInvokeConfig, arn: String, _ qualifier: String?) {
    lastModified = config.lastModified
    functionArn = "\(arn):\(qualifier ?? "$LATEST")"
    maximumRetryAttempts = config.retryAttempts
    maximumEventAgeInSeconds = config.eventAge
    destinationConfig = DestinationConfig(
      onSuccess: .init(destination: config.onSuccess),
      onFailure: .init(destination: config.onFailure)
    )
  }
}
