import Simulation

/// Limits and defaults of Application Load Balancers that the mini cloud keeps.
///
/// Source: the guide to Application Load Balancers, as of 2026.
public enum ELBQuotas {
  /// How long a balancer waits for an answer: the idle time-out.
  public static let idleTimeout = Duration.seconds(60)
  /// How long a balancer waits for a connection to a target.
  public static let connectTimeout = Duration.seconds(10)
  /// How long a target that leaves may finish its requests, unless a group is told otherwise.
  public static let defaultDeregistrationDelay = Duration.seconds(300)
  /// The deregistration delay in seconds.
  public static let deregistrationDelays = 0...3_600
  /// The interval of health checks in seconds.
  public static let healthCheckIntervals = 5...300
  /// The time-out of health checks in seconds.
  public static let healthCheckTimeouts = 2...120
  /// How many checks in a row change a target's health.
  public static let healthThresholds = 2...10
  /// The priorities of rules; the lowest number is looked at first.
  public static let priorities = 1...50_000
  /// How many characters a name may have.
  public static let nameLengths = 1...32
  /// One LCU covers so many new connections a second.
  public static let connectionsPerLCU = 25
}

/// What no AWS page states and this kit assumes about balancers.
public enum ELBAssumptions {
  /// How long the API takes to answer.
  public static let requestTime = Duration.milliseconds(200)
}
