import Simulation

/// A consumer whose long poll waits for a message.
struct Waiter {
  let request: SQSQueue.Request
  let suspension: Suspension<[ReceivedMessage]>
  let watchdog: Watchdog
}

/// The one timer that a queue has set for what is due next.
struct QueueTimer {
  let instant: SimulationInstant
  let watchdog: Watchdog
}

/// How queues give out messages: at once, to those who wait, and when something becomes due.
extension SQS {
  /// Gives out messages, or waits for the first up to `wait`.
  ///
  /// Those who wait are served in the order in which they came.
  ///
  /// - Throws: ``ServiceError`` when too many messages are in flight and the caller does not wait,
  ///   or when the queue is deleted meanwhile.
  func receive(
    _ request: SQSQueue.Request,
    from queue: SQSQueue,
    waiting wait: Duration,
    _ presence: Presence
  ) async throws -> [ReceivedMessage] {
    queue.advance()
    try queue.checkThroughput(.receive)
    if queue.hasKeys { try checkRepetition(request, of: queue) }
    if let messages = queue.repeatAttempt(request) {
      queue.metrics.received(messages.count)
      setTimers(of: queue)
      bill(queue, payload: messages.payload)
      return messages
    }
    if queue.waiters.first != nil { serve(queue) }
    var request = request
    if wait == .zero,
      let found = queue.disturbed?.found(of: queue.figures.visible, atMost: request.limit)
    {
      request.limit = found
    }
    var (messages, deadLetters) = try take(request, from: queue)
    if let deadLetters { serve(deadLetters) }
    if messages.isEmpty {
      if wait > .zero {
        messages = try await self.wait(request, in: queue, for: wait, presence)
      } else if queue.isFull, !queue.isFIFO, queue.figures.visible > 0 {
        // A FIFO queue says nothing of its limit.
        throw ServiceError.overLimit
      }
    }
    queue.endMinutes()
    queue.metrics.received(messages.count)
    if messages.isEmpty {
      queue.figures.emptyReceives += 1
      cloud.record(SQSEvent.receivedNothing(by: request.caller), from: queue.name)
    }
    setTimers(of: queue)
    bill(queue, payload: messages.payload)
    return messages
  }

  private func wait(
    _ request: SQSQueue.Request,
    in queue: SQSQueue,
    for wait: Duration,
    _ presence: Presence
  ) async throws -> [ReceivedMessage] {
    let name = queue.name
    let end = simulation.now.advanced(by: wait)
    setTimers(of: queue)
    var watchdog: Watchdog?
    defer {
      watchdog?.stop()
      while let waiter = queue.waiters.first, !waiter.suspension.isWaiting {
        queue.waiters.removeFirst()
      }
    }
    return try await simulation.suspend(waitingFor: "a message in \(name)", presence) {
      (suspension: Suspension<[ReceivedMessage]>) in
      let timeOut = simulation.watchdog(at: end, presence) { suspension.resume(returning: []) }
      watchdog = timeOut
      queue.waiters.append(
        Waiter(request: request, suspension: suspension, watchdog: timeOut)
      )
    }
  }

  /// Gives what can be received to those who wait, and sets the timer for what comes next.
  func serve(_ queue: SQSQueue) {
    var fed: SQSQueue?
    while queue.figures.visible > 0, let waiter = queue.waiters.first {
      guard waiter.suspension.isWaiting else {
        queue.waiters.removeFirst()
        continue
      }
      let messages: [ReceivedMessage]
      let deadLetters: SQSQueue?
      do throws(ServiceError) {
        (messages, deadLetters) = try take(waiter.request, from: queue)
      } catch {
        queue.waiters.removeFirst()
        waiter.suspension.resume(throwing: error)
        continue
      }
      fed = deadLetters ?? fed
      guard !messages.isEmpty else { break }
      queue.waiters.removeFirst()
      waiter.suspension.resume(returning: messages)
    }
    setTimers(of: queue)
    if let fed { serve(fed) }
  }

  /// Ends the waits of a mapping's pollers, who get nothing.
  func endPolls(of name: String, by poller: String) {
    guard let queue = queues[name] else { return }
    queue.waiters.removeAll { waiter in
      guard waiter.request.poller == poller else { return false }
      waiter.suspension.resume(returning: [])
      return true
    }
  }

  /// Takes messages out, and tells whether the dead-letter queue has got some and is to be served.
  private func take(
    _ request: SQSQueue.Request,
    from queue: SQSQueue
  ) throws(ServiceError) -> (messages: [ReceivedMessage], deadLetters: SQSQueue?) {
    let deadLetters = (queue.attributes.redrive?.deadLetterName).flatMap { queues[$0] }
    let before = queue.figures.movedToDeadLetterQueue
    let messages =
      queue.hasKeys
      ? try takeEncrypted(request, from: queue, deadLetters)
      : queue.take(request, deadLetters: deadLetters, nonces: &nonces)
    return (messages, queue.figures.movedToDeadLetterQueue > before ? deadLetters : nil)
  }

  // MARK: Timers

  /// Sets the queue's timers; one that is set too early is left to go off for nothing.
  func setTimers(of queue: SQSQueue) {
    if let next = queue.nextVisibility {
      if queue.visibilityTimer.map({ $0.instant > next }) ?? true {
        queue.visibilityTimer?.watchdog.stop()
        queue.visibilityTimer = timer(of: queue, at: next, .foreground)
      }
    } else if let timer = queue.visibilityTimer {
      // A hidden message is live work, and none is left.
      timer.watchdog.stop()
      queue.visibilityTimer = nil
    }
    guard let expiry = queue.nextExpiry else { return }
    if queue.retentionTimer.map({ $0.instant > expiry }) ?? true {
      queue.retentionTimer?.watchdog.stop()
      queue.retentionTimer = timer(of: queue, at: expiry, .background)
    }
  }

  private func timer(
    of queue: SQSQueue,
    at instant: SimulationInstant,
    _ presence: Presence
  ) -> QueueTimer {
    let name = queue.name
    let watchdog = simulation.watchdog(at: instant, presence) { [self] in
      simulation.spawn(on: self) { $0.wake(name) }
    }
    return QueueTimer(instant: instant, watchdog: watchdog)
  }

  private func wake(_ name: String) {
    guard let queue = queues[name] else { return }
    let now = simulation.now
    if let timer = queue.visibilityTimer, timer.instant <= now { queue.visibilityTimer = nil }
    if let timer = queue.retentionTimer, timer.instant <= now { queue.retentionTimer = nil }
    queue.advance()
    serve(queue)
  }

  // MARK: Bill

  /// Counts one request, or one for each started 64 KB of its payload.
  ///
  /// A request that names groups costs a standard queue something more.
  func bill(_ queue: SQSQueue, payload: Int, namesGroups: Bool = false) {
    let chunk = SQSQuotas.billedChunk.bytes
    let requests = Int64(max(1, (payload + chunk - 1) / chunk))
    cloud.meter.add(
      queue.isFIFO ? .sqsFIFORequests : .sqsRequests,
      requests,
      for: queue.name
    )
    if namesGroups, !queue.isFIFO { cloud.meter.add(.sqsFairRequests, requests, for: queue.name) }
  }
}

extension [ReceivedMessage] {
  /// The bytes of the messages' bodies and attributes.
  fileprivate var payload: Int { reduce(0) { $0 + $1.body.utf8.count + $1.attributes.size } }
}
