import Simulation

/// What becomes due in a queue.
extension SQSQueue {
  /// Ends the minutes of the metrics that have passed; to be called before anything changes.
  func endMinutes() {
    if now >= metrics.end { metrics.endMinutes(before: now, of: self) }
  }

  /// Does what has become due: drops what is too old, shows what was hidden.
  func advance() {
    endMinutes()
    while let oldest = oldest, slots[oldest].message.sent.advanced(by: retention) <= now {
      let message = remove(oldest)
      figures.expired += 1
      recorder.record(
        SQSEvent.expired(messageID: message.id),
        from: name,
        cause: message.record
      )
    }
    while let next = nextVisibility, next <= now, let entry = due.first {
      due.removeFirst()
      let message = slots[entry.slot].message
      recorder.record(
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
  var oldestAge: Duration? { oldestArrival.map { now.duration(since: $0) } }

  /// When the message came of which ``oldestAge`` tells the age.
  var oldestArrival: SimulationInstant? {
    while let first = arrivals.first {
      if countsForAge(first) { return slots[first.slot].message.arrived }
      arrivals.removeFirst()
    }
    return nil
  }

  /// When the oldest message came that is of no noisy group; `nil` when no message has had a group.
  ///
  /// - Complexity: O(n) in the messages of noisy groups.
  var oldestQuietArrival: SimulationInstant? {
    guard let tenants else { return nil }
    let quiet = arrivals.first { arrival in
      let tenant = slots[arrival.slot].tenant
      return countsForAge(arrival)
        && (tenant < 0 || !tenants.isNoisy(tenant, of: figures.inFlight))
    }
    return quiet.map { slots[$0.slot].message.arrived }
  }

  private func countsForAge(_ arrival: (slot: Int, number: UInt64)) -> Bool {
    isHeld(arrival.slot, arrival.number)
      && (isFIFO || slots[arrival.slot].message.receivesHere < SQSQuotas.poisonReceives)
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
