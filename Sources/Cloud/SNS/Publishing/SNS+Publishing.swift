import Simulation

extension SNS {
  /// What a publisher is told.
  struct Receipt {
    let messageID: String
    let sequence: SequenceNumber?
  }

  /// Refuses a publisher who may not use the key with which the topic's messages are encrypted.
  ///
  /// With the key that AWS keeps for the account, the account's own parts may; other services and
  /// other accounts may not, because nobody can change that key's policy.
  func checkKey(of topic: Topic, for caller: Caller) throws(ServiceError) {
    guard topic.attributes.key != nil else { return }
    switch caller.origin {
    case nil: return
    case .account(let account) where account == cloud.account: return
    case .account, .service: throw .topicKeyDenied
    }
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
    guard let topic = topics[arn] else { throw .topicNotFound }
    let marks = try draft.marks(for: topic)
    var (id, sequence) = ("", SequenceNumber?.none)
    if let marks {
      // `fifo` is there when there are marks.
      let ticket = try topics[arn]?.fifo?.take(
        marks,
        byGroup: topic.attributes.hasThroughputByGroup,
        at: simulation.now,
        newID: newIdentifier
      )
      guard let ticket else { throw .topicNotFound }
      (id, sequence) = (ticket.messageID, ticket.sequence)
      if ticket.isRepetition {
        note(.repeated(messageID: id), of: topic.name)
        return Receipt(messageID: id, sequence: sequence)
      }
    } else {
      id = newIdentifier()
    }
    let notification = Notification(
      draft,
      id: id,
      topic: topic,
      marks: marks,
      sequence: sequence,
      in: cloud
    )
    fanOut(notification, from: arn, in: lineage)
    return Receipt(messageID: id, sequence: sequence)
  }

  private func fanOut(_ notification: Notification, from arn: String, in lineage: Lineage?) {
    let name = notification.topic.name
    let audience = topics[arn]?.audience(of: notification.draft) ?? Audience()
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
