import EventPattern
import JSON

/// Tells whether an event matches a pattern.
public struct TestEventPattern: Operation {
  /// The pattern.
  public var eventPattern: String
  /// The event, as a bus would deliver it.
  public var event: String

  /// Creates the request.
  public init(eventPattern: String, event: String) {
    self.eventPattern = eventPattern
    self.event = event
  }

  /// The answer.
  public struct Output: Sendable {
    /// Whether the event matches.
    public let result: Bool
  }

  private static let mandatory = [
    "id", "account", "source", "time", "region", "resources", "detail-type",
  ]

  /// Tells whether the event matches.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let pattern = try EventPattern(ofRule: eventPattern)
    guard let event = try? JSONValue(parsing: event), case .object = event else {
      throw ServiceError.validation("Parameter Event is not valid. Reason: it is no JSON object.")
    }
    if let missing = Self.mandatory.first(where: { event[$0] == nil }) {
      throw ServiceError.validation(
        "Parameter Event is not valid. Reason: the field \(missing) is mandatory."
      )
    }
    return Output(result: pattern.matches(event))
  }
}
