import Synchronization

/// The rules that have led to an event, one through the other: a rule that comes up again feeds
/// itself.
///
/// The trace header of AWS does not carry this, and the service does not stop a rule whose target
/// puts a matching event; its documentation warns of such loops, and of the bill. It travels here
/// with the `Lineage` of requests, so that a run comes to an end and says why.
final class EventChain: Sendable {
  /// How often rules have fed themselves since the first event, over all that has come of it.
  private final class Rounds: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func next(of rule: String) -> Int {
      counts.withLock { counts in
        counts[rule, default: 0] += 1
        return counts[rule, default: 0]
      }
    }
  }

  /// The rules' ARNs, each once.
  private let rules: [String]
  private let rounds: Rounds

  private init(_ rules: [String], _ rounds: Rounds) {
    self.rules = rules
    self.rounds = rounds
  }

  /// The chain behind one more rule.
  ///
  /// - Parameters:
  ///   - chain: the chain so far; `nil` where it begins.
  ///   - rule: the rule's ARN.
  /// - Returns: what the rule's targets hand on; `nil` when the rule has fed itself so often that it
  ///   is stopped.
  static func following(_ chain: EventChain?, _ rule: String) -> EventChain? {
    guard let chain else { return EventChain([rule], Rounds()) }
    guard chain.rules.contains(rule) else { return EventChain(chain.rules + [rule], chain.rounds) }
    return chain.rounds.next(of: rule) > EventBridgeAssumptions.roundsInOneLoop ? nil : chain
  }
}
