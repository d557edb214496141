import Simulation

/// One standard queue: its messages, which of them can be received, and who waits for them.
///
/// A class, because the service changes it in place; only the service has it. Messages live in
/// numbered slots. What is visible, what is due and what expires are kept in three orders whose
/// entries name a slot and a stamp; an entry whose stamp is not the slot's any more is passed over,
/// so that nothing is ever searched for.
///
/// Simplified: messages come out in the order in which they became visible, and never twice within
/// their visibility time-out. AWS promises neither.
final class SQSQueue {
  enum State {
    case free
    case delayed
    case visible
    case inFlight
  }

  struct Slot {
    var state = State.free
    /// The number of the message that it holds; no two messages of a queue have the same.
    var number: UInt64 = 0
    /// Changes whenever the state does.
    var stamp: UInt64 = 0
    /// The random part of the latest receipt handle.
    var nonce: UInt64 = 0
    var received = SimulationInstant.start
    var message = StoredMessage.none
  }

  private struct Ticket {
    let slot: Int
    let stamp: UInt64
  }

  let name: String
  let arn: ARN
  /// Tells the receipt handles of this queue from those of others.
  let serial: UInt32
  let simulation: Simulation
  let created: Int64
  var modified: Int64
  var attributes: QueueAttributes
  var figures = QueueFigures()
  var waiters = Line<Waiter>()
  /// Goes off when the next message becomes visible; it may be set too early, never too late.
  var visibilityTimer: QueueTimer?
  /// Goes off when the next message expires.
  var retentionTimer: QueueTimer?
  var lastPurge: SimulationInstant?

  private var slots: [Slot] = []
  private var freeSlots: [Int] = []
  private var visible = Line<Ticket>()
  private var due = DueOrder()
  private var ages = DueOrder()
  private var lastNumber: UInt64 = 0
  private var lastStamp: UInt64 = 0

  init(name: String, serial: UInt32, attributes: QueueAttributes, in cloud: Cloud) {
    self.name = name
    self.serial = serial
    self.attributes = attributes
    arn = ARN(service: "sqs", resource: name, in: cloud)
    simulation = cloud.simulation
    created = cloud.unixMilliseconds / 1_000
    modified = created
  }

  private var now: SimulationInstant { simulation.now }
  private var retention: Duration { .seconds(attributes.retention) }

  // MARK: Coming

  /// Takes a message in; the caller has recorded and counted it.
  ///
  /// - Complexity: O(1) amortised; O(log n) for a message whose delay or age is out of the order.
  func add(_ message: StoredMessage, delay: Duration = .zero) {
    let slot = freeSlots.popLast() ?? slots.count
    if slot == slots.count { slots.append(Slot()) }
    lastNumber += 1
    slots[slot].number = lastNumber
    slots[slot].message = message
    ages.insert(.init(instant: message.sent, slot: slot, stamp: lastNumber))
    if ages.count > 2 * figures.depth + 64 { ages.removeAll { !isHeld($0) } }
    if delay > .zero {
      hide(slot, as: .delayed, until: now.advanced(by: delay))
    } else {
      show(slot)
    }
  }

  // MARK: Going out

  /// What a receive asks for.
  struct Request {
    var limit: Int
    var visibility: Duration
    let caller: String
  }

  /// Gives out visible messages, and gives up to `deadLetters` those received too often.
  ///
  /// - Complexity: O(1) amortised for each message.
  func take(
    _ request: Request,
    deadLetters: SQSQueue?,
    nonces: inout RandomStream
  ) -> [ReceivedMessage] {
    var taken: [ReceivedMessage] = []
    while taken.count < request.limit, figures.inFlight < SQSQuotas.inFlightMessages,
      let slot = nextVisible()
    {
      if let deadLetters, let limit = attributes.redrive?.maxReceiveCount,
        slots[slot].message.receivesHere >= limit
      {
        giveUp(slot, to: deadLetters)
      } else {
        taken.append(give(slot, request, nonce: nonces.next()))
      }
    }
    return taken
  }

  private func nextVisible() -> Int? {
    while let ticket = visible.first {
      visible.removeFirst()
      if slots[ticket.slot].stamp == ticket.stamp { return ticket.slot }
    }
    return nil
  }

  private func give(_ slot: Int, _ request: Request, nonce: UInt64) -> ReceivedMessage {
    slots[slot].nonce = nonce
    slots[slot].received = now
    slots[slot].message.receiveCount += 1
    slots[slot].message.receivesHere += 1
    if slots[slot].message.firstReceived == nil { slots[slot].message.firstReceived = now }
    let message = slots[slot].message
    hide(slot, as: .inFlight, until: now.advanced(by: request.visibility))
    figures.received += 1
    let record = simulation.record(
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
      receiveCount: message.receiveCount,
      sentMilliseconds: Self.milliseconds(message.sent),
      firstReceivedMilliseconds: Self.milliseconds(message.firstReceived ?? now),
      visibility: request.visibility,
      deadLetterSource: message.deadLetterSource,
      record: record
    )
  }

  private static func milliseconds(_ instant: SimulationInstant) -> Int64 {
    Cloud.epochSeconds * 1_000 + instant.nanoseconds / 1_000_000
  }

  private func giveUp(_ slot: Int, to queue: SQSQueue) {
    var message = remove(slot)
    figures.movedToDeadLetterQueue += 1
    let record = simulation.record(
      SQSEvent.movedToDeadLetterQueue(messageID: message.id, queue: queue.name),
      from: name,
      cause: message.record
    )
    message.arrived = now
    message.receivesHere = 0
    message.deadLetterSource = arn.description
    message.record = simulation.record(
      SQSEvent.arrivedAsDeadLetter(messageID: message.id, from: name),
      from: queue.name,
      cause: record
    )
    queue.figures.arrivedAsDeadLetters += 1
    queue.add(message)
  }

  // MARK: With a receipt handle

  /// Deletes the message that the handle stands for.
  ///
  /// A message that is gone is no error; neither is a handle that a later receive has replaced, but
  /// then the message stays. A handle whose visibility time-out has passed still deletes, as long
  /// as nobody has received the message since.
  ///
  /// - Throws: ``ServiceError`` when the text is no handle of this queue.
  /// - Complexity: O(1).
  func delete(_ text: String) throws(ServiceError) {
    guard let slot = try slot(of: text) else { return }
    guard slot.isLatest else {
      let message = slots[slot.index].message
      simulation.record(
        SQSEvent.deletionIgnored(messageID: message.id),
        from: name,
        cause: message.record
      )
      return
    }
    let message = remove(slot.index)
    figures.deleted += 1
    simulation.record(
      SQSEvent.deleted(messageID: message.id),
      from: name,
      cause: Trace.cause ?? message.record
    )
  }

  /// Hides the message for `timeout` from now; zero gives it back at once.
  ///
  /// - Throws: ``ServiceError`` when the text is no handle of this queue, when the message is gone,
  ///   or when it would be hidden for longer than 12 hours since it was received.
  func changeVisibility(_ text: String, to timeout: Duration) throws(ServiceError) {
    guard let slot = try slot(of: text) else {
      throw .invalidQueueParameter(
        "ReceiptHandle",
        text,
        "Message does not exist or is not available for visibility timeout change."
      )
    }
    // Recorded on AWS: with a handle whose time has passed, the answer is a success all the same.
    guard slot.isLatest, slots[slot.index].state == .inFlight else { return }
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
    simulation.record(
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
    guard let handle = ReceiptHandle(text), handle.queue == serial, handle.slot < slots.count,
      handle.number <= lastNumber
    else { throw .receiptHandleIsInvalid(text) }
    guard slots[handle.slot].state != .free, slots[handle.slot].number == handle.number else {
      return nil
    }
    return (handle.slot, slots[handle.slot].nonce == handle.nonce)
  }

  // MARK: Time

  /// Does what has become due: drops what is too old, shows what was hidden.
  func advance() {
    while let oldest = oldest, slots[oldest].message.sent.advanced(by: retention) <= now {
      let message = remove(oldest)
      figures.expired += 1
      simulation.record(
        SQSEvent.expired(messageID: message.id),
        from: name,
        cause: message.record
      )
    }
    while let next = nextVisibility, next <= now, let entry = due.first {
      due.removeFirst()
      let message = slots[entry.slot].message
      simulation.record(
        SQSEvent.becameVisible(messageID: message.id, receiveCount: message.receiveCount),
        from: name,
        cause: message.record
      )
      show(entry.slot)
    }
  }

  /// When the next hidden message becomes visible; `nil` if none is hidden.
  var nextVisibility: SimulationInstant? {
    while let entry = due.first {
      if slots[entry.slot].stamp == entry.stamp { return entry.instant }
      due.removeFirst()
    }
    return nil
  }

  /// When the next message expires; `nil` if the queue is empty.
  var nextExpiry: SimulationInstant? {
    oldest.map { slots[$0].message.sent.advanced(by: retention) }
  }

  /// How long the message that was sent first has been in this queue.
  var oldestAge: Duration? {
    oldest.map { now.duration(since: slots[$0].message.arrived) }
  }

  private var oldest: Int? {
    while let entry = ages.first {
      if isHeld(entry) { return entry.slot }
      ages.removeFirst()
    }
    return nil
  }

  private func isHeld(_ entry: DueOrder.Entry) -> Bool {
    slots[entry.slot].number == entry.stamp && slots[entry.slot].state != .free
  }

  // MARK: Slots

  /// Deletes every message.
  func purge() {
    for slot in slots.indices where slots[slot].state != .free {
      _ = remove(slot)
      figures.purged += 1
    }
  }

  private func remove(_ slot: Int) -> StoredMessage {
    defer { slots[slot].message = .none }
    change(slot, to: .free)
    freeSlots.append(slot)
    return slots[slot].message
  }

  private func show(_ slot: Int) {
    change(slot, to: .visible)
    if visible.count > 2 * figures.visible + 64 {
      visible.removeAll { slots[$0.slot].stamp != $0.stamp }
    }
    visible.append(Ticket(slot: slot, stamp: slots[slot].stamp))
  }

  private func hide(_ slot: Int, as state: State, until instant: SimulationInstant) {
    change(slot, to: state)
    if due.count > 2 * (figures.inFlight + figures.delayed) + 64 {
      due.removeAll { slots[$0.slot].stamp != $0.stamp }
    }
    due.insert(.init(instant: instant, slot: slot, stamp: slots[slot].stamp))
  }

  private func change(_ slot: Int, to state: State) {
    lastStamp += 1
    slots[slot].stamp = lastStamp
    count(slots[slot].state, -1)
    count(state, 1)
    slots[slot].state = state
  }

  private func count(_ state: State, _ change: Int) {
    switch state {
    case .free: break
    case .delayed: figures.delayed += change
    case .visible: figures.visible += change
    case .inFlight: figures.inFlight += change
    }
  }
}
