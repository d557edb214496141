/// Tasks that wait for the same thing, first come, first served.
///
/// A task leaves the line in one of three ways: it is admitted; it is cancelled and takes itself
/// out; or it is cancelled and its turn comes before it has done so, and it is passed over. A task
/// that is admitted and dies before it can go on, because its scope has ended, has to give back
/// what it got: ``leave(_:)`` tells so.
struct WaitingLine<Need> {
  private enum Occupant {
    case task(Suspension<Void>)
    /// One of a traffic, which is no task: it waits until it is admitted.
    case passer
    /// A task that has taken itself out.
    case gone
  }

  private struct Entry {
    let number: Int
    let need: Need
    var occupant: Occupant

    var isGone: Bool {
      if case .gone = occupant { true } else { false }
    }
  }

  private var entries = FIFO<Entry>()
  private var nextNumber = 0
  /// Tasks that were passed over and do not know it yet.
  private var passedOver: Set<Int> = []
  /// How many tasks wait.
  private(set) var count = 0

  /// Adds a task at the end, and returns the number by which it can leave.
  ///
  /// - Complexity: O(1) amortised.
  mutating func join(_ suspension: Suspension<Void>, _ need: Need) -> Int {
    append(.task(suspension), need)
    return nextNumber - 1
  }

  /// Adds one at the end that is no task and will not leave by itself.
  ///
  /// - Complexity: O(1) amortised.
  mutating func join(_ need: Need) {
    append(.passer, need)
  }

  private mutating func append(_ occupant: Occupant, _ need: Need) {
    entries.append(Entry(number: nextNumber, need: need, occupant: occupant))
    count += 1
    nextNumber += 1
  }

  /// What the first waiting task needs; `nil` if nobody waits.
  var firstNeed: Need? {
    mutating get {
      while let entry = entries.first {
        switch entry.occupant {
        case .passer: return entry.need
        case .task(let suspension):
          if suspension.isWaiting { return entry.need }
          passOver(entry)
        case .gone: break
        }
        _ = entries.popFirst()
      }
      return nil
    }
  }

  /// Lets the first waiting task go on; `nil` if nobody waits.
  mutating func admitFirst() -> (number: Int, need: Need)? {
    while let entry = entries.popFirst() {
      switch entry.occupant {
      case .passer: break
      case .task(let suspension):
        guard suspension.resume(returning: ()) else {
          passOver(entry)
          continue
        }
      case .gone: continue
      }
      count -= 1
      return (entry.number, entry.need)
    }
    return nil
  }

  /// Takes out a task whose wait has ended with an error; true if it had been admitted before.
  ///
  /// - Complexity: O(log n) amortised.
  mutating func leave(_ number: Int) -> Bool {
    if let offset = offset(of: number) {
      entries[offset]?.occupant = .gone
      count -= 1
      if entries.count > 2 * count + 32 { entries.removeAll(where: \.isGone) }
      return false
    }
    return passedOver.remove(number) == nil
  }

  private mutating func passOver(_ entry: Entry) {
    passedOver.insert(entry.number)
    count -= 1
  }

  /// Finds an entry by its number; they stand in the order of their numbers.
  private func offset(of number: Int) -> Int? {
    var (lower, upper) = (0, entries.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      guard let entry = entries[middle] else { return nil }
      if entry.number == number { return middle }
      if entry.number < number { lower = middle + 1 } else { upper = middle }
    }
    return nil
  }
}

/// Thrown when a queue has no room for one more.
public struct QueueFull: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of what the queue stands before.
  public let name: String
  /// How many the queue can hold.
  public let limit: Int

  /// Creates the error that tells that `name` has `limit` waiting already.
  public init(name: String, limit: Int) {
    self.name = name
    self.limit = limit
  }

  /// The refusal in words.
  public var description: String { "the queue of \(name) is full at \(limit)" }
}
