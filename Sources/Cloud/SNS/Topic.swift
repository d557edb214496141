import EventPattern
import JSON

/// A topic and who is subscribed to it.
struct Topic {
  let arn: ARN
  let attributes: [String: String]
  /// In the order in which they were made.
  private(set) var subscriptions: [Subscription] = []
  /// The subscriptions' filter policies by the subscriptions' ARNs, to match all of them at once.
  private var attributePolicies = PatternSet<String>()
  private var bodyPolicies = PatternSet<String>()

  init(arn: ARN, attributes: [String: String]) {
    self.arn = arn
    self.attributes = attributes
  }

  var name: String { arn.name }

  /// Adds a subscription, or puts a changed one in the place of the one with its ARN.
  mutating func put(_ subscription: Subscription) {
    let filter = subscription.filter
    attributePolicies[subscription.arn] = filter?.pattern(of: .messageAttributes)
    bodyPolicies[subscription.arn] = filter?.pattern(of: .messageBody)
    if let index = subscriptions.firstIndex(where: { $0.arn == subscription.arn }) {
      subscriptions[index] = subscription
    } else {
      subscriptions.append(subscription)
    }
  }

  /// Ends the subscription with an ARN.
  mutating func remove(_ subscription: String) {
    attributePolicies[subscription] = nil
    bodyPolicies[subscription] = nil
    subscriptions.removeAll { $0.arn == subscription }
  }

  /// The subscriptions that get a message, in the order in which they were made.
  ///
  /// A message whose body is not a JSON object meets no policy on bodies.
  mutating func subscriptions(
    for message: String,
    _ attributes: [String: MessageAttributeValue]
  ) -> [Subscription] {
    var admitted: Set<String> = []
    if !bodyPolicies.isEmpty, let arns = try? bodyPolicies.matches(parsing: Array(message.utf8)) {
      admitted.formUnion(arns)
    }
    if !attributePolicies.isEmpty, let event = Self.event(of: attributes) {
      admitted.formUnion(attributePolicies.matches(event))
    }
    return subscriptions.filter { $0.filter?.selects != true || admitted.contains($0.arn) }
  }

  /// The message attributes as policies see them; `nil` when one of them does not fit its type.
  private static func event(of attributes: [String: MessageAttributeValue]) -> JSONValue? {
    MessageAttribute.event(
      of: attributes.map { name, value in
        MessageAttribute(
          name: name,
          dataType: value.dataType,
          value: value.stringValue ?? value.binaryValue ?? ""
        )
      }
    )
  }
}
