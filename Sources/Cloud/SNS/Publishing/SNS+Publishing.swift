import Simulation

extension SNS {
  /// What a publisher is told.
  struct Receipt {
    let messageID: String
    let sequence: SequenceNumber?
  }

  // What follows looks a topic up wherever it is needed: to hold one while it takes a message would
  // copy all that it knows of earlier ones.

  /// Refuses who may not publish to a topic, or may not use the key with which its messages are
  /// encrypted.
  ///
  /// With the key that AWS keeps for the account, the account's own parts may; other services and
  /// other accounts may not, because nobody can change that key's policy.
  func checkPublisher(_ caller: Caller, to arn: String) throws(ServiceError) {
    guard try topic(arn, for: caller, "Publish").attributes.key != nil else { return }
    switch caller.origin {
    case nil: return
    case .account(let account) where account == cloud.account: return
    case .account, .service: throw .topicKeyDenied
    }
  }

  /// Checks the marks of a message for a topic.
  ///
  /// - Returns: the marks; `nil` for a standard topic.
  func marks(of draft: PublishDraft, to arn: String) throws(ServiceError) -> PublishDraft.Marks? {
    guard let topic = topics[arn] else { throw .topicNotFound }
    return try draft.marks(for: topic)
  }

  /// Takes a message and hands it to every subscription that wants it, apart from the publisher's
  /// request.
  ///
  /// - Throws: ``ServiceError`` when the topic's kind does not fit the message, or when a FIFO topic
  ///   has been given too many in a second.
  func publish(
    _ draft: PublishDraft,
    to arn: String,
    in lineage: Lineage?
  ) throws(ServiceError) -> Receipt {
    let marks = try marks(of: draft, to: arn)
    let receipt: Receipt
    if let marks {
      let ticket = try ticket(marks, of: arn)
      receipt = Receipt(messageID: ticket.messageID, sequence: ticket.sequence)
      guard !ticket.isRepetition else {
        note(.repeated(messageID: ticket.messageID), of: Self.topicName(in: arn))
        return receipt
      }
    } else {
      receipt = Receipt(messageID: newIdentifier(), sequence: nil)
    }
    fanOut(try notification(draft, receipt, marks, to: arn), from: arn, in: lineage)
    return receipt
  }

  private func ticket(
    _ marks: PublishDraft.Marks,
    of arn: String
  ) throws(ServiceError) -> TopicFIFO.Ticket {
    let byGroup = topics[arn]?.attributes.hasThroughputByGroup == true
    let ticket = try topics[arn]?.fifo?.take(
      marks,
      byGroup: byGroup,
      at: simulation.now,
      newID: newIdentifier
    )
    guard let ticket else { throw .topicNotFound }
    return ticket
  }

  private func notification(
    _ draft: PublishDraft,
    _ receipt: Receipt,
    _ marks: PublishDraft.Marks?,
    to arn: String
  ) throws(ServiceError) -> Notification {
    guard let topic = topics[arn] else { throw .topicNotFound }
    return Notification(
      draft,
      id: receipt.messageID,
      topic: topic,
      marks: marks,
      sequence: receipt.sequence,
      in: cloud
    )
  }

  private func fanOut(_ notification: Notification, from arn: String, in lineage: Lineage?) {
    let name = notification.topic.name
    let audience = topics[arn]?.audience(of: notification.draft) ?? Audience()
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
    for reason in FilteredOut.allCases {
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
