import Synchronization

/// How much work a process has begun that does not hold up the answer, and that has not ended.
final class BackgroundWork: Sendable {
  private let begun = Atomic<Int>(0)

  var count: Int { begun.load(ordering: .relaxed) }

  func begin() { begun.add(1, ordering: .relaxed) }

  func end() { begun.subtract(1, ordering: .relaxed) }
}
