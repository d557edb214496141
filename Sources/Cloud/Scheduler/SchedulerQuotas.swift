import Simulation

/// EventBridge Scheduler's limits and defaults, with their source and date.
///
/// Source: the service model of botocore 1.43.11 (May 2026) and the user guide, read in 2026.
public enum SchedulerQuotas {
  /// Schedules of an account in a Region.
  public static let schedules = 1_000_000
  /// Groups of an account in a Region.
  public static let groups = 500
  /// Letters in the name of a schedule or a group.
  public static let nameLength = 1...64
  /// Letters in an expression.
  public static let expressionLength = 1...256
  /// Letters in the name of a time zone.
  public static let zoneLength = 1...50
  /// Letters in a description.
  public static let descriptionLength = 0...512
  /// Letters in a client token.
  public static let tokenLength = 1...64
  /// Minutes of a flexible time window.
  public static let window = 1...1_440
  /// How many times a target that fails is started again.
  public static let retryAttempts = 0...185
  /// How old a start may become before it is given up, in seconds: up to 24 hours.
  public static let eventAge = 60...86_400
  /// Letters in the source of an event for a bus.
  public static let sourceLength = 1...256
  /// Entries on a page of a list.
  public static let pageSize = 1...100
  /// Tags of a group.
  public static let tags = 50
  /// How long ago a start date may be.
  public static let startDateAge = Duration.seconds(300)
}

/// What AWS does not publish and the mini cloud has to choose.
public enum SchedulerAssumptions {
  /// What a request takes.
  public static let requestTime = Duration.milliseconds(10)
}
