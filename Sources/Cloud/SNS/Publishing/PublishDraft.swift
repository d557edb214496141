import JSON

/// A message that somebody wants to publish, checked.
struct PublishDraft {
  /// What a FIFO topic keeps in order, and what it tells a repetition by.
  struct Marks: Hashable {
    let group: String
    let deduplicationID: String
  }

  let message: String
  let subject: String?
  /// The texts of single protocols, when the message has a structure.
  let messagesByProtocol: [String: String]
  let attributes: [String: MessageAttributeValue]
  /// The group; a standard topic hands it on to queues.
  let group: String?
  private let deduplicationID: String?
  /// The message as it was given, with all texts of its structure.
  private let body: String
  /// The bytes of the message, as it was given, and the attributes.
  let size: Int

  /// What a message to publish is made of.
  struct Parts {
    var message: String
    var subject: String?
    var structure: String?
    var attributes: [String: MessageAttributeValue]?
    var group: String?
    var deduplicationID: String?
  }

  /// Checks a message.
  ///
  /// - Parameters:
  ///   - parts: the message.
  ///   - needsDefault: whether a structure must have a text for all protocols that it does not name.
  /// - Throws: ``ServiceError`` about the first thing that SNS refuses.
  init(_ parts: Parts, needsDefault: Bool = true) throws(ServiceError) {
    if let subject = parts.subject, !Self.isSubject(subject) {
      throw .invalidTopicParameter("Subject")
    }
    guard !parts.message.isEmpty else { throw .invalidTopicParameter("Empty message") }
    attributes = parts.attributes ?? [:]
    try MessageAttributeRules.check(attributes)
    switch parts.structure {
    case nil, "":
      message = parts.message
      messagesByProtocol = [:]
    case "json":
      messagesByProtocol = try Self.texts(in: parts.message, needsDefault)
      message = messagesByProtocol["default"] ?? ""
    case let other?: throw .invalidTopicParameter("Unknown message structure: \(other)")
    }
    subject = parts.subject
    group = parts.group
    deduplicationID = parts.deduplicationID
    body = parts.message
    size = body.utf8.count + attributes.size
  }

  /// The texts under the names of protocols; other values are ignored.
  ///
  /// That for all other protocols may also be a number, `true`, `false` or `null`, as recorded from
  /// AWS in September 2026 (radkawar/stackd).
  private static func texts(
    in message: String,
    _ needsDefault: Bool
  ) throws(ServiceError) -> [String: String] {
    guard case .object(let object) = try? JSONValue(parsing: message) else {
      throw .invalidTopicParameter("Message Structure - JSON message body failed to parse")
    }
    var texts: [String: String] = [:]
    for (name, value) in object { texts[name] = value.stringValue }
    switch object["default"] {
    case .number, .bool, .null: texts["default"] = object["default"]?.text()
    default: break
    }
    guard texts["default"] != nil || !needsDefault else {
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

  /// Whether protocols may have texts of their own.
  var isStructured: Bool { !messagesByProtocol.isEmpty }

  /// The text for a protocol; without one of its own, that for all.
  func text(for name: String) -> String { messagesByProtocol[name] ?? message }

  /// The name in the structure of the text for a protocol.
  func textName(for name: String) -> String { messagesByProtocol[name] == nil ? "default" : name }

  /// Checks what only FIFO topics need, and what only they take.
  ///
  /// - Returns: the marks; `nil` for a standard topic.
  func marks(for topic: Topic) throws(ServiceError) -> Marks? {
    for (name, mark) in [
      ("MessageGroupId", group), ("MessageDeduplicationId", deduplicationID),
    ] {
      guard let mark else { continue }
      guard SNSQuotas.markLength.contains(mark.utf8.count),
        mark.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
      else {
        throw .invalidTopicParameter(
          "\(name) Reason: \(name) can only include alphanumeric and punctuation characters."
            + " \(SNSQuotas.markLength.lowerBound) to \(SNSQuotas.markLength.upperBound) in length"
        )
      }
    }
    guard topic.isFIFO else {
      guard deduplicationID == nil else {
        throw .invalidTopicParameter(
          "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that"
            + " is not valid for this topic type"
        )
      }
      return nil
    }
    guard let group else {
      throw .invalidTopicParameter("The MessageGroupId parameter is required for FIFO topics")
    }
    if let deduplicationID { return Marks(group: group, deduplicationID: deduplicationID) }
    guard topic.attributes.hasContentBasedDeduplication else {
      throw .invalidTopicParameter(
        "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
          + " provided explicitly"
      )
    }
    let hash = Hexadecimal.text(of: SHA256.digest(of: Array(body.utf8)))
    return Marks(group: group, deduplicationID: hash)
  }
}
