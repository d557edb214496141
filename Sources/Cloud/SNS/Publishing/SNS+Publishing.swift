import Simulation

extension SNS {
  /// What a publisher is told.
  struct Receipt {
    let messageID: String
    let sequence: SequenceNumber?
  }

  /// Finds a topic for who may publish to it and use the key with which its messages are encrypted.
  func topic(_ arn: String, toPublishBy caller: Caller) throws(ServiceError) -> Topic {
    let topic = try topic(arn, for: caller, "Publish")
    if let key = topic.attributes.key { try encrypt(for: caller, with: key, of: topic) }
    return topic
  }

  /// Takes a message and hands it to every subscription that wants it, apart from the publisher's
  /// request.
  ///
  /// - Throws: ``ServiceError`` when the topic's kind does not fit the message, or when a FIFO topic
  ///   has been given too many in a second.
  func publish(
    _ draft: PublishDraft,
    to topic: Topic,
    in lineage: Lineage?
  ) throws(ServiceError) -> Receipt {
    let marks = try draft.marks(for: topic)
    let receipt: Receipt
    if let marks, let ticket = try ticket(marks, of: topic) {
      receipt = Receipt(messageID: ticket.messageID, sequence: ticket.sequence)
      guard !ticket.isRepetition else {
        note(.repeated(messageID: ticket.messageID), of: topic.name)
        return receipt
      }
    } else {
      receipt = Receipt(messageID: newIdentifier(), sequence: nil)
    }
    var notification = Notification(
      draft,
      id: receipt.messageID,
      topic: topic,
      marks: marks,
      sequence: receipt.sequence,
      in: cloud
    )
    archive(notification, of: topic)
    let audience = topic.audience(of: draft)
    notification.sign(for: audience.matched)
    fanOut(notification, to: audience, in: lineage)
    return receipt
  }

  private func ticket(
    _ marks: PublishDraft.Marks,
    of topic: Topic
  ) throws(ServiceError) -> TopicFIFO.Ticket? {
    try topic.fifo?.take(
      marks,
      byGroup: topic.attributes.hasThroughputByGroup,
      at: simulation.now,
      newID: newIdentifier
    )
  }

  private func fanOut(_ notification: Notification, to audience: Audience, in lineage: Lineage?) {
    let name = notification.topic.name
    billFiltering(of: notification, by: audience.bodyPolicies)
    let record = note(
      .published(
        messageID: notification.id,
        bytes: notification.draft.size,
        matched: audience.matched.count,
        filteredOut: audience.filteredOut.values.reduce(0, +)
      ),
      of: name
    )
    for reason in FilteredOut.allCases where !audience.filteredOut.isEmpty {
      guard let count = audience.filteredOut[reason] else { continue }
      note(
        .filteredOut(messageID: notification.id, count: count, because: reason),
        of: name,
        cause: record
      )
    }
    for subscription in audience.matched {
      if let marks = notification.marks {
        queue(notification, for: subscription, in: marks.group, lineage, cause: record)
        continue
      }
      simulation.spawn(on: self) { sns in
        try await Trace.$cause.withValue(record) {
          try await sns.deliver(notification, to: subscription, in: lineage)
        }
      }
    }
  }
}
