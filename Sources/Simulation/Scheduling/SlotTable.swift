/// What waits in a simulation, in reusable slots.
///
/// Every sleep and every suspension owns one slot from its beginning to its end. A ticket names a
/// slot and its generation, so a ticket that comes too late finds nothing and does no harm.
@usableFromInline
struct SlotTable {
  @usableFromInline
  struct Ticket: Hashable, Sendable {
    let index: Int32
    let generation: UInt32
  }

  /// What a slot does when it is let go.
  enum Wake {
    /// Reserved, or cancelled before it began to wait.
    case none
    /// Goes on with a sleeping task.
    case resume(UnsafeContinuation<Void, any Error>)
    /// Runs a piece of kernel code.
    case call(@Sendable () -> Void)
    /// Somebody else goes on with the task; the slot tells what it waits for and how to end that.
    case waiting(for: @Sendable () -> String, cancel: @Sendable () -> Void)
  }

  struct Slot {
    var generation: UInt32 = 0
    var presence = Presence.foreground
    var isTimer = false
    var isCancelled = false
    var wake = Wake.none
    var scope: Scope?
    var nextFree: Int32 = -1
  }

  private(set) var slots: [Slot] = []
  private var firstFree: Int32 = -1
  /// How many timers that keep a run alive are set.
  private(set) var foregroundTimers = 0
  /// How many suspensions that keep a run alive there are.
  private(set) var foregroundWaits = 0

  mutating func reserve(_ presence: Presence, isTimer: Bool, scope: Scope?) -> Ticket {
    let index: Int32
    if firstFree >= 0 {
      index = firstFree
      firstFree = slots[Int(index)].nextFree
    } else {
      index = Int32(slots.count)
      slots.append(Slot())
    }
    slots[Int(index)].presence = presence
    slots[Int(index)].isTimer = isTimer
    slots[Int(index)].scope = scope
    if presence == .foreground { count(1, isTimer: isTimer) }
    return Ticket(index: index, generation: slots[Int(index)].generation)
  }

  /// Tells whether the ticket's wait is still going on.
  func isCurrent(_ ticket: Ticket) -> Bool {
    slots[Int(ticket.index)].generation == ticket.generation
  }

  /// Whether the ticket's wait keeps a run alive.
  func presence(of ticket: Ticket) -> Presence { slots[Int(ticket.index)].presence }

  /// Lets the slot do `wake` when its time comes; false if it was cancelled before.
  mutating func arm(_ ticket: Ticket, _ wake: Wake) -> Bool {
    guard isCurrent(ticket), !slots[Int(ticket.index)].isCancelled else { return false }
    slots[Int(ticket.index)].wake = wake
    return true
  }

  /// Remembers a cancellation that came before the wait began, or frees the slot.
  mutating func cancel(_ ticket: Ticket) -> Wake {
    guard isCurrent(ticket) else { return .none }
    if case .none = slots[Int(ticket.index)].wake {
      slots[Int(ticket.index)].isCancelled = true
      return .none
    }
    return release(ticket).wake
  }

  /// Frees the slot and returns what it held.
  mutating func release(_ ticket: Ticket) -> Slot {
    let index = Int(ticket.index)
    var slot = Slot(generation: slots[index].generation &+ 1, nextFree: firstFree)
    // Swapped and not copied: a copy would count references up and down.
    swap(&slot, &slots[index])
    if slot.presence == .foreground { count(-1, isTimer: slot.isTimer) }
    firstFree = ticket.index
    return slot
  }

  /// What the foreground suspensions wait for, in slot order.
  var foregroundWaitNames: [@Sendable () -> String] {
    slots.compactMap { slot in
      guard slot.presence == .foreground, case .waiting(let name, _) = slot.wake else { return nil }
      return name
    }
  }

  /// How to end every suspension, in slot order.
  var cancellations: [@Sendable () -> Void] {
    slots.compactMap { slot in
      if case .waiting(_, let cancel) = slot.wake { cancel } else { nil }
    }
  }

  private mutating func count(_ change: Int, isTimer: Bool) {
    if isTimer { foregroundTimers += change } else { foregroundWaits += change }
  }
}
