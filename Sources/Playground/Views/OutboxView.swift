import Cloud
import Figures
import JSON
import Simulation

/// What has reached people: e-mails, text messages, notifications on telephones.
struct OutboxView {
  /// How many messages are shown at most.
  static let limit = 20

  private let messages: [Outbox.Message]
  private let recipient: String?

  init(of world: World, to recipient: String?) {
    self.recipient = recipient
    messages = world.cloud.internet.outbox.messages.filter {
      recipient == nil || $0.recipient == recipient
    }
  }

  /// Who has got anything.
  static func recipients(in world: World) -> [String] {
    world.cloud.internet.outbox.messages.reduce(into: []) { names, message in
      if !names.contains(message.recipient) { names.append(message.recipient) }
    }
  }

  var figures: [Figure] {
    guard !messages.isEmpty else {
      return [
        .text("\(recipient ?? "Nobody") has got \(recipient == nil ? "anything" : "nothing").")
      ]
    }
    let left = messages.count - Self.limit
    return (left > 0 ? [.text("\(left) earlier messages are left out.")] : [])
      + messages.suffix(Self.limit).map { .text(Self.text(of: $0)) }
  }

  private static func text(of message: Outbox.Message) -> String {
    let subject = message.subject.map { "\n  Subject: \($0)" } ?? ""
    let body = message.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  \($0)" }.joined(separator: "\n")
    return "\(message.instant)  \(message.channel.rawValue) to \(message.recipient) from"
      + " \(message.sender)\(subject)\n\(body)"
      + (message.link.map { "\n  Link: \($0)" } ?? "")
  }

  var json: JSONValue {
    .array(
      messages.map { message in
        [
          "at_ms": .number(JSONNumber(message.instant.duration(since: .start).milliseconds)),
          "channel": .string(message.channel.rawValue),
          "to": .string(message.recipient),
          "from": .string(message.sender),
          "subject": message.subject.map { .string($0) } ?? .null,
          "text": .string(message.text),
          "token": message.token.map { .string($0) } ?? .null,
          "link": message.link.map { .string($0) } ?? .null,
        ]
      }
    )
  }
}
