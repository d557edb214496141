import Simulation

/// The plain limit: events in a binary heap, handled by a switch; no tasks, no locks, no names.
struct PlainLoop<Event> {
  private struct Entry {
    let instant: Int64
    let sequence: Int
    let event: Event

    static func < (left: Self, right: Self) -> Bool {
      left.instant == right.instant
        ? left.sequence < right.sequence : left.instant < right.instant
    }
  }

  private var heap: [Entry] = []
  private var nextSequence = 0
  private(set) var now: Int64 = 0

  mutating func schedule(_ event: Event, after delay: Int64) {
    let entry = Entry(instant: now + delay, sequence: nextSequence, event: event)
    nextSequence += 1
    heap.append(entry)
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard entry < heap[parent] else { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = entry
  }

  /// Takes out the earliest event and moves the clock to it.
  mutating func next() -> Event? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else {
      now = last.instant
      return last.event
    }
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = last
    now = first.instant
    return first.event
  }
}

/// Handles `count` events of `chains` chains, each of which schedules its next event itself.
func runPlainChains(count: Int, chains: Int, longestDelay: Int) {
  var stream = RandomStream(seed: 1, name: "delays")
  var loop = PlainLoop<Int>()
  for chain in 0..<chains { loop.schedule(chain, after: 0) }
  var left = count
  while left > 0, let chain = loop.next() {
    left -= 1
    let delay = longestDelay > 0 ? stream.uniform(below: longestDelay) : 0
    loop.schedule(chain, after: Int64(delay))
  }
}
