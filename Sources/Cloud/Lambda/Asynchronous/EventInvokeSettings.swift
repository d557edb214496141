/// The settings that both setting and changing take.
protocol EventInvokeChange {
  var maximumRetryAttempts: Int? { get }
  var maximumEventAgeInSeconds: Int? { get }
  var destinationConfig: PutFunctionEventInvokeConfig.DestinationConfig? { get }
}

extension PutFunctionEventInvokeConfig: EventInvokeChange {}
extension UpdateFunctionEventInvokeConfig: EventInvokeChange {}

/// What settings for asynchronous events belong to.
struct EventInvokePlace {
  let function: String
  /// `$LATEST`, a version or an alias.
  let qualifier: String
}

extension Lambda {
  /// What settings belong to, if it exists.
  func eventInvokePlace(
    _ name: String,
    _ qualifier: String?
  ) throws(ServiceError) -> EventInvokePlace {
    let reference = try FunctionReference(name, qualifier: qualifier)
    _ = try describedConfiguration(reference.name, qualifier: reference.qualifier)
    return EventInvokePlace(
      function: reference.name,
      qualifier: reference.qualifier ?? "$LATEST"
    )
  }

  /// The settings that are kept there, or the refusal that there are none.
  func keptEventInvokeConfig(_ place: EventInvokePlace) throws(ServiceError) -> EventInvokeConfig {
    guard let config = functions[place.function]?.eventInvokeConfigs[place.qualifier] else {
      throw .lambdaResourceNotFound(
        "The function \(functionARN(place.function)):\(place.qualifier) doesn't have an"
          + " EventInvokeConfig"
      )
    }
    return config
  }

  func keep(
    _ config: EventInvokeConfig,
    _ place: EventInvokePlace
  ) throws(ServiceError) -> EventInvokeConfigDescription {
    var config = config
    config.lastModified = Double(cloud.unixMilliseconds) / 1_000
    functions[place.function]?.eventInvokeConfigs[place.qualifier] = config
    return EventInvokeConfigDescription(
      config,
      arn: functionARN(place.function),
      place.qualifier
    )
  }
}

extension EventInvokeConfig {
  /// These settings with what `change` gives in place of theirs.
  func changed(
    by change: some EventInvokeChange,
    at place: EventInvokePlace,
    on lambda: isolated Lambda
  ) async throws(ServiceError) -> Self {
    let destinations = change.destinationConfig
    guard
      change.maximumRetryAttempts != nil || change.maximumEventAgeInSeconds != nil
        || destinations?.onSuccess != nil || destinations?.onFailure != nil
    else {
      throw .invalidParameter(
        "You must specify at least one of error handling or destination setting."
      )
    }
    var new = self
    if let attempts = change.maximumRetryAttempts {
      guard LambdaQuotas.retryAttempts.contains(attempts) else {
        throw .outOfRange("maximumRetryAttempts", attempts, LambdaQuotas.retryAttempts)
      }
      new.retryAttempts = attempts
    }
    if let age = change.maximumEventAgeInSeconds {
      guard LambdaQuotas.eventAge.contains(age) else {
        throw .outOfRange("maximumEventAgeInSeconds", age, LambdaQuotas.eventAge)
      }
      new.eventAge = age
    }
    guard let destinations else { return new }
    try await destinations.check(for: place, on: lambda)
    new.onSuccess = destinations.onSuccess?.arn
    new.onFailure = destinations.onFailure?.arn
    return new
  }
}

extension PutFunctionEventInvokeConfig.DestinationConfig {
  /// Refuses what cannot be a destination of the function.
  fileprivate func check(
    for place: EventInvokePlace,
    on lambda: isolated Lambda
  ) async throws(ServiceError) {
    let configuration = try lambda.describedConfiguration(
      place.function,
      qualifier: place.qualifier
    )
    for (target, isSuccess) in [(onFailure, false), (onSuccess, true)] {
      guard let text = target?.arn else { continue }
      guard let arn = ARN(text), Self.services.contains(arn.service),
        !(isSuccess && arn.service == "s3")
      else { throw .invalidParameter("The provided destination config \(self) is invalid.") }
      try Self.check(arn, for: place.function, on: lambda)
      if let action = await configuration.missingAction(for: arn, in: lambda.cloud) {
        throw .invalidParameter(
          "The function's execution role does not have permissions to call \(action) on \(arn)"
        )
      }
    }
  }

  private static let services: Set = ["sqs", "sns", "lambda", "events", "s3"]

  private static func check(
    _ arn: ARN,
    for function: String,
    on lambda: isolated Lambda
  ) throws(ServiceError) {
    switch arn.service {
    case "s3": throw .notSupported("A bucket as a destination")
    // Whether another account has the function only its policy may tell.
    case "lambda" where arn.account == lambda.cloud.account:
      let reference = try FunctionReference(arn.description, qualifier: nil)
      guard lambda.functions[reference.name] != nil else { throw .invalidDestination(arn) }
      guard reference.name != function else {
        throw .invalidParameter("You can't specify the function as a destination for itself.")
      }
    case "sns" where arn.name.hasSuffix(".fifo"):
      throw .invalidParameter(
        "FIFO-type Amazon SNS topics aren't supported as a destination."
      )
    case "sqs" where arn.name.hasSuffix(".fifo"): throw .invalidDestination(arn)
    case "events" where !arn.resource.hasPrefix("event-bus/"): throw .invalidDestination(arn)
    default: break
    }
  }
}

extension PutFunctionEventInvokeConfig.DestinationConfig: CustomStringConvertible {
  /// The settings as the service's errors write them.
  public var description: String {
    func text(_ name: String, _ target: Target?) -> String {
      target?.arn.map { "\(name)(destination=\($0))" } ?? "null"
    }
    return "DestinationConfig(onSuccess=\(text("OnSuccess", onSuccess)),"
      + " onFailure=\(text("OnFailure", onFailure)))"
  }
}

extension PutFunctionEventInvokeConfig.DestinationConfig.Target {
  /// The ARN; an empty one stands for no destination.
  fileprivate var arn: String? { destination == "" ? nil : destination }
}

extension ServiceError {
  fileprivate static func invalidDestination(_ arn: ARN) -> Self {
    invalidParameter("The destination ARN \(arn) is invalid.")
  }
}
