/// The key of KMS with which messages are encrypted.
///
/// A class, so that the messages of a queue share one, and have none in a single word.
final class MessageKey: Sendable {
  let arn: String

  init(_ arn: String) { self.arn = arn }
}

extension SQSQueue {
  /// Whether a message may be encrypted with a key of KMS, now or from now on.
  var isEncrypted: Bool { hasKeys || attributes.encryption.key != nil }
}

/// Who may send to and receive from queues that are encrypted with a key of KMS.
///
/// Who sends must be able to make a data key and to read it again; who receives, to read it. A message
/// stays encrypted with the key with which it came: neither a queue's new key nor a dead-letter queue
/// changes it, until a move task makes a new message of it.
///
/// Source: the SQS developer guide, "Encryption at rest in Amazon SQS" and "Key management".
///
/// > Simplified: who has begun to wait for a message before the queue had a key gets one unasked. The
/// > messages of one receive have one key.
extension SQS {
  /// Uses the queue's key for a producer.
  ///
  /// - Returns: the key of the producer's messages; `nil` for a queue without one.
  /// - Throws: ``ServiceError`` when the producer may not use the key, or nobody can.
  func encryptionKey(of queue: SQSQueue, for caller: Caller) throws(ServiceError) -> MessageKey? {
    guard let key = queue.attributes.encryption.key else { return nil }
    let arn = try ask(
      key,
      of: queue,
      for: caller,
      .encrypting(through: Self.name, "aws:sqs:arn", queue.arn.description)
    )
    if queue.key?.arn != arn { queue.key = MessageKey(arn) }
    return queue.key
  }

  /// Lets a consumer read what is encrypted with a key, or says why not.
  func checkDecryption(
    of key: MessageKey?,
    for caller: Caller?,
    from queue: SQSQueue
  ) throws(ServiceError) {
    guard let key, let caller else { return }
    _ = try ask(
      key.arn,
      of: queue,
      for: caller,
      .decrypting(through: Self.name, "aws:sqs:arn", queue.arn.description)
    )
  }

  private func ask(
    _ key: String,
    of queue: SQSQueue,
    for caller: Caller,
    _ use: KeyUse
  ) throws(ServiceError) -> String {
    do throws(KeyRefusal) {
      return try dataKeys.use(
        key,
        of: queue.arn,
        for: caller,
        use,
        reuse: .seconds(queue.attributes.encryption.reuse),
        in: cloud
      )
    } catch {
      throw .queueKeyRefused(error)
    }
  }

  /// Takes out messages with one key, which the consumer must be able to use.
  func takeEncrypted(
    _ request: SQSQueue.Request,
    from queue: SQSQueue,
    _ deadLetters: SQSQueue?
  ) throws(ServiceError) -> [ReceivedMessage] {
    var request = request
    // Again where all that was taken went to the dead-letter queue, and another key comes next.
    while !queue.isFull, let slot = queue.firstVisible() {
      let key = queue.slots[slot].message.key
      try checkDecryption(of: key, for: request.reader, from: queue)
      request.key = key
      let messages = queue.take(request, deadLetters: deadLetters, nonces: &nonces)
      if !messages.isEmpty { return messages }
      guard let next = queue.firstVisible(), queue.slots[next].message.key !== key else { break }
    }
    return []
  }

  /// Asks the key of the next message before a receive is repeated: its messages are read again.
  func checkRepetition(_ request: SQSQueue.Request, of queue: SQSQueue) throws(ServiceError) {
    guard request.attemptID != nil, let key = queue.key else { return }
    try checkDecryption(of: key, for: request.reader, from: queue)
  }
}
