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

  /// How long the oldest message has been in this queue; of a standard queue the oldest that has not
  /// been received three times.
  var oldestAge: Duration? {
    while let first = arrivals.first {
      if isHeld(first.slot, first.number),
        isFIFO || slots[first.slot].message.receivesHere < SQSQuotas.poisonReceives
      {
        return now.duration(since: slots[first.slot].message.arrived)
      }
      arrivals.removeFirst()
    }
    return nil
  }

  private var retention: Duration { .seconds(attributes.retention) }

  private var oldest: Int? {
    while let entry = ages.first {
      if isHeld(entry.slot, entry.stamp) { return entry.slot }
      ages.removeFirst()
    }
    return nil
  }

  /// Tells whether the slot still holds the message of this number.
  func isHeld(_ slot: Int, _ number: UInt64) -> Bool {
    slots[slot].number == number && slots[slot].state != .free
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
