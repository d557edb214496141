import Simulation

/// What a consumer can do with a receipt handle.
extension SQSQueue {
  /// Deletes the message that the handle stands for.
  ///
  /// A message that is gone is no error; neither is a handle that a later receive has replaced, but
  /// then the message stays. A handle whose visibility time-out has passed still deletes, as long
  /// as nobody has received the message since. A FIFO queue refuses both.
  ///
  /// - Throws: ``ServiceError`` when the text is no handle of this queue, or one of a FIFO queue that
  ///   has expired.
  /// - Complexity: O(1).
  func delete(_ text: String) throws(ServiceError) {
    let found = try slot(of: text)
    if let found { try checkExpiry(text, found) }
    metrics.deleted()
    guard let slot = found else { return }
    guard slot.isLatest else {
      let message = slots[slot.index].message
      recorder.record(
        SQSEvent.deletionIgnored(messageID: message.id),
        from: name,
        cause: message.record
      )
      return
    }
    if comesTwice {
      let message = slots[slot.index].message
      recorder.record(
        SQSEvent.deletionMissed(messageID: message.id),
        from: name,
        cause: Trace.cause ?? message.record
      )
      return
    }
    let message = remove(slot.index)
    figures.deleted += 1
    recorder.record(
      SQSEvent.deleted(messageID: message.id),
      from: name,
      cause: Trace.cause ?? message.record
    )
  }

  /// Hides the message for `timeout` from now; zero gives it back at once.
  ///
  /// In a standard queue a handle that a later receive has replaced does that too, as recorded on
  /// AWS.
  ///
  /// - Throws: ``ServiceError`` when the text is no handle of this queue, or one of a FIFO queue that
  ///   has expired, when the message is gone, or when it would be hidden for longer than 12 hours
  ///   since it was last received.
  func changeVisibility(_ text: String, to timeout: Duration) throws(ServiceError) {
    guard let slot = try slot(of: text) else {
      throw .invalidQueueParameter(
        "ReceiptHandle",
        text,
        "Message does not exist or is not available for visibility timeout change."
      )
    }
    try checkExpiry(text, slot)
    // Recorded on AWS: with a handle whose time has passed, the answer is a success all the same.
    guard slots[slot.index].state == .inFlight else { return }
    let limit = SQSQuotas.visibilitySeconds.upperBound
    let until = now.advanced(by: timeout)
    guard until <= slots[slot.index].received.advanced(by: .seconds(limit)) else {
      throw .invalidQueueParameter(
        "VisibilityTimeout",
        timeout.nanoseconds / 1_000_000_000,
        "Total VisibilityTimeout for the message is beyond the limit [\(limit) seconds]"
      )
    }
    let message = slots[slot.index].message
    recorder.record(
      SQSEvent.visibilityChanged(messageID: message.id, timeout: timeout),
      from: name,
      cause: message.record
    )
    hide(slot.index, as: .inFlight, until: until)
    advance()
  }

  /// The slot of a handle, and whether it is of the message's latest receive; `nil` for a message
  /// that is gone.
  private func slot(of text: String) throws(ServiceError) -> (index: Int, isLatest: Bool)? {
    guard !text.isEmpty else { throw .missingQueueParameter("ReceiptHandle") }
    guard let handle = ReceiptHandle(text) else { throw .receiptHandleIsInvalid(text) }
    guard handle.queue == serial else { throw .receiptHandleOfOtherQueue(text) }
    guard handle.slot < slots.count, handle.number <= lastNumber else {
      throw .receiptHandleIsInvalid(text)
    }
    guard slots[handle.slot].state != .free, slots[handle.slot].number == handle.number else {
      return nil
    }
    return (handle.slot, slots[handle.slot].nonce == handle.nonce)
  }

  private func checkExpiry(
    _ text: String,
    _ slot: (index: Int, isLatest: Bool)
  ) throws(ServiceError) {
    guard isFIFO, !slot.isLatest || slots[slot.index].state != .inFlight else { return }
    throw .invalidQueueParameter("ReceiptHandle", text, "The receipt handle has expired.")
  }
}
