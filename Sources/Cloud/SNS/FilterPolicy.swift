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

  /// Whether the policy keeps any message out.
  var selects: Bool { pattern != nil }

  /// The pattern that messages must match, if it looks at this part of them.
  func pattern(of scope: Scope) -> EventPattern? { scope == self.scope ? pattern : nil }
}
