import Simulation

/// What becomes due in a queue.
extension SQSQueue {
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

  private var retention: Duration { .seconds(attributes.retention) }

  private var oldest: Int? {
    while let entry = ages.first {
      if isHeld(entry) { return entry.slot }
      ages.removeFirst()
    }
    return nil
  }

  /// Tells whether an entry of ``ages`` is of a message that the queue still holds.
  func isHeld(_ entry: DueOrder.Entry) -> Bool {
    slots[entry.slot].number == entry.stamp && slots[entry.slot].state != .free
  }

  /// Applies a changed delay to the messages that a FIFO queue is delaying; a standard queue keeps
  /// to the delay that they came with (SQS developer guide, "delay queues").
  ///
  /// - Complexity: O(n).
  func applyDelay() {
    guard isFIFO else { return }
    for slot in slots.indices where slots[slot].state == .delayed {
      let end = slots[slot].message.sent.advanced(by: .seconds(attributes.delay))
      hide(slot, as: .delayed, until: max(now, end))
    }
    advance()
  }
}
