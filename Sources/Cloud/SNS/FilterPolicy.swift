import EventPattern
import JSON

/// Which of a topic's messages a subscription gets.
struct FilterPolicy {
  /// What of a message the policy looks at.
  enum Scope: String {
    case messageAttributes = "MessageAttributes"
    case messageBody = "MessageBody"
  }

  private let pattern: EventPattern?
  private let scope: Scope

  /// Reads a policy; an empty object admits everything.
  init(parsing text: String, scope: Scope) throws(ServiceError) {
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
      throw .invalidTopicParameter("Attributes Reason: FilterPolicy: \(error.reason)")
    }
  }

  /// A published message as policies see it; each form is made when it is first looked at.
  struct Subject {
    private let message: String
    private let attributes: [String: MessageAttributeValue]
    private lazy var body = try? JSONValue(parsing: message)
    private lazy var attributeEvent = MessageAttribute.event(
      of: attributes.map { name, value in
        MessageAttribute(
          name: name,
          dataType: value.dataType,
          value: value.stringValue ?? value.binaryValue ?? ""
        )
      }
    )

    init(message: String, attributes: [String: MessageAttributeValue]) {
      self.message = message
      self.attributes = attributes
    }

    /// What a policy of this scope is matched against; `nil` when the message has nothing to match.
    fileprivate mutating func event(_ scope: Scope) -> JSONValue? {
      scope == .messageBody ? body : attributeEvent
    }
  }

  /// Tells whether the subscription gets the message.
  ///
  /// A message whose body is not a JSON object meets no policy on bodies.
  func admits(_ subject: inout Subject) -> Bool {
    guard let pattern else { return true }
    return subject.event(scope).map(pattern.matches) ?? false
  }
}
