import Simulation

/// SNS's limits and the phases of its delivery retries, with their source and date.
///
/// Source unless said otherwise: the SNS developer guide, read in 2026, and the service model of
/// botocore 1.43.11 (May 2026).
public enum SNSQuotas {
  /// Letters in a topic's name: letters, digits, hyphens and underscores.
  public static let topicNameLength = 1...256
  /// A message with its attributes, and a batch in total.
  public static let messageSize = ByteCount.kibibytes(256)
  /// Letters in a subject: less than 100.
  public static let subjectLength = 1..<100
  /// Entries in one batch.
  public static let batchSize = 1...10
  /// Letters in the id of a batch's entry.
  public static let entryIDLength = 1...80
  /// Keys with values in a filter policy.
  public static let filterPolicyKeys = 5
  /// The product of the numbers of values over all keys of a filter policy.
  public static let filterPolicyCombinations = 150
  /// What counts as one publish on the bill (AWS price page, June 2026).
  public static let billedChunk = ByteCount.kibibytes(64)
}

/// How SNS tries again to deliver to a queue or a function: four phases, 100,015 tries, 23 days.
public enum SNSDeliveryRetries {
  /// All tries, the first included.
  public static let attempts = 100_015
  private static let immediate = 3
  private static let preBackOff = 2
  private static let backOff = 10
  /// The ninth root of 20: ten waits lead from 1 s to 20 s.
  private static let step = 1.394_950_719

  /// How long to wait before a try.
  ///
  /// Simplified: the guide names the phases and that jitter is applied, not how much; here the
  /// first try is one of the three without delay.
  ///
  /// - Parameter attempt: the number of the try, from 1.
  /// - Returns: the wait without jitter; `nil` when there are no more tries.
  public static func wait(before attempt: Int) -> Duration? {
    switch attempt {
    case ...immediate: return .zero
    case ...(immediate + preBackOff): return .seconds(1)
    case ...(immediate + preBackOff + backOff):
      let steps = attempt - immediate - preBackOff - 1
      return .seconds(rounding: (0..<steps).reduce(1) { wait, _ in wait * step })
    case ...attempts: return .seconds(20)
    default: return nil
    }
  }
}

/// What AWS does not publish and the mini cloud has to choose.
///
/// Simplified: constants instead of distributions, so that a timeline reads well.
public enum SNSAssumptions {
  /// What a request takes.
  public static let requestTime = Duration.milliseconds(10)
  /// From the answer to a publish to the first try to deliver.
  public static let deliveryDelay = Duration.milliseconds(20)
  /// By how much, up or down, a wait before a retry differs from its nominal length.
  public static let jitter = 0.1
}
