public import EventPattern
import JSON

/// Which of a topic's messages a subscription gets.
struct FilterPolicy {
  /// What of a message the policy looks at.
  enum Scope: String {
    case messageAttributes = "MessageAttributes"
    case messageBody = "MessageBody"
  }

  private let pattern: EventPattern?
  let scope: Scope

  /// Reads a policy; an empty object admits everything.
  init(parsing text: String, scope: Scope) throws(AttributeProblem) {
    self.scope = scope
    if case .object(let object) = try? JSONValue(parsing: text), object.isEmpty {
      pattern = nil
      return
    }
    do {
      pattern = try EventPattern(
        parsing: text,
        dialect: scope == .messageBody ? .snsMessageBody : .snsMessageAttributes
      )
    } catch {
      throw .invalid("FilterPolicy: \(error.report)")
    }
  }

  /// Whether the policy keeps any message out.
  var selects: Bool { pattern != nil }

  /// The pattern that messages must match, if it looks at this part of them.
  func pattern(of scope: Scope) -> EventPattern? { scope == self.scope ? pattern : nil }

  /// Why the policy keeps a message with this text for its subscription out; `nil` when it does not.
  func reason(toKeepOut text: String, _ attributes: [String: MessageAttributeValue]) -> FilteredOut?
  {
    guard let pattern else { return nil }
    switch scope {
    case .messageBody:
      guard Self.mayBeBody(text), let body = try? JSONValue(parsing: text) else {
        return .invalidMessageBody
      }
      return pattern.matches(body) ? nil : .messageBody
    case .messageAttributes:
      guard let event = Self.event(of: attributes) else { return .invalidAttributes }
      return pattern.matches(event) ? nil : Self.reason(attributes)
    }
  }

  /// Why policies on attributes keep a message out whose attributes fit their types.
  static func reason(_ attributes: [String: MessageAttributeValue]) -> FilteredOut {
    attributes.isEmpty ? .noMessageAttributes : .messageAttributes
  }

  /// Whether a text begins as a JSON object does, which alone policies on bodies can admit.
  static func mayBeBody(_ text: String) -> Bool {
    text.utf8.first { $0 > 0x20 } == UInt8(ascii: "{")
  }

  /// Message attributes as policies see them; `nil` when one of them does not fit its type.
  static func event(of attributes: [String: MessageAttributeValue]) -> JSONValue? {
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

/// Which messages a subscription gets, for a reader.
public struct SubscriptionFilter: Sendable {
  /// The policy; `nil` when the subscription gets every message.
  public let pattern: EventPattern?
  /// Whether the policy looks at the message, and not at its attributes.
  public let looksAtBody: Bool
}

extension SNS {
  /// The filter of a subscription; `nil` when there is no such subscription.
  public func filter(ofSubscription arn: String) -> SubscriptionFilter? {
    guard let subscription = findSubscription(arn) else { return nil }
    let scope = subscription.filter?.scope ?? .messageAttributes
    return SubscriptionFilter(
      pattern: subscription.filter?.pattern(of: scope),
      looksAtBody: scope == .messageBody
    )
  }
}
