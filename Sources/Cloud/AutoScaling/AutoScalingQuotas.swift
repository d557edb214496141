import Simulation

/// Limits and defaults of EC2 Auto Scaling that the mini cloud keeps.
///
/// Source: the EC2 Auto Scaling guide.
public enum AutoScalingQuotas {
  /// The cooldown of simple scaling, and the warm-up where nothing else is said.
  public static let defaultCooldown = Duration.seconds(300)
  /// How many instances a group of the mini cloud may have.
  public static let sizes = 0...200
}

/// What no AWS page states and this kit assumes about groups.
public enum AutoScalingAssumptions {
  /// How often a group looks at its instances.
  public static let healthPeriod = Duration.seconds(15)
  /// How long a machine is without power until its status checks have failed.
  public static let statusCheckPeriod = Duration.seconds(60)
  /// How long a new instance may take until it gets requests.
  public static let refreshTimeout = Duration.seconds(900)
  /// How often policies look at their metrics.
  public static let metricPeriod = Duration.seconds(60)
  /// How long the API takes to answer.
  public static let requestTime = Duration.milliseconds(200)
}
