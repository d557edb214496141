public import Simulation

/// What a group does, recorded from the group's name.
public enum AutoScalingEvent: TraceEvent {
  /// The desired number of instances has changed.
  case desiredCapacity(from: Int, to: Int, reason: String)
  /// An instance is being launched.
  case launching(instance: String, zone: String)
  /// An instance counts from now on.
  case inService(instance: String, instances: Int)
  /// An instance is being ended.
  case terminating(instance: String, reason: String)
  /// An instance is gone.
  case terminated(instance: String, instances: Int)
  /// An instance could not be launched.
  case launchFailed(reason: String)
}
