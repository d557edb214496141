/// The timers that are still to fire, earliest first; ties break by the order of setting.
///
/// A four-way heap: shallower than a binary one, and its children share a cache line.
struct TimerHeap {
  struct Entry {
    let instant: SimulationInstant
    let sequence: UInt64
    /// Which slot of the ``SlotTable`` the timer fires.
    let ticket: SlotTable.Ticket

    @inline(__always)
    static func < (left: Entry, right: Entry) -> Bool {
      left.instant == right.instant
        ? left.sequence < right.sequence : left.instant < right.instant
    }
  }

  private var entries: [Entry] = []
  private var nextSequence: UInt64 = 0

  var first: Entry? { entries.first }

  /// - Complexity: O(log n).
  mutating func insert(_ ticket: SlotTable.Ticket, at instant: SimulationInstant) {
    let entry = Entry(instant: instant, sequence: nextSequence, ticket: ticket)
    nextSequence += 1
    entries.append(entry)
    entries.withUnsafeMutableBufferPointer { entries in
      var index = entries.count - 1
      while index > 0 {
        let parent = (index - 1) >> 2
        guard entry < entries[parent] else { break }
        entries[index] = entries[parent]
        index = parent
      }
      entries[index] = entry
    }
  }

  /// - Complexity: O(log n).
  mutating func removeFirst() -> Entry {
    let first = entries[0]
    let last = entries.removeLast()
    if !entries.isEmpty { sink(last) }
    return first
  }

  private mutating func sink(_ entry: Entry) {
    // The pointer saves a check of the array with each of the many looks at it.
    entries.withUnsafeMutableBufferPointer { entries in
      let count = entries.count
      var index = 0
      while true {
        let firstChild = (index << 2) + 1
        guard firstChild < count else { break }
        var smallest = firstChild
        var child = firstChild + 1
        let end = min(firstChild + 4, count)
        while child < end {
          if entries[child] < entries[smallest] { smallest = child }
          child += 1
        }
        guard entries[smallest] < entry else { break }
        entries[index] = entries[smallest]
        index = smallest
      }
      entries[index] = entry
    }
  }
}
