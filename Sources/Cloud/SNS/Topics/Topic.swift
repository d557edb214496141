import EventPattern
import JSON

/// A topic and who is subscribed to it.
///
/// A class, as a queue is, because every message looks its topic up, and to copy all that it knows
/// would cost more than the message.
final class Topic {
  let arn: ARN
  var attributes: TopicAttributes
  /// In the order in which they were added.
  var tags: [(key: String, value: String)] = []
  /// What a FIFO topic knows of the messages that it has taken.
  var fifo: TopicFIFO?
  /// The key with which messages have last been encrypted, as an ARN.
  var keyInUse: String?
  /// What a FIFO topic keeps to be replayed.
  var archive: MessageArchive?
  /// In the order in which they were made.
  private(set) var subscriptions: [Subscription] = []
  /// How many subscriptions have been ended.
  private(set) var deleted = 0
  /// What a message has to pass on its way to each subscription, in the same order: every message
  /// looks at all of these, and at few of the subscriptions.
  private var gates: [Gate] = []
  /// The places of the subscriptions, by their ARNs.
  private var places: [String: Int] = [:]
  /// The filter policies by their gates' numbers, to match all of them at once.
  private var attributePolicies = PatternSet<Int>()
  private var bodyPolicies = PatternSet<Int>()
  /// How many subscriptions there have been.
  private var made = 0

  private struct Gate {
    /// No other subscription of the topic has it.
    let number: Int
    let isLive: Bool
    /// What the filter policy looks at; `nil` when every message may pass.
    let scope: FilterPolicy.Scope?

    init(_ subscription: Subscription, number: Int) {
      self.number = number
      isLive = subscription.isLive
      scope = subscription.filter.flatMap { $0.selects ? $0.scope : nil }
    }
  }

  init(arn: ARN, attributes: TopicAttributes) {
    self.arn = arn
    self.attributes = attributes
    if attributes.isFIFO { fifo = TopicFIFO() }
  }

  var name: String { arn.name }
  var isFIFO: Bool { attributes.isFIFO }
  var policy: TopicPolicy { attributes.policy ?? TopicPolicy(ofNew: arn) }

  /// How many subscriptions have a filter policy that keeps anything out.
  var filterPolicyCount: Int { subscriptions.count { $0.filter?.selects == true } }

  /// The subscription with an ARN; `nil` when there is none.
  func subscription(_ arn: String) -> Subscription? { places[arn].map { subscriptions[$0] } }

  /// Adds a subscription, or puts a changed one in the place of the one with its ARN.
  func put(_ subscription: Subscription) {
    if let place = places[subscription.arn] {
      subscriptions[place] = subscription
      gates[place] = Gate(subscription, number: gates[place].number)
      setPolicies(of: gates[place].number, subscription.filter)
    } else {
      places[subscription.arn] = subscriptions.count
      subscriptions.append(subscription)
      gates.append(Gate(subscription, number: made))
      setPolicies(of: made, subscription.filter)
      made += 1
    }
  }

  /// Ends the subscription with an ARN.
  func remove(_ subscription: String) {
    guard let place = places.removeValue(forKey: subscription) else { return }
    subscriptions.remove(at: place)
    setPolicies(of: gates.remove(at: place).number, nil)
    deleted += 1
    for later in place..<subscriptions.count { places[subscriptions[later].arn] = later }
  }

  private func setPolicies(of number: Int, _ filter: FilterPolicy?) {
    attributePolicies[number] = filter?.pattern(of: .messageAttributes)
    bodyPolicies[number] = filter?.pattern(of: .messageBody)
  }

  /// Who gets a message, in the order in which they subscribed, and why others do not.
  ///
  /// A message whose body is not a JSON object meets no policy on bodies. Who has not confirmed, or
  /// is paused behind a replay, gets nothing and is not counted as filtered out.
  func audience(of draft: PublishDraft) -> Audience {
    var audience = Audience()
    let byAttributes = attributeVerdict(on: draft)
    let byBody = bodyVerdict(on: draft)
    var (keptByAttributes, keptByBody) = (0, 0)
    for (place, gate) in gates.enumerated() where gate.isLive {
      switch gate.scope {
      case nil: audience.matched.append(subscriptions[place])
      case .messageAttributes:
        if byAttributes.admitted.contains(gate.number) {
          audience.matched.append(subscriptions[place])
        } else {
          keptByAttributes += 1
        }
      case .messageBody where draft.isStructured:
        // Each protocol may have a body of its own.
        audience.bodyPolicies += 1
        audience.judge(subscriptions[place], draft)
      case .messageBody:
        audience.bodyPolicies += 1
        if byBody.admitted.contains(gate.number) {
          audience.matched.append(subscriptions[place])
        } else {
          keptByBody += 1
        }
      }
    }
    if keptByAttributes > 0 { audience.filteredOut[byAttributes.reason] = keptByAttributes }
    if keptByBody > 0 { audience.filteredOut[byBody.reason] = keptByBody }
    return audience
  }

  /// Whom all policies of one scope let get a message, and why they keep it from the others.
  private typealias Verdict = (admitted: Set<Int>, reason: FilteredOut)

  private func attributeVerdict(on draft: PublishDraft) -> Verdict {
    guard !attributePolicies.isEmpty else { return ([], .messageAttributes) }
    guard let event = FilterPolicy.event(of: draft.attributes) else {
      return ([], .invalidAttributes)
    }
    return (Set(attributePolicies.matches(event)), FilterPolicy.reason(draft.attributes))
  }

  private func bodyVerdict(on draft: PublishDraft) -> Verdict {
    guard !bodyPolicies.isEmpty, !draft.isStructured else { return ([], .messageBody) }
    guard FilterPolicy.mayBeBody(draft.message),
      let numbers = try? bodyPolicies.matches(parsing: Array(draft.message.utf8))
    else { return ([], .invalidMessageBody) }
    return (Set(numbers), .messageBody)
  }
}

/// Who gets a message.
struct Audience {
  var matched: [Subscription] = []
  /// How many subscriptions do not get it, by reason.
  var filteredOut: [FilteredOut: Int] = [:]
  /// How many policies have looked at the body.
  var bodyPolicies = 0

  /// Lets a subscription's own policy decide.
  fileprivate mutating func judge(_ subscription: Subscription, _ draft: PublishDraft) {
    if let reason = subscription.reason(toKeepOut: draft) {
      filteredOut[reason, default: 0] += 1
    } else {
      matched.append(subscription)
    }
  }
}

/// Why a filter policy keeps a message out, as the metrics call it.
public enum FilteredOut: String, Hashable, Sendable, CaseIterable {
  /// The policy looks at attributes, and does not admit those of the message.
  case messageAttributes = "MessageAttributes"
  /// The policy looks at attributes, and the message has none.
  case noMessageAttributes = "NoMessageAttributes"
  /// The policy looks at attributes, and one of the message's does not fit its type.
  case invalidAttributes = "InvalidAttributes"
  /// The policy looks at the body, and does not admit it.
  case messageBody = "MessageBody"
  /// The policy looks at the body, which is no JSON object.
  case invalidMessageBody = "InvalidMessageBody"
}
