/// Whose messages a fair queue holds: the groups of a standard queue.
///
/// A group with too large a share of what is in flight is noisy: its messages are put aside until
/// it is quiet again or nobody else has any. Source: the SQS developer guide, "How Amazon SQS fair
/// queues work" (2026).
///
/// Simplified: by the share of messages in flight alone, and exactly; AWS also looks at the share of
/// the consumers' time, and says that its thresholds are approximate.
struct Tenants {
  private struct Tenant {
    let name: String
    var held = 0
    var inFlight = 0
    var delayed = 0
    /// Tickets that were put aside, in the order in which their messages became visible.
    var aside = Line<SQSQueue.Ticket>()
  }

  private var numbers: [String: Int] = [:]
  private var tenants: [Tenant] = []
  private var freeNumbers: [Int] = []
  /// The tenants that have tickets aside, in the order in which they got noisy.
  private var waiting: [Int] = []

  /// Notes a message that has come, and returns the number of its group.
  mutating func enter(_ name: String) -> Int {
    let number = numbers[name] ?? freeNumbers.popLast() ?? tenants.count
    if number == tenants.count { tenants.append(Tenant(name: name)) }
    if numbers[name] == nil {
      tenants[number] = Tenant(name: name)
      numbers[name] = number
    }
    tenants[number].held += 1
    return number
  }

  /// Notes that a message has become visible, hidden or free.
  mutating func change(_ number: Int, from old: SQSQueue.State, to new: SQSQueue.State) {
    if old == .inFlight { tenants[number].inFlight -= 1 }
    if new == .inFlight { tenants[number].inFlight += 1 }
    if old == .delayed { tenants[number].delayed -= 1 }
    if new == .delayed { tenants[number].delayed += 1 }
    guard new == .free else { return }
    tenants[number].held -= 1
    if tenants[number].held == 0 {
      waiting.removeAll { $0 == number }
      numbers[tenants[number].name] = nil
      freeNumbers.append(number)
    }
  }

  /// Tells whether a group holds the others up.
  func isNoisy(_ number: Int, of inFlight: Int) -> Bool {
    let own = tenants[number].inFlight
    return own >= SQSQuotas.noisyMessages && own * SQSQuotas.noisyShare > inFlight
  }

  /// How many groups hold the others up, and what the queue holds of them.
  ///
  /// - Complexity: O(n) in the groups.
  func noisy(of inFlight: Int) -> (groups: Int, visible: Int, inFlight: Int, delayed: Int) {
    var all = (groups: 0, visible: 0, inFlight: 0, delayed: 0)
    for (number, tenant) in tenants.enumerated() where isNoisy(number, of: inFlight) {
      all.groups += 1
      all.visible += tenant.held - tenant.inFlight - tenant.delayed
      all.inFlight += tenant.inFlight
      all.delayed += tenant.delayed
    }
    return all
  }

  /// Puts a ticket aside until its group is quiet, or alone.
  mutating func putAside(_ ticket: SQSQueue.Ticket, of number: Int) {
    if tenants[number].aside.first == nil, !waiting.contains(number) { waiting.append(number) }
    tenants[number].aside.append(ticket)
  }

  /// The first ticket that was put aside, of a group that is quiet again or of one that is not.
  ///
  /// - Complexity: O(1) amortised, because fewer than ten groups can be noisy at a time.
  mutating func first(
    noisy: Bool,
    of inFlight: Int,
    where holds: (SQSQueue.Ticket) -> Bool
  ) -> SQSQueue.Ticket? {
    var place = 0
    while place < waiting.count {
      let number = waiting[place]
      while let ticket = tenants[number].aside.first, !holds(ticket) {
        tenants[number].aside.removeFirst()
      }
      guard let ticket = tenants[number].aside.first else {
        waiting.remove(at: place)
        continue
      }
      if isNoisy(number, of: inFlight) == noisy { return ticket }
      place += 1
    }
    return nil
  }
}
