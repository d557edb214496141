/// Lists of numbers that grow one by one, all of them in one block of memory.
///
/// A list is known by its head: the place of the number that was added last, -1 for none.
struct Chains: Sendable {
  static let none = -1

  private var links: [(number: Int, next: Int)] = []

  mutating func add(_ number: Int, to head: inout Int) {
    links.append((number, head))
    head = links.count - 1
  }

  func number(at link: Int) -> Int { links[link].number }

  func next(after link: Int) -> Int { links[link].next }
}
