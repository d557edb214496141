import Simulation

/// A message that a producer wants to send.
struct MessageDraft {
  let body: String
  let delay: Int?
  let attributes: [String: MessageAttributeValue]
  let systemAttributes: [String: MessageAttributeValue]
  let deduplicationID: String?
  let group: String?
  /// The account that sends, if it is not the queue's.
  let sender: String?
  /// Whether it is an entry of a batch, whose size is refused in other words.
  var isEntry = false

  /// The bytes of body and attributes; what the service is told does not count.
  var size: Int { body.utf8.count + (attributes.isEmpty ? 0 : attributes.size) }

  /// Whether anything but body and attributes was given.
  private var hasMarks: Bool {
    group != nil || deduplicationID != nil || sender != nil || !systemAttributes.isEmpty
  }

  /// What a FIFO queue tells repetitions by, or its refusal.
  func deduplicationKey(
    _ attributes: FIFOAttributes
  ) throws(ServiceError) -> Deduplication.Key {
    guard let group, !group.isEmpty else { throw .missingQueueParameter("MessageGroupId") }
    guard let id = deduplicationID ?? contentID(attributes) else {
      throw .invalidQueueParameter(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId"
          + " provided explicitly"
      )
    }
    return .init(group: attributes.scope == .messageGroup ? group : nil, id: id)
  }

  private func contentID(_ attributes: FIFOAttributes) -> String? {
    guard attributes.contentBasedDeduplication else { return nil }
    return Hexadecimal.text(of: SHA256.digest(of: Array(body.utf8)))
  }

  /// Checks everything that does not depend on what the queue holds.
  func check(for queue: SQSQueue) throws(ServiceError) {
    try MessageChecks.check(body: body)
    if let delay {
      guard !queue.isFIFO || delay == 0 else {
        throw .parameterOfOtherQueueType("DelaySeconds", "\(delay)")
      }
      try MessageChecks.check(delay: delay)
    }
    if !attributes.isEmpty { try MessageChecks.check(attributes: attributes) }
    if hasMarks { try checkMarks(for: queue) }
    guard size <= queue.attributes.maximumMessageSize else {
      throw .invalidQueueParameter(
        "One or more parameters \(isEntry ? "cannot be validated" : "are invalid"). Reason: Message"
          + " must be shorter than \(queue.attributes.maximumMessageSize) bytes."
      )
    }
  }

  private func checkMarks(for queue: SQSQueue) throws(ServiceError) {
    if !systemAttributes.isEmpty { try MessageChecks.check(systemAttributes: systemAttributes) }
    if let group { try MessageChecks.check(mark: group, "MessageGroupId") }
    if let deduplicationID {
      guard queue.isFIFO else {
        throw .parameterOfOtherQueueType("MessageDeduplicationId", deduplicationID)
      }
      try MessageChecks.check(mark: deduplicationID, "MessageDeduplicationId")
    }
  }

  /// What the message carries beside body and attributes; `nil` when that is nothing.
  func marks(deduplicationID: String?, sequence: SequenceNumber?) -> MessageMarks? {
    guard hasMarks || sequence != nil else { return nil }
    return MessageMarks(
      group: group,
      deduplicationID: deduplicationID,
      sequence: sequence,
      traceHeader: systemAttributes[MessageChecks.traceHeader]?.stringValue,
      sender: sender
    )
  }
}

extension SQS {
  /// Checks a message and puts it into the queue; a repetition is accepted and goes nowhere.
  func add(
    _ draft: MessageDraft,
    to queue: SQSQueue,
    with encryption: MessageKey?,
    in lineage: Lineage?
  ) throws(ServiceError) -> SendMessage.Output {
    try draft.check(for: queue)
    let key = try queue.attributes.fifo.map { fifo throws(ServiceError) in
      try draft.deduplicationKey(fifo)
    }
    queue.advance()
    if let key, let original = queue.fifo?.deduplication.original(key, at: simulation.now) {
      queue.metrics.duplicateAccepted()
      cloud.record(
        SQSEvent.duplicateAccepted(messageID: original.messageID, deduplicationID: key.id),
        from: queue.name
      )
      return output(draft, id: original.messageID, original.sequence, md5: MD5.hex(draft.body))
    }
    let id = newMessageID()
    let sequence = queue.fifo?.nextSequenceNumber()
    if let key {
      queue.fifo?.deduplication.accept(
        .init(messageID: id, sequence: sequence),
        as: key,
        at: simulation.now
      )
    }
    let marks = draft.marks(deduplicationID: key?.id, sequence: sequence)
    let md5 = enter(draft, id: id, marks, in: queue, with: encryption, continuing: lineage)
    return output(draft, id: id, sequence, md5: md5)
  }

  /// Puts a checked message into the queue, and returns the MD5 of its body.
  private func enter(
    _ draft: MessageDraft,
    id: String,
    _ marks: MessageMarks?,
    in queue: SQSQueue,
    with encryption: MessageKey?,
    continuing lineage: Lineage?
  ) -> String {
    let md5 = MD5.hex(draft.body)
    let now = simulation.now
    // A FIFO queue has one delay for all: a 0 beside the message is allowed and changes nothing.
    let own = queue.isFIFO ? nil : draft.delay
    let delay = Duration.seconds(own ?? queue.attributes.delay)
    queue.figures.sent += 1
    queue.metrics.sent(bytes: draft.size)
    let record = cloud.record(
      SQSEvent.sent(messageID: id, bytes: draft.size, delay: delay),
      from: queue.name
    )
    queue.add(
      StoredMessage(
        id: id,
        body: draft.body,
        md5: md5,
        attributes: draft.attributes,
        marks: marks,
        sent: now,
        arrived: now,
        key: encryption,
        lineage: lineage,
        record: record
      ),
      delay: delay
    )
    return md5
  }

  private func output(
    _ draft: MessageDraft,
    id: String,
    _ sequence: SequenceNumber?,
    md5: String
  ) -> SendMessage.Output {
    func sum(_ attributes: [String: MessageAttributeValue]) -> String? {
      attributes.isEmpty ? nil : MessageChecks.md5(of: attributes)
    }
    return SendMessage.Output(
      md5OfMessageBody: md5,
      md5OfMessageAttributes: sum(draft.attributes),
      md5OfMessageSystemAttributes: sum(draft.systemAttributes),
      messageId: id,
      sequenceNumber: sequence?.text
    )
  }
}
