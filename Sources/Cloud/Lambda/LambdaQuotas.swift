/// Lambda's limits and defaults, with their source and date, and the mini cloud's own assumptions.
///
/// Source unless said otherwise: Lambda developer guide, "Lambda quotas", read in 2026, and the
/// service model of botocore 1.43.11 (May 2026).
public enum LambdaQuotas {
  /// Configurable memory in MB.
  public static let memorySize = 128...10_240
  /// The memory at which a function has one vCPU, in MB.
  public static let memoryOfOneCPU = 1_769
  /// Configurable time-out in seconds.
  public static let timeout = 1...900
  /// `/tmp` in MB.
  public static let ephemeralStorage = 512...10_240
  /// All environment variables together, names and values.
  public static let environmentVariables = ByteCount.kibibytes(4)
  /// Letters in a function's name.
  public static let functionNameLength = 64
  /// A synchronous request's payload.
  public static let synchronousPayload = ByteCount(bytes: 6_291_556)
  /// An asynchronous request's payload; 256 KB until October 2025.
  public static let asynchronousPayload = ByteCount.mebibytes(1)
  /// How many requests an account runs at once, over all functions.
  public static let accountConcurrency = 1_000
  /// How much of it reservations must leave to the functions that have none.
  public static let unreservedMinimum = 100
  /// How long INIT may take on demand; then it is tried again within the first request.
  public static let initTimeout = Duration.seconds(10)
  /// How many times a failed asynchronous event is tried again.
  public static let retryAttempts = 0...2
  /// How old an asynchronous event may become, in seconds.
  public static let eventAge = 60...21_600
  /// The waits before the first and the second retry after a function error.
  public static let retryWaits: [Duration] = [.seconds(60), .seconds(120)]
  /// The first and the longest wait of the back-off after a throttle or a system error.
  public static let throttleBackOff = (first: Duration.seconds(1), longest: Duration.seconds(300))
  /// Messages that a mapping hands over at once, from a standard queue.
  public static let batchSize = 1...10_000
  /// How long a mapping gathers a batch, in seconds.
  public static let batchingWindow = 0...300
  /// How many batches a new mapping fetches at once.
  public static let initialPollers = 5
  /// To how many it shrinks when there is nothing to fetch.
  public static let idlePollers = 2
  /// How many it has at the most.
  public static let maximumPollers = 1_250
  /// How many it adds each minute while messages wait.
  public static let pollersAddedEachMinute = 300
}

/// What AWS does not publish and the mini cloud has to choose.
///
/// Simplified: constants instead of distributions, so that a timeline reads well.
public enum LambdaAssumptions {
  /// Placing and starting an environment, before INIT.
  public static let environmentStart = Duration.milliseconds(150)
  /// Downloading one MB of code.
  public static let downloadPerMebibyte = Duration.milliseconds(8)
  /// Starting the runtime, the first part of INIT, for an OS-only runtime.
  public static let runtimeStart = Duration.milliseconds(20)
  /// Starting a managed runtime.
  public static let managedRuntimeStart = Duration.milliseconds(100)
  /// What each request costs besides the handler.
  public static let requestOverhead = Duration.milliseconds(1)
  /// How long an idle environment is kept; observed are minutes up to an hour.
  public static let idleTime = Duration.seconds(600)
  /// From accepting an asynchronous event to its first try.
  public static let queueDelay = Duration.milliseconds(15)
}
