import Simulation

/// How a queue gives out messages, and gives up those that were received too often.
extension SQSQueue {
  /// What a receive asks for.
  struct Request {
    var limit: Int
    var visibility: Duration
    let caller: String
    /// Names the receive, so that its repetition gets the same messages; of a FIFO queue only.
    var attemptID: String?
    /// Who receives, where messages are encrypted with keys of KMS.
    var reader: Caller?
    /// The key of the messages that are given out together, if they have one.
    var key: MessageKey?
    /// Of a mapping's pollers: the mapping, which may end their waits.
    var poller: String?
  }

  /// Gives out visible messages, and gives up to `deadLetters` those received too often.
  ///
  /// A FIFO queue gives out as many of one group as it may before it goes on to the next.
  ///
  /// - Complexity: O(1) amortised for each message.
  func take(
    _ request: Request,
    deadLetters: SQSQueue?,
    nonces: inout RandomStream
  ) -> [ReceivedMessage] {
    var taken: [ReceivedMessage] = []
    var next: Int?
    disturbed?.disorder(&visible)
    while taken.count < request.limit, !isFull, let slot = next ?? firstVisible() {
      if hasKeys, slots[slot].message.key !== request.key { break }
      next = fifo?.groups.visible(after: slot)
      if let deadLetters, let limit = attributes.redrive?.maxReceiveCount,
        slots[slot].message.receivesHere >= limit
      {
        giveUp(slot, to: deadLetters)
      } else {
        taken.append(give(slot, request, nonce: nonces.next()))
        disturbed?.disorder(&visible)
      }
    }
    if let id = request.attemptID, !taken.isEmpty { note(taken, for: id) }
    return taken
  }

  /// The message that goes out next; it stays where it is.
  ///
  /// A fair queue puts the messages of a noisy group aside, and gives them out when there are no
  /// others or the group is quiet again.
  ///
  /// - Complexity: O(1) amortised.
  func firstVisible() -> Int? {
    if isFIFO { return fifo?.groups.firstReady() }
    if tenants != nil, let slot = firstAside(noisy: false) { return slot }
    while let ticket = visible.first {
      let isCurrent = slots[ticket.slot].stamp == ticket.stamp
      let tenant = slots[ticket.slot].tenant
      let isNoisy =
        tenant >= 0 && isCurrent && tenants?.isNoisy(tenant, of: figures.inFlight) == true
      if isCurrent, !isNoisy { return ticket.slot }
      visible.removeFirst()
      if isNoisy { tenants?.putAside(ticket, of: tenant) }
    }
    return tenants == nil ? nil : firstAside(noisy: true)
  }

  private func firstAside(noisy: Bool) -> Int? {
    tenants?.first(noisy: noisy, of: figures.inFlight) { slots[$0.slot].stamp == $0.stamp }?.slot
  }

  private func give(_ slot: Int, _ request: Request, nonce: UInt64) -> ReceivedMessage {
    slots[slot].nonce = nonce
    slots[slot].received = now
    slots[slot].message.receiveCount += 1
    slots[slot].message.receivesHere += 1
    if slots[slot].message.firstReceived == nil { slots[slot].message.firstReceived = now }
    let message = slots[slot].message
    hide(slot, as: .inFlight, until: now.advanced(by: request.visibility))
    if comesTwice {
      // A ticket of a message in flight: the copy of a server that has not heard of the receive.
      visible.append(Ticket(slot: slot, stamp: slots[slot].stamp))
    }
    figures.received += 1
    let record = recorder.record(
      SQSEvent.received(
        messageID: message.id,
        receiveCount: message.receiveCount,
        by: request.caller
      ),
      from: name,
      cause: message.record
    )
    return ReceivedMessage(
      messageID: message.id,
      receiptHandle: ReceiptHandle(
        queue: serial,
        slot: slot,
        number: slots[slot].number,
        nonce: nonce
      ).text,
      body: message.body,
      bodyMD5: message.md5,
      attributes: message.attributes,
      marks: message.marks,
      receiveCount: message.receiveCount,
      sentMilliseconds: Self.milliseconds(message.sent),
      firstReceivedMilliseconds: Self.milliseconds(message.firstReceived ?? now),
      visibility: request.visibility,
      hiddenUntil: now.advanced(by: request.visibility),
      deadLetterSource: message.deadLetterSource,
      lineage: message.lineage,
      record: record
    )
  }

  private static func milliseconds(_ instant: SimulationInstant) -> Int64 {
    Cloud.epochSeconds * 1_000 + instant.nanoseconds / 1_000_000
  }

  private func giveUp(_ slot: Int, to queue: SQSQueue) {
    var message = remove(slot)
    figures.movedToDeadLetterQueue += 1
    let record = recorder.record(
      SQSEvent.movedToDeadLetterQueue(messageID: message.id, queue: queue.name),
      from: name,
      cause: message.record
    )
    message.arrived = now
    message.receivesHere = 0
    if queue.isFIFO {
      message.sent = now
      message.marks = message.marks?.numbered(queue.fifo?.nextSequenceNumber())
    }
    message.deadLetterSource = arn.description
    message.record = recorder.record(
      SQSEvent.arrivedAsDeadLetter(messageID: message.id, from: name),
      from: queue.name,
      cause: record
    )
    queue.figures.arrivedAsDeadLetters += 1
    queue.add(message)
  }

  // MARK: Repeated receives

  /// Gives out again what an earlier receive of the same attempt has got, as long as nobody has
  /// changed anything about it, and hides it anew; `nil` if there is no such receive.
  func repeatAttempt(_ request: Request) -> [ReceivedMessage]? {
    guard let id = request.attemptID, var given = fifo?.attempts.given(to: id, at: now),
      given.allSatisfy({ slots[$0.slot].stamp == $0.stamp })
    else { return nil }
    for index in given.indices {
      let slot = given[index].slot
      slots[slot].received = now
      hide(slot, as: .inFlight, until: now.advanced(by: request.visibility))
      given[index].stamp = slots[slot].stamp
      recorder.record(
        SQSEvent.receiveRepeated(messageID: slots[slot].message.id, by: request.caller),
        from: name,
        cause: given[index].message.record
      )
    }
    fifo?.attempts.renew(given, for: id)
    return given.map(\.message)
  }

  private func note(_ taken: [ReceivedMessage], for id: String) {
    let given = taken.compactMap { message -> ReceiveAttempts.Given? in
      guard let slot = ReceiptHandle(message.receiptHandle)?.slot else { return nil }
      return .init(slot: slot, stamp: slots[slot].stamp, message: message)
    }
    fifo?.attempts.note(given, for: id, at: now)
  }
}
