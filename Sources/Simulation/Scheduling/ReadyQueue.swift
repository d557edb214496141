/// The jobs that can run now, in the order in which they came.
struct ReadyQueue {
  private var ring: [UnownedJob?] = Array(repeating: nil, count: 64)
  private var head = 0
  private(set) var count = 0

  /// - Complexity: O(1) amortised.
  mutating func append(_ job: UnownedJob) {
    if count == ring.count { grow() }
    ring[(head + count) & (ring.count - 1)] = job
    count += 1
  }

  /// - Complexity: O(1).
  mutating func popFirst() -> UnownedJob? {
    guard count > 0 else { return nil }
    let job = ring[head]
    ring[head] = nil
    head = (head + 1) & (ring.count - 1)
    count -= 1
    return job
  }

  /// Brings the job at `offset` to the front, so that a seeded shuffle can choose it.
  mutating func swapToFront(_ offset: Int) {
    ring.swapAt(head, (head + offset) & (ring.count - 1))
  }

  private mutating func grow() {
    let ordered = (0..<count).map { ring[(head + $0) & (ring.count - 1)] }
    ring = ordered + Array(repeating: nil, count: ring.count)
    head = 0
  }
}
