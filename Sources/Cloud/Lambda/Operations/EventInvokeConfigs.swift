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
    let place = try lambda.eventInvokePlace(functionName, qualifier)
    return try lambda.keep(try EventInvokeConfig().changed(by: self, at: place, on: lambda), place)
  }
}

/// Changes some of how asynchronous events are handled.
public struct UpdateFunctionEventInvokeConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?
  /// How often a failed event is tried again, 0 to 2.
  public var maximumRetryAttempts: Int?
  /// How old an event may become, in seconds, 60 to 21,600.
  public var maximumEventAgeInSeconds: Int?
  /// Where the records of ended events go.
  public var destinationConfig: PutFunctionEventInvokeConfig.DestinationConfig?

  /// Changes what is given, and leaves the rest.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> EventInvokeConfigDescription {
    let place = try lambda.eventInvokePlace(functionName, qualifier)
    let config = try lambda.keptEventInvokeConfig(place)
    return try lambda.keep(try config.changed(by: self, at: place, on: lambda), place)
  }
}

/// Goes back to the defaults of how asynchronous events are handled.
public struct DeleteFunctionEventInvokeConfig: Operation {
  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?

  /// Removes the settings.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let place = try lambda.eventInvokePlace(functionName, qualifier)
    _ = try lambda.keptEventInvokeConfig(place)
    lambda.functions[place.function]?.eventInvokeConfigs[place.qualifier] = nil
    return NoOutput()
  }
}

/// Lists how asynchronous events are handled, for each qualifier that has settings.
public struct ListFunctionEventInvokeConfigs: Operation {
  /// The function's name.
  public var functionName: String

  /// The settings.
  public struct Output: Sendable {
    /// By qualifier.
    public let functionEventInvokeConfigs: [EventInvokeConfigDescription]
  }

  /// Lists the settings.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let (name, function) = try lambda.function(functionName)
    let configs = function.eventInvokeConfigs.sorted { $0.key < $1.key }
    return Output(
      functionEventInvokeConfigs: configs.map { qualifier, config in
        EventInvokeConfigDescription(config, arn: lambda.functionARN(name), qualifier)
      }
    )
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
    let place = try lambda.eventInvokePlace(functionName, qualifier)
    let config = try lambda.keptEventInvokeConfig(place)
    return EventInvokeConfigDescription(
      config,
      arn: lambda.functionARN(place.function),
      place.qualifier
    )
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

  /// When it was set.
  public let lastModified: ResponseTime
  /// The function's qualified ARN.
  public let functionArn: String
  /// How often a failed event is tried again.
  public let maximumRetryAttempts: Int
  /// How old an event may become, in seconds.
  public let maximumEventAgeInSeconds: Int
  /// Where the records of ended events go.
  public let destinationConfig: DestinationConfig

  init(_ config: EventInvokeConfig, arn: String, _ qualifier: String?) {
    lastModified = ResponseTime(seconds: config.lastModified)
    functionArn = "\(arn):\(qualifier ?? "$LATEST")"
    maximumRetryAttempts = config.retryAttempts
    maximumEventAgeInSeconds = config.eventAge
    destinationConfig = DestinationConfig(
      onSuccess: .init(destination: config.onSuccess),
      onFailure: .init(destination: config.onFailure)
    )
  }
}

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
  ) throws(ServiceError) -> Self {
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
    guard let destinations = change.destinationConfig else { return new }
    let own = lambda.functionARN(place.function)
    new.onSuccess = try Self.destination(destinations.onSuccess?.destination, of: own)
    new.onFailure = try Self.destination(destinations.onFailure?.destination, of: own)
    return new
  }

  private static func destination(
    _ text: String?,
    of function: String
  ) throws(ServiceError) -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard let arn = ARN(text), ["sqs", "sns", "lambda", "events", "s3"].contains(arn.service) else {
      throw .invalidParameter(
        "The provided destination config DestinationConfig is invalid: '\(text)' is not the ARN of"
          + " a queue, a topic, a function or a bus."
      )
    }
    if arn.service == "s3" { throw .notSupported("A bucket as a destination") }
    guard !arn.name.hasSuffix(".fifo") else {
      throw .invalidParameter("FIFO queues and topics are not accepted as destinations: '\(text)'.")
    }
    guard text != function, !text.hasPrefix(function + ":") else {
      throw .invalidParameter(
        "You can't specify the function as a destination for itself."
      )
    }
    return text
  }
}
