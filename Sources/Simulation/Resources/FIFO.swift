/// A queue in a ring of memory: first in, first out.
struct FIFO<Element> {
  private var ring: [Element?] = []
  private var head = 0
  private(set) var count = 0

  var first: Element? { count > 0 ? ring[head] : nil }

  /// The element at `offset` from the first.
  subscript(offset: Int) -> Element? {
    get { ring[position(offset)] }
    set { ring[position(offset)] = newValue }
  }

  /// - Complexity: O(1) amortised.
  mutating func append(_ element: Element) {
    if count == ring.count { grow() }
    ring[position(count)] = element
    count += 1
  }

  /// Puts `element` before all others.
  ///
  /// - Complexity: O(1) amortised.
  mutating func prepend(_ element: Element) {
    if count == ring.count { grow() }
    head = position(ring.count - 1)
    ring[head] = element
    count += 1
  }

  /// - Complexity: O(1).
  mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    defer {
      ring[head] = nil
      head = position(1)
      count -= 1
    }
    return ring[head]
  }

  /// - Complexity: O(n).
  mutating func removeAll(where isUnwanted: (Element) -> Bool) {
    var kept = Self()
    while let element = popFirst() {
      if !isUnwanted(element) { kept.append(element) }
    }
    self = kept
  }

  /// The ring's size is a power of two, so a mask does for a division.
  private func position(_ offset: Int) -> Int {
    (head + offset) & (ring.count - 1)
  }

  private mutating func grow() {
    let ordered = (0..<count).map { ring[position($0)] }
    ring = ordered + Array(repeating: nil, count: max(count, 8))
    head = 0
  }
}
