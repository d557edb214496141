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
  /// A function's, version's or alias's resource policy.
  public static let resourcePolicy = ByteCount.kibibytes(20)
  /// Layers that a function uses.
  public static let layers = 5
  /// A package as it is uploaded directly.
  public static let zippedCode = ByteCount.mebibytes(50)
  /// A package together with its layers, unpacked.
  public static let unzippedCode = ByteCount.mebibytes(250)
  /// All packages of functions, versions and layers in a Region; the guide of 2026 shows 300 GB.
  public static let codeStorage = ByteCount.gibibytes(75)
  /// For how many seconds a browser may keep the cross-origin rules of a function's URL when `MaxAge`
  /// is not set.
  public static let corsMaxAge = 5
  /// Tags of a function.
  public static let tags = 50
  /// Letters in a function's, version's, alias's or layer's description.
  public static let descriptionLength = 256
  /// Letters in a handler's name.
  public static let handlerLength = 128
  /// Items on a page of a list, whatever is asked for.
  public static let pageSize = 50
  /// After how long without a request a function becomes inactive.
  public static let inactivity = Duration.seconds(14 * 86_400)
  /// Letters in a function's name.
  public static let functionNameLength = 64
  /// A synchronous request's payload.
  public static let synchronousPayload = ByteCount.mebibytes(6)
  /// A function's response, which may be a little larger than a request.
  public static let responsePayload = ByteCount(bytes: 6_291_556)
  /// An asynchronous request's payload; 256 KB until October 2025.
  public static let asynchronousPayload = ByteCount.mebibytes(1)
  /// What a client may tell about itself, in Base64.
  public static let clientContext = ByteCount(bytes: 3_583)
  /// How much of an error's text a dead letter carries.
  public static let deadLetterMessage = ByteCount.kibibytes(1)
  /// How much of the log comes with an answer.
  public static let logTail = ByteCount.kibibytes(4)
  /// How many requests an account runs at once, over all functions.
  public static let accountConcurrency = 1_000
  /// How many synchronous requests may begin each second for each unit of concurrency.
  public static let requestsForEachConcurrency = 10
  /// How many more environments a function may get in each ``scalingPeriod``; since November 2023.
  public static let scalingRate = 1_000
  /// The period of ``scalingRate``, which is refilled continuously and not saved up.
  public static let scalingPeriod = Duration.seconds(10)
  /// How many environments are made ready each minute for provisioned concurrency.
  public static let provisionedEachMinute = 6_000
  /// `/tmp` that costs nothing, in MB.
  public static let freeEphemeralStorage = 512
  /// How much of it reservations must leave to the functions that have none.
  public static let unreservedMinimum = 100
  /// How long INIT may take on demand; then it is tried again within the first request.
  public static let initTimeout = Duration.seconds(10)
  /// How long INIT may take at the least in an environment that is kept ready; a longer time-out of
  /// the function counts instead.
  public static let provisionedInitTimeout = Duration.seconds(130)
  /// How long SHUTDOWN may take with an external extension, the runtime's part included.
  public static let shutdown = Duration.seconds(2)
  /// The runtime's part of SHUTDOWN when there are external extensions alone.
  public static let runtimeShutdown = Duration.milliseconds(300)
  /// The runtime's part of SHUTDOWN when it has an internal extension.
  public static let runtimeShutdownWithInternalExtension = Duration.milliseconds(500)
  /// How many times a failed asynchronous event is tried again.
  public static let retryAttempts = 0...2
  /// How often a function runs in one chain of requests until the next invocation is stopped: the
  /// guide says "approximately 16".
  public static let invocationsInOneChain = 16
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
  /// How long a mapping waits for a message each time it asks.
  public static let longPoll = Duration.seconds(20)
  /// Mappings on a page of their list.
  public static let mappingPageSize = 100
  /// Patterns in a mapping's filter criteria; ten on request.
  public static let filters = 0...5
  /// Batches that a mapping may be told to hand over at once, at the most.
  public static let maximumConcurrency = 2...1_000
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
  /// From the answer to `CreateFunction` until a function with a package is active.
  ///
  /// A Swift type is active at once. Also for an inactive function to come back.
  public static let activation = Duration.seconds(1)
  /// From the answer to an update until requests run on it, when the code comes in a package.
  public static let updateTime = Duration.seconds(1)
  /// Starting the runtime, the first part of INIT, for an OS-only runtime.
  public static let runtimeStart = Duration.milliseconds(20)
  /// Starting a managed runtime.
  public static let managedRuntimeStart = Duration.milliseconds(100)
  /// What each request costs besides the handler.
  public static let requestOverhead = Duration.milliseconds(1)
  /// How long an idle environment is kept; observed are minutes up to an hour.
  public static let idleTime = Duration.seconds(600)
  /// From the answer to a change of a mapping until it is in force; on AWS seconds to minutes.
  public static let mappingChange = Duration.seconds(1)
  /// How long a mapping gets no more pollers after a batch has failed.
  public static let pollerBackOff = Duration.seconds(10)
  /// When a mapping asks again that could not read its queue.
  public static let pollRetry = Duration.seconds(20)
  /// After how long an environment is replaced even under load, once a request has ended.
  ///
  /// For maintenance every few hours, the developer guide says.
  /// ``Lambda/keepEnvironments(idle:atMost:)`` changes it.
  public static let lifetime = Duration.seconds(4 * 3_600)
  /// How often in a row INIT may fail until provisioned concurrency is given up.
  public static let provisioningTries = 3
  /// From accepting an asynchronous event to its first try.
  public static let queueDelay = Duration.milliseconds(15)
  /// How much later than an event its duplicate comes, at the most.
  public static let duplicateDelay = Duration.seconds(2)
}
