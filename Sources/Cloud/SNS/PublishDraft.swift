import JSON

/// A message that somebody wants to publish, checked.
struct PublishDraft {
  let message: String
  let subject: String?
  /// The texts of single protocols, when the message has a structure.
  let messagesByProtocol: [String: String]
  let attributes: [String: MessageAttributeValue]
  /// The bytes of message, subject and attributes.
  let size: Int

  /// - Throws: ``ServiceError`` about the first thing that SNS refuses.
  init(
    message: String,
    subject: String?,
    structure: String?,
    attributes: [String: MessageAttributeValue]
  ) throws(ServiceError) {
    guard !message.isEmpty else { throw .invalidTopicParameter("Empty message") }
    if let subject, !Self.isSubject(subject) { throw .invalidTopicParameter("Subject") }
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      try Self.check(value, of: name)
    }
    switch structure {
    case nil, "":
      self.message = message
      messagesByProtocol = [:]
    case "json":
      messagesByProtocol = try Self.texts(in: message)
      self.message = messagesByProtocol["default"] ?? ""
    default:
      throw .invalidTopicParameter("Unknown message structure: \(structure ?? "")")
    }
    self.subject = subject
    self.attributes = attributes
    size = message.utf8.count + attributes.size
  }

  /// The texts under the names of protocols; other values are ignored, and `default` must be there.
  private static func texts(in message: String) throws(ServiceError) -> [String: String] {
    guard case .object(let object) = try? JSONValue(parsing: message) else {
      throw .invalidTopicParameter("Message Structure - JSON message body failed to parse")
    }
    var texts: [String: String] = [:]
    for (name, value) in object { texts[name] = value.stringValue }
    guard texts["default"] != nil else {
      throw .invalidTopicParameter(
        "Message Structure - No default entry in JSON message body"
      )
    }
    return texts
  }

  private static func isSubject(_ subject: String) -> Bool {
    SNSQuotas.subjectLength.contains(subject.utf8.count)
      && subject.utf8.allSatisfy { (0x20...0x7e).contains($0) } && !subject.hasPrefix(" ")
  }

  private static func check(
    _ value: MessageAttributeValue,
    of name: String
  ) throws(ServiceError) {
    let isSpelled = name.utf8.allSatisfy { Letters.isNameLetter($0) || $0 == UInt8(ascii: ".") }
    guard (1...256).contains(name.utf8.count), isSpelled, !name.hasPrefix("."),
      !name.hasSuffix("."), !name.hasPrefix("AWS."), !name.hasPrefix("Amazon.")
    else { throw .messageAttributeInvalid("Invalid message attribute name: \(name)") }
    guard ["Binary", "Number", "String"].contains(value.baseType) else {
      throw .messageAttributeInvalid(
        "The message attribute '\(name)' has an invalid message attribute type, the set of"
          + " supported type prefixes is Binary, Number, and String."
      )
    }
    let content = value.baseType == "Binary" ? value.binaryValue : value.stringValue
    guard let content, !content.isEmpty else {
      throw .messageAttributeInvalid(
        "The message attribute '\(name)' must contain non-empty message attribute value for message"
          + " attribute type '\(value.dataType)'."
      )
    }
    if value.baseType == "Number", JSONNumber(literal: content) == nil {
      throw .messageAttributeInvalid(
        "Could not cast message attribute '\(name)' value to number."
      )
    }
    if value.dataType == "String.Array" {
      guard case .array = try? JSONValue(parsing: content) else {
        throw .messageAttributeInvalid(
          "The message attribute '\(name)' of type String.Array holds no JSON array."
        )
      }
    }
  }
}
