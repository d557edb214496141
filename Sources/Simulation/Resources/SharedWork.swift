/// The arithmetic of processor sharing: who has how much work left, at O(log n) an event.
///
/// All jobs run at the same speed, so one number, the progress that each has made, stands for all:
/// a job that needs w more is done when the progress has grown by w. Only the progress changes with
/// time, and the job that is done next is the first of a heap.
struct SharedWork {
  /// Names a job; its number tells it from a later one in the same place.
  struct Ticket {
    let index: Int
    let number: Int
  }

  private struct Entry: Comparable {
    let finish: Double
    let ticket: Ticket

    static func < (left: Self, right: Self) -> Bool {
      left.finish == right.finish
        ? left.ticket.number < right.ticket.number : left.finish < right.finish
    }

    static func == (left: Self, right: Self) -> Bool {
      left.ticket.number == right.ticket.number
    }
  }

  private struct Place {
    var number = -1
    var suspension: Suspension<Void>?
  }

  private(set) var processors: Double
  private(set) var speed = 1.0
  private(set) var count = 0
  /// Nanoseconds of processor time used so far; fractions of a nanosecond matter here.
  private(set) var used = 0.0
  /// Nanoseconds of processor time that there have been to use.
  private(set) var offered = 0.0
  /// The stock of processor time that use draws on, if there is one.
  var allowance: Allowance?

  private var progress = 0.0
  private var updated: SimulationInstant
  private var heap = MinimumHeap<Entry>()
  private var places: [Place] = []
  private var freePlaces: [Int] = []
  private var nextNumber = 0

  init(processors: Double, at start: SimulationInstant) {
    self.processors = processors
    updated = start
  }

  /// The speed of each job: a full processor's, or its share if there are too few.
  private var rate: Double {
    count > 0 ? speed * min(1, processors / Double(count)) : 0
  }

  mutating func advance(to now: SimulationInstant) {
    let elapsed = Double(now.nanoseconds - updated.nanoseconds)
    guard elapsed > 0 else { return }
    progress += elapsed * rate
    used += elapsed * min(Double(count), processors)
    offered += elapsed * processors
    allowance?.advance(by: elapsed, using: min(Double(count), processors))
    updated = now
  }

  mutating func resize(to processors: Double) { self.processors = processors }

  mutating func setSpeed(_ speed: Double) { self.speed = speed }

  /// - Complexity: O(log n).
  mutating func add(_ suspension: Suspension<Void>, work: Duration) -> Ticket {
    let index = freePlaces.popLast() ?? places.count
    if index == places.count { places.append(Place()) }
    places[index] = Place(number: nextNumber, suspension: suspension)
    let ticket = Ticket(index: index, number: nextNumber)
    heap.insert(Entry(finish: progress + Double(work.nanoseconds), ticket: ticket))
    nextNumber += 1
    count += 1
    return ticket
  }

  /// Takes out a job that has been given up; false if it was done before.
  ///
  /// - Complexity: O(1) amortised; its entry stays in the heap until it is met there.
  mutating func remove(_ ticket: Ticket) -> Bool {
    guard isPresent(ticket) else { return false }
    free(ticket)
    if heap.elements.count > 2 * count + 32 {
      let places = places
      heap.removeAll { places[$0.ticket.index].number != $0.ticket.number }
    }
    return true
  }

  /// When the first job will be done if nothing changes; `nil` if there is none.
  var nextCompletion: SimulationInstant? {
    mutating get {
      dropGivenUp()
      guard let first = heap.first else { return nil }
      let wait = (max(0, first.finish - progress) / rate).rounded()
      return updated.advanced(by: .nanoseconds(wait < 0x1p62 ? Int64(wait) : 1 << 62))
    }
  }

  /// Takes out the first job that is done now, up to half a nanosecond.
  ///
  /// - Complexity: O(log n).
  mutating func popDone() -> Suspension<Void>? {
    dropGivenUp()
    guard let first = heap.first, first.finish - progress <= 0.5 * rate else { return nil }
    _ = heap.popFirst()
    return free(first.ticket)
  }

  @discardableResult
  private mutating func free(_ ticket: Ticket) -> Suspension<Void>? {
    let suspension = places[ticket.index].suspension
    places[ticket.index] = Place()
    freePlaces.append(ticket.index)
    count -= 1
    if count == 0 {
      // Begin again at nothing: the smaller the progress, the finer it can be told.
      progress = 0
      heap = MinimumHeap()
    }
    return suspension
  }

  private mutating func dropGivenUp() {
    while let first = heap.first, !isPresent(first.ticket) { _ = heap.popFirst() }
  }

  private func isPresent(_ ticket: Ticket) -> Bool {
    places[ticket.index].number == ticket.number
  }
}
