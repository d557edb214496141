/// A binary heap: the smallest element first.
struct MinimumHeap<Element: Comparable> {
  private(set) var elements: [Element] = []

  var first: Element? { elements.first }

  /// - Complexity: O(log n).
  mutating func insert(_ element: Element) {
    elements.append(element)
    var index = elements.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard element < elements[parent] else { break }
      elements[index] = elements[parent]
      index = parent
    }
    elements[index] = element
  }

  /// - Complexity: O(log n).
  mutating func popFirst() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let first = elements.first else { return last }
    sink(last, from: 0)
    return first
  }

  /// - Complexity: O(n).
  mutating func removeAll(where isUnwanted: (Element) -> Bool) {
    elements.removeAll(where: isUnwanted)
    for index in stride(from: elements.count / 2 - 1, through: 0, by: -1) {
      sink(elements[index], from: index)
    }
  }

  private mutating func sink(_ element: Element, from start: Int) {
    var index = start
    while true {
      var child = 2 * index + 1
      guard child < elements.count else { break }
      if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
      guard elements[child] < element else { break }
      elements[index] = elements[child]
      index = child
    }
    elements[index] = element
  }
}
