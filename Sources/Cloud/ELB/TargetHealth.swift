/// How a target is, as `DescribeTargetHealth` tells it.
public struct TargetHealth: Hashable, Sendable {
  /// The states of a target.
  public enum State: String, Hashable, Sendable {
    /// Registered, and not checked yet.
    case initial
    /// It passes its checks.
    case healthy
    /// It has failed as many checks in a row as the threshold says.
    case unhealthy
    /// It is leaving: it finishes its requests and gets no new ones.
    case draining
  }

  /// The state.
  public let state: State
  /// AWS's code for why it is not healthy, such as `Target.Timeout`.
  public let reason: String?
}

/// How a target group finds out whether its targets are well.
public struct HealthCheck: Hashable, Sendable {
  /// The path that is asked for.
  public var path = "/"
  /// The time between two checks of a target.
  public var interval = Duration.seconds(30)
  /// How long an answer may take.
  public var timeout = Duration.seconds(5)
  /// How many passes in a row make an unhealthy target healthy.
  public var healthyThreshold = 5
  /// How many failures in a row make a healthy target unhealthy.
  public var unhealthyThreshold = 2
  /// The statuses that pass.
  public var matcher = 200...200

  /// The settings that AWS presets.
  public init() {}
}
