/// The order of a FIFO queue: its messages by group, each group in the order of coming, and which
/// groups can give one out.
///
/// All messages of a group hang in one chain from their coming to their end, so that one which comes
/// back after its visibility time-out is in its old place. A group gives out nothing behind a message
/// in flight; one that has come back before it goes out again, as recorded on AWS.
struct MessageGroups {
  private struct Group {
    let name: String
    var head: Int?
    var tail: Int?
    var inFlight = 0
    /// Names the entry in the line of ready groups that holds; zero when the group is not ready.
    var readyStamp: UInt64 = 0
  }

  private struct Link {
    var group = 0
    var previous: Int?
    var next: Int?
    var isVisible = false
  }

  private var numbers: [String: Int] = [:]
  private var groups: [Group] = []
  private var freeGroups: [Int] = []
  /// The chains, by slot.
  private var links: [Link] = []
  /// Groups in the order in which they became ready; entries whose stamp is old are passed over.
  private var ready = Line<(group: Int, stamp: UInt64)>()
  private var readyCount = 0
  /// How many groups have messages in flight.
  private(set) var inFlight = 0
  private var lastStamp: UInt64 = 0

  /// Hangs a message that has just come to the end of its group; it is not visible yet.
  ///
  /// - Complexity: O(1) amortised.
  mutating func append(_ slot: Int, to name: String) {
    while links.count <= slot { links.append(Link()) }
    let group = number(of: name)
    links[slot] = Link(group: group, previous: groups[group].tail)
    if let tail = groups[group].tail {
      links[tail].next = slot
    } else {
      groups[group].head = slot
    }
    groups[group].tail = slot
  }

  /// Notes that a message has become visible, hidden or free.
  ///
  /// - Complexity: O(1) amortised.
  mutating func change(_ slot: Int, from old: SQSQueue.State, to new: SQSQueue.State) {
    let group = links[slot].group
    let before = groups[group].inFlight
    if old == .inFlight { groups[group].inFlight -= 1 }
    if new == .inFlight { groups[group].inFlight += 1 }
    inFlight += groups[group].inFlight.signum() - before.signum()
    links[slot].isVisible = new == .visible
    if new == .free { unlink(slot) }
    update(group)
  }

  /// The first visible message of the group that has been ready for longest.
  ///
  /// - Complexity: O(1) amortised.
  mutating func firstReady() -> Int? {
    while let entry = ready.first {
      if groups[entry.group].readyStamp == entry.stamp { return groups[entry.group].head }
      ready.removeFirst()
    }
    return nil
  }

  /// The message behind this one in its group, if it is visible.
  func visible(after slot: Int) -> Int? {
    links[slot].next.flatMap { links[$0].isVisible ? $0 : nil }
  }

  private mutating func number(of name: String) -> Int {
    if let number = numbers[name] { return number }
    let number = freeGroups.popLast() ?? groups.count
    if number == groups.count {
      groups.append(Group(name: name))
    } else {
      groups[number] = Group(name: name)
    }
    numbers[name] = number
    return number
  }

  private mutating func unlink(_ slot: Int) {
    let link = links[slot]
    if let previous = link.previous {
      links[previous].next = link.next
    } else {
      groups[link.group].head = link.next
    }
    if let next = link.next {
      links[next].previous = link.previous
    } else {
      groups[link.group].tail = link.previous
    }
  }

  private mutating func update(_ group: Int) {
    let isReady = groups[group].head.map { links[$0].isVisible } == true
    if isReady, groups[group].readyStamp == 0 {
      lastStamp += 1
      groups[group].readyStamp = lastStamp
      readyCount += 1
      ready.append((group, lastStamp))
      if ready.count > 2 * readyCount + 64 {
        let groups = groups
        ready.removeAll { groups[$0.group].readyStamp != $0.stamp }
      }
    } else if !isReady, groups[group].readyStamp != 0 {
      groups[group].readyStamp = 0
      readyCount -= 1
    }
    if groups[group].head == nil {
      numbers[groups[group].name] = nil
      freeGroups.append(group)
    }
  }
}
