/// Limits of EC2 that the mini cloud keeps.
///
/// Source: the EC2 user guide and API model, as of 2026.
public enum EC2Quotas {
  /// Every start of an instance is billed for at least this long.
  public static let minimumBilledTime = Duration.seconds(60)
  /// How many instances one request may launch.
  ///
  /// > Simplified: AWS limits running vCPUs in the account instead.
  public static let instancesPerRequest = 1...20
  /// The size of an EBS gp3 volume in GB.
  public static let volumeSize = 1...16_384
  /// The size of a root volume when the request says nothing, in GB.
  public static let defaultVolumeSize = 8
}

/// What no AWS page states and this kit assumes about instances.
public enum EC2Assumptions {
  /// How long a launch or a start stays `pending`, while AWS finds a machine.
  public static let pendingTime = Duration.seconds(15)
  /// How long the operating system then boots, while the state is `running` already.
  public static let bootTime = Duration.seconds(60)
  /// How long a stop takes.
  public static let stopTime = Duration.seconds(30)
  /// How long a termination takes.
  public static let terminationTime = Duration.seconds(30)
  /// Memory that the operating system keeps for itself.
  public static let systemMemory = ByteCount.mebibytes(256)
  /// How long the API takes to answer.
  public static let requestTime = Duration.milliseconds(200)
}
