public import Simulation
import Synchronization

/// What has reached people: e-mails, text messages, notifications on telephones.
public final class Outbox: Sendable {
  /// The way in which a message reaches somebody.
  public enum Channel: String, Hashable, Sendable, CaseIterable {
    /// An e-mail with a plain text.
    case email
    /// An e-mail whose text is JSON, for a program to read.
    case emailJSON = "email-json"
    /// A text message.
    case sms
    /// A notification on a mobile device.
    case push
  }

  /// A message that has arrived.
  public struct Message: Hashable, Sendable {
    /// When it arrived.
    public let instant: SimulationInstant
    /// How it came.
    public let channel: Channel
    /// The address, the telephone number or the device's token.
    public let recipient: String
    /// Who sends it, as the recipient sees it.
    public let sender: String
    /// What it is about; `nil` where there is no such line.
    public let subject: String?
    /// What it says.
    public let text: String
    /// With which the recipient can confirm a subscription; `nil` in all other messages.
    public var token: String?
    /// The address behind the link in it; `nil` when there is none.
    public var link: String?

    /// Creates a message.
    public init(
      at instant: SimulationInstant,
      _ channel: Channel,
      to recipient: String,
      from sender: String,
      subject: String? = nil,
      text: String
    ) {
      self.instant = instant
      self.channel = channel
      self.recipient = recipient
      self.sender = sender
      self.subject = subject
      self.text = text
    }
  }

  private struct State {
    var messages: [Message] = []
    var counts: [String: Int] = [:]
  }

  /// How many messages are kept; a long load sends more than anybody reads.
  public static let kept = 1_000
  private let state = Mutex(State())

  init() {}

  /// The latest messages, oldest first: at least ``kept`` of them if there were as many.
  public var messages: [Message] { state.withLock { $0.messages } }

  /// How many messages there have been, to everybody or to one recipient.
  public func count(to recipient: String? = nil) -> Int {
    state.withLock { state in
      recipient.map { state.counts[$0] ?? 0 } ?? state.counts.values.reduce(0, +)
    }
  }

  /// Puts a message into its recipient's mailbox.
  public func add(_ message: Message) {
    state.withLock { state in
      state.counts[message.recipient, default: 0] += 1
      state.messages.append(message)
      // Trimming only at twice the number makes each message's share of the work constant.
      if state.messages.count >= 2 * Self.kept { state.messages.removeFirst(Self.kept) }
    }
  }

  func removeAll() {
    state.withLock { $0 = State() }
  }
}
