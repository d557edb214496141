import Simulation

/// Elements in the order in which they came.
struct Line<Element> {
  private var elements: [Element] = []
  private var head = 0

  var count: Int { elements.count - head }
  var first: Element? { head < elements.count ? elements[head] : nil }
  var last: Element? { head < elements.count ? elements.last : nil }

  /// The element that many places behind the first.
  subscript(_ distance: Int) -> Element { elements[head + distance] }

  /// - Complexity: O(n).
  func first(where isWanted: (Element) -> Bool) -> Element? {
    elements[head...].first(where: isWanted)
  }

  /// - Complexity: O(1) amortised.
  mutating func append(_ element: Element) {
    elements.append(element)
  }

  /// Takes the first element out; there must be one.
  ///
  /// - Complexity: O(1) amortised, because at least half of what is moved has been taken out.
  mutating func removeFirst() {
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 32, head * 2 >= elements.count {
      elements.removeSubrange(..<head)
      head = 0
    }
  }

  /// Lets the element that many places behind the first go before it, and the first in its place.
  mutating func swapFirst(with distance: Int) {
    elements.swapAt(head, head + distance)
  }

  /// - Complexity: O(n).
  mutating func removeAll(where isUnwanted: (Element) -> Bool) {
    elements.removeSubrange(..<head)
    elements.removeAll(where: isUnwanted)
    head = 0
  }
}

/// What is due when, earliest first, for keys that mostly come in order.
///
/// Queues use one length of time for nearly all of their messages, so that most entries belong at
/// the end: those cost O(1), the others O(log n). Entries are never taken out in the middle; the
/// owner passes over those that no longer hold.
struct DueOrder {
  struct Entry {
    let instant: SimulationInstant
    let slot: Int
    /// Tells an entry that still holds from one that does not.
    let stamp: UInt64
  }

  private var inOrder = Line<Entry>()
  /// A binary heap of the entries that came out of order.
  private var others: [Entry] = []

  var count: Int { inOrder.count + others.count }

  /// The earliest entry; of entries that are due together, one that came in order goes first.
  var first: Entry? {
    guard let other = others.first else { return inOrder.first }
    guard let next = inOrder.first, next.instant <= other.instant else { return other }
    return next
  }

  /// - Complexity: O(1) if nothing in line is due later, else O(log n).
  mutating func insert(_ entry: Entry) {
    if let last = inOrder.last, last.instant > entry.instant {
      others.append(entry)
      rise(from: others.count - 1)
    } else {
      inOrder.append(entry)
    }
  }

  /// Takes out what ``first`` shows; there must be an entry.
  ///
  /// - Complexity: O(1) amortised in order, else O(log n).
  mutating func removeFirst() {
    if let other = others.first, inOrder.first.map({ $0.instant > other.instant }) ?? true {
      others[0] = others[others.count - 1]
      others.removeLast()
      sink(from: 0)
    } else {
      inOrder.removeFirst()
    }
  }

  /// - Complexity: O(n).
  mutating func removeAll(where isUnwanted: (Entry) -> Bool) {
    inOrder.removeAll(where: isUnwanted)
    others.removeAll(where: isUnwanted)
    for index in stride(from: others.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
  }

  private mutating func rise(from start: Int) {
    var index = start
    while index > 0, others[index].instant < others[(index - 1) / 2].instant {
      others.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink(from start: Int) {
    var index = start
    while 2 * index + 1 < others.count {
      var child = 2 * index + 1
      if child + 1 < others.count, others[child + 1].instant < others[child].instant { child += 1 }
      guard others[child].instant < others[index].instant else { return }
      others.swapAt(index, child)
      index = child
    }
  }
}
