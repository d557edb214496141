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
    let config = try await EventInvokeConfig().changed(by: self, at: place, on: lambda)
    return try lambda.keep(config, place)
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
    return try lambda.keep(try await config.changed(by: self, at: place, on: lambda), place)
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
