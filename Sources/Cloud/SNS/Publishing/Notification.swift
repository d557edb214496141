import JSON
import Simulation

/// A published message, and the forms in which subscribers get it.
struct Notification {
  let id: String
  let topic: ARN
  let draft: PublishDraft
  let instant: SimulationInstant
  /// When it was published, in milliseconds since 1970.
  let published: Int64
  /// The topic's name as people see it.
  let sender: String
  /// What a FIFO topic has given it.
  let marks: PublishDraft.Marks?
  let sequence: SequenceNumber?
  /// The key with which it is encrypted, as an ARN.
  let key: String?
  /// Whether it comes from its topic's archive.
  private(set) var isReplayed = false
  private let signatureVersion: String
  private let timestamp: String
  /// The signatures of texts, by their names in the structure: worked out once for all subscribers.
  private var signatures: [String: String] = [:]

  init(
    _ draft: PublishDraft,
    id: String,
    topic: Topic,
    marks: PublishDraft.Marks? = nil,
    sequence: SequenceNumber? = nil,
    in cloud: Cloud
  ) {
    self.draft = draft
    self.id = id
    self.topic = topic.arn
    self.marks = marks
    self.sequence = sequence
    instant = cloud.simulation.now
    published = cloud.unixMilliseconds
    sender = topic.attributes.displayName
    key = topic.attributes.key == nil ? nil : topic.keyInUse
    signatureVersion = topic.attributes.signatureVersion
    timestamp = Timestamp.iso8601(milliseconds: published)
  }

  var attributes: [String: MessageAttributeValue] { draft.attributes }

  /// The same message, delivered once more.
  var replayed: Self {
    var copy = self
    copy.isReplayed = true
    return copy
  }

  /// The seal beneath it, which a FIFO topic and a delivery stream do without.
  private var seal: NotificationSeal {
    NotificationSeal(version: signatureVersion, region: topic.region)
  }

  /// The text for a subscriber's protocol.
  func text(for subscription: Subscription) -> String {
    draft.text(for: subscription.kind.rawValue)
  }

  /// Works out the signatures that subscribers will get.
  mutating func sign(for subscribers: [Subscription]) {
    for subscription in subscribers where sequence == nil && subscription.isSigned {
      let name = draft.textName(for: subscription.kind.rawValue)
      if signatures[name] == nil { signatures[name] = signature(for: subscription) }
    }
  }

  private func signature(for subscription: Subscription) -> String {
    let known = signatures[draft.textName(for: subscription.kind.rawValue)]
    // Who has changed between the publish and the delivery needs one of its own.
    return known
      ?? seal.signature(
        of: [
          ("Message", text(for: subscription)), ("MessageId", id), ("Subject", draft.subject),
          ("Timestamp", timestamp), ("TopicArn", topic.description), ("Type", "Notification"),
        ]
      )
  }

  private var attributesJSON: JSONObject {
    JSONObject(
      attributes.sorted { $0.key < $1.key }.map { name, value in
        let text = value.stringValue ?? value.binaryValue ?? ""
        return (name, ["Type": .string(value.dataType), "Value": .string(text)])
      }
    )
  }

  /// What a queue or an address over HTTP gets, and a mailbox that asks for JSON.
  func envelope(for subscription: Subscription) -> JSONValue {
    let text = text(for: subscription)
    var envelope: JSONObject = ["Type": "Notification", "MessageId": .string(id)]
    if let sequence { envelope["SequenceNumber"] = .string(sequence.text) }
    if isReplayed { envelope["Replayed"] = "true" }
    envelope["TopicArn"] = .string(topic.description)
    if let subject = draft.subject { envelope["Subject"] = .string(subject) }
    envelope["Message"] = .string(text)
    envelope["Timestamp"] = .string(timestamp)
    if sequence == nil, subscription.kind != .firehose {
      envelope["SignatureVersion"] = .string(signatureVersion)
      envelope["Signature"] = .string(signature(for: subscription))
      envelope["SigningCertURL"] = .string(seal.certificate)
    }
    envelope["UnsubscribeURL"] = .string(SNSWebsite.unsubscribeURL(of: subscription))
    if !attributes.isEmpty { envelope["MessageAttributes"] = .object(attributesJSON) }
    return .object(envelope)
  }

  /// The event of a function: one record, in which two names end otherwise than in the envelope.
  func event(for subscription: Subscription) -> JSONValue {
    let text = text(for: subscription)
    let notification: JSONObject = [
      "SignatureVersion": .string(signatureVersion),
      "Timestamp": .string(timestamp),
      "Signature": .string(signature(for: subscription)),
      "SigningCertUrl": .string(seal.certificate),
      "MessageId": .string(id),
      "Message": .string(text),
      "MessageAttributes": .object(attributesJSON),
      "Type": "Notification",
      "UnsubscribeUrl": .string(SNSWebsite.unsubscribeURL(of: subscription)),
      "TopicArn": .string(topic.description),
      "Subject": draft.subject.map { .string($0) } ?? .null,
    ]
    return Self.event(notification, of: subscription)
  }

  /// What a delivery stream gets: the envelope and a line break, or the message as it is.
  ///
  /// Source: the SNS developer guide, "Formatting Amazon SNS notifications for storage in Amazon S3
  /// destinations", where line breaks separate envelopes, and "Amazon SNS raw message delivery", which
  /// sends a message as it is and none of its attributes.
  func delivery(toStreamOf subscription: Subscription) -> Delivery {
    Delivery(
      text: subscription.isRaw
        ? text(for: subscription) : envelope(for: subscription).text() + "\n"
    )
  }

  static func event(_ notification: JSONObject, of subscription: Subscription) -> JSONValue {
    let record: JSONObject = [
      "EventVersion": "1.0",
      "EventSubscriptionArn": .string(subscription.arn),
      "EventSource": "aws:sns",
      "Sns": .object(notification),
    ]
    return ["Records": [.object(record)]]
  }

  /// What a queue gets: the envelope, or the message alone with its attributes.
  ///
  /// Queues get the group along, FIFO queues also what tells a repetition.
  func delivery(toQueueOf subscription: Subscription) -> Delivery {
    var delivery =
      subscription.isRaw
      ? Delivery(text: text(for: subscription), attributes: attributes)
      : Delivery(payload: envelope(for: subscription))
    if subscription.endpoint.isFIFOQueue {
      delivery.groupID = marks?.group
      delivery.deduplicationID = marks?.deduplicationID
    } else if marks == nil {
      delivery.groupID = draft.group
    }
    return delivery
  }
}

/// What stands where AWS's signature stands.
///
/// Simplified: nobody here has AWS's private key. The text that AWS signs is built as AWS builds it,
/// and `Signature` is its SHA-256 in Base64: it changes with the message and proves nothing.
struct NotificationSeal {
  let version: String
  let region: String

  var certificate: String {
    "https://sns.\(region).amazonaws.com/SimpleNotificationService-"
      + "9c6465fa7f48f5cacd23014631ec1136.pem"
  }

  /// The seal of named values in the order of their names; those that are absent are left out.
  func signature(of values: [(name: String, value: String?)]) -> String {
    let text = values.reduce(into: "") { text, pair in
      if let value = pair.value { text += "\(pair.name)\n\(value)\n" }
    }
    return Base64.encode(SHA256.digest(of: Array(text.utf8)))
  }
}
