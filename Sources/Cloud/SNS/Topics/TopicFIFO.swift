import Simulation

/// What a FIFO topic knows of the messages that it has taken: repetitions, numbers, throughput.
struct TopicFIFO {
  private var deduplication = Deduplication()
  private var throughput = RateLimiter()
  private var groups: [String: RateLimiter] = [:]
  private var count: UInt64 = 0

  /// What has become of a message.
  struct Ticket {
    let messageID: String
    let sequence: SequenceNumber
    let isRepetition: Bool
  }

  /// Takes a message, or finds the one of which it is a repetition.
  ///
  /// - Returns: the message's id and number, or those of the original.
  /// - Throws: ``ServiceError`` when there have been too many in a second.
  mutating func take(
    _ marks: PublishDraft.Marks,
    byGroup: Bool,
    at now: SimulationInstant,
    newID: () -> String
  ) throws(ServiceError) -> Ticket {
    guard allows(marks.group, byGroup, at: now) else { throw .topicThrottled }
    let key = Deduplication.Key(group: byGroup ? marks.group : nil, id: marks.deduplicationID)
    if let original = deduplication.original(key, at: now), let sequence = original.sequence {
      return Ticket(messageID: original.messageID, sequence: sequence, isRepetition: true)
    }
    count += 1
    let (id, sequence) = (newID(), SequenceNumber(count: count))
    deduplication.accept(.init(messageID: id, sequence: sequence), as: key, at: now)
    return Ticket(messageID: id, sequence: sequence, isRepetition: false)
  }

  /// Counts a message against the limits of its group and, unless they are reckoned by group alone,
  /// of the topic.
  ///
  /// Simplified: the limits of bytes a second are left out, and so is that of a Region.
  private mutating func allows(
    _ group: String,
    _ byGroup: Bool,
    at now: SimulationInstant
  ) -> Bool {
    let perGroup = SNSQuotas.groupMessagesPerSecond
    guard groups[group, default: RateLimiter()].has(perGroup, at: now),
      byGroup || throughput.take(SNSQuotas.fifoMessagesPerSecond, at: now)
    else { return false }
    return groups[group, default: RateLimiter()].take(perGroup, at: now)
  }
}
