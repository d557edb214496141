import Simulation

/// One queue: its messages, which of them can be received, and who waits for them.
///
/// A class, because the service changes it in place; only the service has it. Messages live in
/// numbered slots. What is visible, what is due and what expires are kept in orders whose entries
/// name a slot and a stamp; an entry whose stamp is not the slot's any more is passed over, so that
/// nothing is ever searched for.
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
    /// The number of the message's group in a fair queue; -1 for a message without one.
    var tenant = -1
    var received = SimulationInstant.start
    var message = StoredMessage.none
  }

  struct Ticket {
    let slot: Int
    let stamp: UInt64
  }

  let name: String
  let arn: ARN
  let url: String
  /// Tells the receipt handles of this queue from those of others.
  let serial: UInt32
  let simulation: Simulation
  let recorder: Recorder
  private let faults: FaultBoard
  let created: Int64
  var modified: Int64
  var attributes: QueueAttributes
  var tags: [String: String] = [:]
  var figures = QueueFigures()
  var metrics: QueueMetrics
  var waiters = Line<Waiter>()
  /// Goes off when the next message becomes visible; it may be set too early, never too late.
  var visibilityTimer: QueueTimer?
  /// Goes off when the next message expires.
  var retentionTimer: QueueTimer?
  var lastPurge: SimulationInstant?
  /// The key with which new messages are encrypted.
  var key: MessageKey?
  /// Whether any message was ever encrypted with a key of KMS; nobody else pays for it.
  var hasKeys = false

  /// What only a FIFO queue has; `nil` in a standard queue.
  var fifo: FIFOState?
  /// The visible messages of a standard queue, in the order in which they became visible.
  var visible = Line<Ticket>()
  /// The groups of a standard queue; `nil` while no message has had one.
  var tenants: Tenants?
  /// What goes wrong in a standard queue; `nil` for nothing.
  var disturbed: DisturbedQueue?
  /// What is hidden, by the end of its hiding.
  var due = DueOrder()
  /// What is held, by what retention counts from.
  var ages = DueOrder()
  /// What is held, by its coming into this queue.
  var arrivals = Line<(slot: Int, number: UInt64)>()
  var slots: [Slot] = []
  private var freeSlots: [Int] = []
  private(set) var lastNumber: UInt64 = 0
  private var lastStamp: UInt64 = 0

  init(
    name: String,
    url: String,
    serial: UInt32,
    attributes: QueueAttributes,
    metrics: QueueMetrics,
    in cloud: Cloud
  ) {
    self.name = name
    self.url = url
    self.serial = serial
    self.attributes = attributes
    self.metrics = metrics
    fifo = attributes.isFIFO ? FIFOState() : nil
    arn = ARN(service: "sqs", resource: name, in: cloud)
    simulation = cloud.simulation
    recorder = cloud.recorder
    faults = cloud.faults
    created = cloud.unixMilliseconds / 1_000
    modified = created
  }

  var now: SimulationInstant { simulation.now }
  var isFIFO: Bool { fifo != nil }

  /// Whether a fault lets the receive or the deletion that is under way leave a copy behind.
  ///
  /// Somebody else can receive the copy as well, or it comes back after its visibility time-out. A
  /// FIFO queue keeps its promise.
  var comesTwice: Bool { !isFIFO && faults.duplicates(name) }

  /// Whether as many messages are in flight as may be.
  var isFull: Bool { figures.inFlight >= SQSQuotas.inFlightMessages }

  // MARK: Messages

  /// Takes a message in; the caller has recorded and counted it.
  ///
  /// - Complexity: O(1) amortised; O(log n) for a message whose delay or age is out of the order.
  func add(_ message: StoredMessage, delay: Duration = .zero) {
    endMinutes()
    let slot = freeSlots.popLast() ?? slots.count
    if slot == slots.count { slots.append(Slot()) }
    lastNumber += 1
    slots[slot].number = lastNumber
    slots[slot].message = message
    if message.key != nil { hasKeys = true }
    if let group = message.marks?.group { join(slot, group) }
    ages.insert(.init(instant: message.sent, slot: slot, stamp: lastNumber))
    arrivals.append((slot, lastNumber))
    if ages.count > 2 * figures.depth + 64 { ages.removeAll { !isHeld($0.slot, $0.stamp) } }
    if arrivals.count > 2 * figures.depth + 64 {
      arrivals.removeAll { !isHeld($0.slot, $0.number) }
    }
    if delay > .zero {
      hide(slot, as: .delayed, until: now.advanced(by: delay))
    } else {
      show(slot)
    }
  }

  private func join(_ slot: Int, _ group: String) {
    if isFIFO {
      fifo?.groups.append(slot, to: group)
    } else {
      if tenants == nil { tenants = Tenants() }
      slots[slot].tenant = tenants?.enter(group) ?? -1
    }
  }

  /// Takes a message out.
  func remove(_ slot: Int) -> StoredMessage {
    defer { slots[slot].message = .none }
    change(slot, to: .free)
    slots[slot].tenant = -1
    freeSlots.append(slot)
    return slots[slot].message
  }

  /// Deletes every message, and forgets which ones a FIFO queue would take for repetitions, as
  /// recorded on AWS.
  func purge() {
    for slot in slots.indices where slots[slot].state != .free {
      _ = remove(slot)
      figures.purged += 1
    }
    fifo?.deduplication = Deduplication()
  }

  // MARK: States

  /// Makes a message visible.
  func show(_ slot: Int) {
    change(slot, to: .visible)
    guard !isFIFO else { return }
    if visible.count > 2 * figures.visible + 64 {
      visible.removeAll { slots[$0.slot].stamp != $0.stamp }
    }
    visible.append(Ticket(slot: slot, stamp: slots[slot].stamp))
  }

  /// Hides a message until an instant.
  func hide(_ slot: Int, as state: State, until instant: SimulationInstant) {
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
    fifo?.groups.change(slot, from: slots[slot].state, to: state)
    if slots[slot].tenant >= 0 {
      tenants?.change(slots[slot].tenant, from: slots[slot].state, to: state)
    }
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

/// What only a FIFO queue has.
struct FIFOState {
  var groups = MessageGroups()
  var deduplication = Deduplication()
  var attempts = ReceiveAttempts()
  var throughput = FIFOThroughput()
  private var messages: UInt64 = 0

  /// The number of the next message.
  mutating func nextSequenceNumber() -> SequenceNumber {
    messages += 1
    return SequenceNumber(count: messages)
  }
}
