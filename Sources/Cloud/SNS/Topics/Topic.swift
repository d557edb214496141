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
  /// In the order in which they were made.
  private(set) var subscriptions: [Subscription] = []
  /// How many subscriptions have been ended.
  private(set) var deleted = 0
  /// The places of the subscriptions, by their ARNs.
  private var places: [String: Int] = [:]
  /// The subscriptions' filter policies by the subscriptions' ARNs, to match all of them at once.
  private var attributePolicies = PatternSet<String>()
  private var bodyPolicies = PatternSet<String>()

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
    let filter = subscription.filter
    attributePolicies[subscription.arn] = filter?.pattern(of: .messageAttributes)
    bodyPolicies[subscription.arn] = filter?.pattern(of: .messageBody)
    if let place = places[subscription.arn] {
      subscriptions[place] = subscription
    } else {
      places[subscription.arn] = subscriptions.count
      subscriptions.append(subscription)
    }
  }

  /// Ends the subscription with an ARN.
  func remove(_ subscription: String) {
    attributePolicies[subscription] = nil
    bodyPolicies[subscription] = nil
    guard let place = places.removeValue(forKey: subscription) else { return }
    subscriptions.remove(at: place)
    deleted += 1
    for later in place..<subscriptions.count { places[subscriptions[later].arn] = later }
  }

  /// Who gets a message, in the order in which they subscribed, and why others do not.
  ///
  /// A message whose body is not a JSON object meets no policy on bodies. Who has not confirmed gets
  /// nothing, and is not counted as filtered out.
  func audience(of draft: PublishDraft) -> Audience {
    var audience = Audience()
    let (byBody, bodyReason) = admittedByBody(draft.message)
    let (byAttributes, attributeReason) = admittedByAttributes(draft.attributes)
    for subscription in subscriptions where subscription.isConfirmed {
      guard let filter = subscription.filter, filter.selects else {
        audience.matched.append(subscription)
        continue
      }
      let isBody = filter.scope == .messageBody
      if isBody { audience.bodyPolicies += 1 }
      if (isBody ? byBody : byAttributes).contains(subscription.arn) {
        audience.matched.append(subscription)
      } else {
        audience.filteredOut[isBody ? bodyReason : attributeReason, default: 0] += 1
      }
    }
    return audience
  }

  private func admittedByBody(_ message: String) -> (Set<String>, FilteredOut) {
    guard !bodyPolicies.isEmpty else { return ([], .messageBody) }
    guard message.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
      let arns = try? bodyPolicies.matches(parsing: Array(message.utf8))
    else { return ([], .invalidMessageBody) }
    return (Set(arns), .messageBody)
  }

  private func admittedByAttributes(
    _ attributes: [String: MessageAttributeValue]
  ) -> (Set<String>, FilteredOut) {
    guard !attributePolicies.isEmpty else { return ([], .messageAttributes) }
    guard let event = FilterPolicy.event(of: attributes) else { return ([], .invalidAttributes) }
    let admitted = Set(attributePolicies.matches(event))
    return (admitted, attributes.isEmpty ? .noMessageAttributes : .messageAttributes)
  }
}

/// Who gets a message.
struct Audience {
  var matched: [Subscription] = []
  /// How many subscriptions do not get it, by reason.
  var filteredOut: [FilteredOut: Int] = [:]
  /// How many policies have looked at the body.
  var bodyPolicies = 0
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
