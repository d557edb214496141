import JSON

/// A published message, and the forms in which subscribers get it.
struct Notification {
  let id: String
  let topic: ARN
  let subject: String?
  /// The message for a protocol; without one of its own, the default.
  private let messages: [String: String]
  private let message: String
  let attributes: [String: MessageAttributeValue]
  private let timestamp: String
  private let signature: String

  init(_ draft: PublishDraft, id: String, topic: ARN, in cloud: Cloud) {
    self.id = id
    self.topic = topic
    subject = draft.subject
    message = draft.message
    messages = draft.messagesByProtocol
    attributes = draft.attributes
    timestamp = Timestamp.iso8601(simulationOf: cloud)
    signature = Self.signature(of: draft, id: id, topic: topic, timestamp)
  }

  /// Stands where AWS's signature stands.
  ///
  /// Simplified: a hash of the text that AWS signs, in the order in which AWS signs it.
  private static func signature(
    of draft: PublishDraft,
    id: String,
    topic: ARN,
    _ timestamp: String
  ) -> String {
    var text = "Message\n\(draft.message)\nMessageId\n\(id)\n"
    if let subject = draft.subject { text += "Subject\n\(subject)\n" }
    text += "Timestamp\n\(timestamp)\nTopicArn\n\(topic)\nType\nNotification\n"
    return Base64.encode(SHA256.digest(of: Array(text.utf8)))
  }

  /// What is handed to a subscriber's endpoint.
  func delivery(to subscription: Subscription) -> Delivery {
    switch subscription.kind {
    case .lambda: Delivery(payload: event(for: subscription))
    case .sqs where subscription.isRaw:
      Delivery(text: text(for: .sqs), attributes: attributes)
    case .sqs: Delivery(payload: envelope(for: subscription))
    }
  }

  private func text(for kind: Subscription.Kind) -> String {
    messages[kind.rawValue] ?? message
  }

  private var signingCertificate: String {
    "https://sns.\(topic.region).amazonaws.com/SimpleNotificationService-"
      + "9c6465fa7f48f5cacd23014631ec1136.pem"
  }

  private func unsubscribeURL(_ subscription: Subscription) -> String {
    "https://sns.\(topic.region).amazonaws.com/?Action=Unsubscribe&SubscriptionArn="
      + subscription.arn
  }

  private var attributesJSON: JSONObject {
    JSONObject(
      attributes.sorted { $0.key < $1.key }.map { name, value in
        let text = value.stringValue ?? value.binaryValue ?? ""
        return (name, ["Type": .string(value.dataType), "Value": .string(text)])
      }
    )
  }

  /// The body of a queue's message.
  private func envelope(for subscription: Subscription) -> JSONValue {
    var envelope: JSONObject = [
      "Type": "Notification",
      "MessageId": .string(id),
      "TopicArn": .string(topic.description),
    ]
    if let subject { envelope["Subject"] = .string(subject) }
    envelope["Message"] = .string(text(for: subscription.kind))
    envelope["Timestamp"] = .string(timestamp)
    envelope["SignatureVersion"] = "1"
    envelope["Signature"] = .string(signature)
    envelope["SigningCertURL"] = .string(signingCertificate)
    envelope["UnsubscribeURL"] = .string(unsubscribeURL(subscription))
    if !attributes.isEmpty { envelope["MessageAttributes"] = .object(attributesJSON) }
    return .object(envelope)
  }

  /// The event of a function: one record, in which two names end otherwise than in the envelope.
  private func event(for subscription: Subscription) -> JSONValue {
    let notification: JSONObject = [
      "SignatureVersion": "1",
      "Timestamp": .string(timestamp),
      "Signature": .string(signature),
      "SigningCertUrl": .string(signingCertificate),
      "MessageId": .string(id),
      "Message": .string(text(for: .lambda)),
      "MessageAttributes": .object(attributesJSON),
      "Type": "Notification",
      "UnsubscribeUrl": .string(unsubscribeURL(subscription)),
      "TopicArn": .string(topic.description),
      "Subject": subject.map { .string($0) } ?? .null,
    ]
    let record: JSONObject = [
      "EventVersion": "1.0",
      "EventSubscriptionArn": .string(subscription.arn),
      "EventSource": "aws:sns",
      "Sns": .object(notification),
    ]
    return ["Records": [.object(record)]]
  }
}
