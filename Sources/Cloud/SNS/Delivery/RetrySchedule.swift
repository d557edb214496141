import Simulation

/// When SNS tries again to hand a message over: four phases, one after the other.
///
/// Source: the SNS developer guide, "Amazon SNS message delivery retries", read in 2026.
public struct RetrySchedule: Sendable {
  /// The waits before the second try, the third and so on, but for the long phase at the end.
  private let waits: [Duration]
  private let postBackOff: (count: Int, wait: Duration)

  private init(_ waits: [Duration], postBackOff: (Int, Duration)) {
    self.waits = waits
    self.postBackOff = postBackOff
  }

  /// How many tries there are, the first included.
  public var attempts: Int { 1 + waits.count + postBackOff.count }

  /// How long to wait before a try, without jitter.
  ///
  /// - Parameter attempt: the number of the try, from 1.
  /// - Returns: the wait; `nil` when there are no more tries.
  public func wait(before attempt: Int) -> Duration? {
    switch attempt {
    case ...1: .zero
    case ...(1 + waits.count): waits[attempt - 2]
    case ...attempts: postBackOff.wait
    default: nil
    }
  }

  /// How long all waits are together.
  public var total: Duration {
    waits.reduce(.zero, +) + postBackOff.wait * postBackOff.count
  }

  private static func waits(_ count: Int, _ wait: Duration) -> [Duration] {
    Array(repeating: wait, count: count)
  }

  /// For what AWS runs, queues, functions and delivery streams: 100,015 tries over 23 days.
  ///
  /// Simplified: the first try is one of the three without delay.
  public static let awsManaged = Self(
    waits(2, .zero) + waits(2, .seconds(1))
      + BackoffFunction.exponential.waits(10, from: .seconds(1), to: .seconds(20)),
    postBackOff: (100_000, .seconds(20))
  )

  /// For what others run, mail servers, telephone companies and push services, and for delivery
  /// streams that are asked for too much: 50 tries over 6 hours.
  ///
  /// Simplified: the first try is one of the two of the first phase.
  public static let customerManaged = Self(
    waits(1, .seconds(10))
      + BackoffFunction.exponential.waits(10, from: .seconds(10), to: .seconds(600)),
    postBackOff: (38, .seconds(600))
  )

  /// For addresses over HTTP, as their delivery policy says; the first try is none of the retries.
  init(_ policy: HTTPRetryPolicy) {
    let (shortest, longest) = (
      Duration.seconds(policy.minDelayTarget), Duration.seconds(policy.maxDelayTarget)
    )
    self.init(
      Self.waits(policy.numNoDelayRetries, .zero) + Self.waits(policy.numMinDelayRetries, shortest)
        + policy.backoffFunction.waits(policy.backOffRetries, from: shortest, to: longest),
      postBackOff: (policy.numMaxDelayRetries, longest)
    )
  }
}
