public import Simulation

extension ServiceError {
  /// There is no such API or part of one.
  static func apiNotFound(_ what: String, _ id: String) -> Self {
    Self(
      code: "NotFoundException",
      status: 404,
      message: "Invalid \(what) identifier specified \(id)"
    )
  }

  /// A parameter's value is refused.
  static func apiBadRequest(_ message: String) -> Self {
    Self(code: "BadRequestException", status: 400, message: message)
  }
}

/// What happens at an HTTP API.
public enum APIGatewayEvent: TraceEvent {
  /// A request was handed to a function.
  case routed(route: String, function: String)
  /// A request was answered without its function: unknown route, throttled, too large.
  case refused(path: String, status: Int)
  /// A function's failure, throttle or slowness became this status.
  case integrationFailed(function: String, status: Int, reason: String)
}
