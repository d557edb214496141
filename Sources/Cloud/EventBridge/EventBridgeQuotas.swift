import Simulation

/// EventBridge's limits and defaults, with their source and date.
///
/// Source unless said otherwise: the EventBridge user guide, read in 2026, and the service model of
/// botocore 1.43.11 (May 2026).
public enum EventBridgeQuotas {
  /// Buses of an account besides `default`.
  public static let buses = 100
  /// Letters in a bus's name.
  public static let busNameLength = 1...256
  /// Rules of a bus.
  public static let rules = 300
  /// Letters in a rule's name.
  public static let ruleNameLength = 1...64
  /// Targets of a rule.
  public static let targets = 5
  /// Rules of a bus whose pattern has a wildcard.
  public static let wildcardRules = 30
  /// Letters of a bus's policy.
  public static let policyLength = 10_240
  /// Letters of the description of a bus, a rule, an archive and a replay.
  public static let descriptionLength = 512
  /// Tags of a bus or a rule.
  public static let tags = 50
  /// Items on one page of a list.
  public static let pageSize = 1...100
  /// Targets in one request.
  public static let targetsOfRequest = 1...100
  /// Invocations of targets in a second; what is beyond them is delayed (us-east-1).
  public static let invocationsPerSecond = 18_750
  /// Letters in an archive's name.
  public static let archiveNameLength = 1...48
  /// Letters in a replay's name.
  public static let replayNameLength = 1...64
  /// Replays that go on at the same time.
  public static let concurrentReplays = 10
  /// For how many days a replay is remembered.
  public static let replayRecordDays: Int64 = 90
  /// Letters in the name of a connection and of an API destination.
  public static let connectionNameLength = 1...64
  /// Connections of an account.
  public static let connections = 3_000
  /// API destinations of an account.
  public static let destinations = 3_000
  /// Requests to an API destination in a second; what is beyond them is delayed.
  public static let destinationRate = 300
  /// How long an API destination may take to answer.
  public static let destinationTimeout = Duration.seconds(5)
  /// Letters in a target's id.
  public static let targetIDLength = 1...64
  /// Letters in a pattern that a request may have at all.
  static let patternOfRequestLength = 4_096
  /// Letters in a rule's pattern.
  public static let patternLength = 1...2_048
  /// Letters in a rule's schedule.
  public static let scheduleLength = 0...256
  /// Entries in one `PutEvents`.
  public static let entries = 1...10
  /// What all entries together must stay below; 256 KB until January 2026.
  public static let entriesSize = ByteCount.mebibytes(1)
  /// What an entry's `Time` adds to its size, in bytes.
  public static let timeSize = 14
  /// Letters in a detail-type.
  public static let detailTypeLength = 1...128
  /// Letters in a constant input and in a template.
  public static let inputLength = 1...8_192
  /// Letters in an input path.
  public static let inputPathLength = 1...256
  /// Variables of an input transformer.
  public static let inputVariables = 0...100
  /// Letters in the name of a variable.
  public static let inputVariableLength = 1...256
  /// How many times a delivery is tried again.
  public static let retryAttempts = 0...185
  /// How old an event may become before it is given up, in seconds: up to 24 hours.
  public static let eventAge = 60...86_400
  /// What counts as one event on the bill (AWS price page, June 2026).
  public static let billedChunk = ByteCount.kibibytes(64)
}

/// What AWS does not publish and the mini cloud has to choose.
///
/// Simplified: constants instead of distributions, so that a timeline reads well.
public enum EventBridgeAssumptions {
  /// How long a data key of an encrypted bus is used.
  public static let dataKeyReuse = Duration.seconds(300)
  /// What a request takes.
  public static let requestTime = Duration.milliseconds(10)
  /// From the answer to `PutEvents` to the first try to deliver; AWS says half a second typically,
  /// and less since 2023.
  public static let deliveryDelay = Duration.milliseconds(100)
  /// From the bus to its archive, before an event is counted there and can be replayed; AWS advises to
  /// wait ten minutes before a replay.
  public static let archiveDelay = Duration.seconds(300)
  /// From the request to the first event of a replay.
  public static let replayStart = Duration.seconds(30)
  /// How long a replay takes for a minute of event time that has events.
  public static let replayedMinute = Duration.seconds(1)
  /// How often a rule may feed itself from one event; AWS has no such bound, and the loop goes on.
  public static let roundsInOneLoop = 100
  /// By how much, up or down, a wait before a retry differs from its nominal length.
  public static let jitter = 0.1

  /// How long to wait before a retry: doubled each time up to eight minutes.
  ///
  /// So the 185 retries of the default policy span its 24 hours.
  ///
  /// - Parameter retry: the number of the retry, from 1.
  /// - Returns: the wait without jitter.
  public static func wait(beforeRetry retry: Int) -> Duration {
    .seconds(min(1 << min(retry - 1, 30), 480))
  }

  /// How long to wait before a retry, with its jitter.
  ///
  /// - Parameters:
  ///   - retry: the number of the retry, from 1.
  ///   - stream: what the jitter is drawn from.
  /// - Returns: the wait.
  static func wait(beforeRetry retry: Int, drawing stream: inout RandomStream) -> Duration {
    wait(beforeRetry: retry) * (1 + stream.uniform(in: -jitter..<jitter))
  }
}
