public import Simulation

extension ProcessEnvironment {
  /// Takes messages off a queue and handles them, for as long as the process lives.
  ///
  /// A message is deleted when it has been handled; one whose handling throws comes back after the
  /// queue's visibility time-out. A fault of the process that strikes after the effects strikes
  /// between the handling and the deletion, so that the message comes back although its work is
  /// done.
  ///
  /// - Parameters:
  ///   - queue: the queue's name.
  ///   - threads: how many messages are handled at once; above 0.
  ///   - handle: handles one message.
  public func consume(
    _ queue: String,
    threads: Int,
    _ handle: @escaping @Sendable (ReceivedMessage) async throws -> Void
  ) {
    cloud.topology.connect(queue, to: component, .polling)
    let consumer = QueueConsumer(queue, threads: threads, for: self, handle)
    cloud.simulation.spawn(on: consumer, in: scope) { try await $0.run() }
  }
}

/// What happens to messages that a process takes off a queue.
public enum ConsumerEvent: TraceEvent {
  /// A message has been handled and deleted.
  case handled(messageID: String, queue: String)
  /// The handling failed; the message will come back.
  case failed(messageID: String, queue: String, reason: String)
  /// The queue did not answer.
  case notReceived(queue: String, reason: String)
}

/// The part of a process that asks a queue for messages and hands them to its threads.
private actor QueueConsumer: Simulated {
  typealias Handler = @Sendable (ReceivedMessage) async throws -> Void

  /// One long poll.
  private static let wait = Duration.seconds(20)
  /// How many messages one request may bring.
  private static let batch = 10
  /// How long to wait after a refusal of the queue.
  private static let pause = Duration.seconds(1)

  nonisolated let simulation: Simulation
  private let queue: String
  private let machine: ProcessEnvironment
  private let handle: Handler
  private var free: Int
  private var waiter: Suspension<Void>?

  init(
    _ queue: String,
    threads: Int,
    for machine: ProcessEnvironment,
    _ handle: @escaping Handler
  ) {
    self.queue = queue
    self.machine = machine
    self.handle = handle
    free = threads
    simulation = machine.cloud.simulation
  }

  /// Asks for messages until the process ends.
  func run() async throws {
    let caller = Caller(machine.component)
    while true {
      while free == 0 { try await waitForThread() }
      do {
        let messages = try await machine.cloud.sqs.poll(
          queue,
          atMost: min(free, Self.batch),
          waiting: Self.wait,
          for: caller
        )
        for message in messages { begin(message) }
      } catch let error as ServiceError {
        record(.notReceived(queue: queue, reason: error.code))
        try await simulation.sleep(for: Self.pause, .background)
      }
    }
  }

  private func waitForThread() async throws {
    try await simulation.suspend(waitingFor: "a free thread", .background) { suspension in
      waiter = suspension
    }
  }

  private func begin(_ message: ReceivedMessage) {
    free -= 1
    simulation.spawn(on: self, in: machine.scope) { consumer in
      defer { consumer.release() }
      try await consumer.work(message)
    }
  }

  private func release() {
    free += 1
    waiter?.resume(returning: ())
    waiter = nil
  }

  private func work(_ message: ReceivedMessage) async throws {
    let (component, faults) = (machine.component, machine.cloud.faults)
    do {
      if faults.strikes(component, .beforeEffects) { throw ServiceError.serviceUnavailable }
      try await handle(message)
      if faults.strikes(component, .afterEffects) { throw ServiceError.serviceUnavailable }
      try await machine.cloud.sqs.delete(
        [message.receiptHandle],
        from: queue,
        for: Caller(component)
      )
      record(.handled(messageID: message.messageID, queue: queue))
    } catch let end as ScopeEnded {
      throw end
    } catch {
      record(.failed(messageID: message.messageID, queue: queue, reason: "\(error)"))
    }
  }

  private func record(_ event: ConsumerEvent) {
    machine.cloud.record(event, from: machine.process.label)
  }
}
