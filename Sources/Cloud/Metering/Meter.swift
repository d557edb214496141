public import Simulation
import Synchronization

/// Counts what is used, by component: the source of every bill.
public final class Meter: Sendable {
  struct Key: Hashable {
    let component: String
    let usage: Usage

    /// A component uses a few things only, and each request is metered.
    func hash(into hasher: inout Hasher) { hasher.combine(component) }
  }

  private struct Running {
    var rate: Int64
    var since: SimulationInstant
  }

  /// Something that counts by itself.
  private struct Follower {
    let key: Key
    let total: @Sendable () -> Int64
  }

  private struct State {
    /// In the order of first use, so that bills read the same every time.
    var keys: [Key] = []
    var totals: [Key: Int64] = [:]
    var running: [Key: Running] = [:]
    var followers: [String: Follower] = [:]
  }

  private let simulation: Simulation
  private let state = Mutex(State())

  init(simulation: Simulation) {
    self.simulation = simulation
  }

  /// Adds `quantity` units of `usage` to what `component` has used.
  public func add(_ usage: Usage, _ quantity: Int64, for component: String) {
    let key = Key(component: component, usage: usage)
    state.withLock { state in
      let known = state.totals.count
      state.totals[key, default: 0] += quantity
      if state.totals.count > known { state.keys.append(key) }
    }
  }

  /// Lets `component` use `rate` units of `usage` each millisecond from now on; 0 ends it.
  public func run(_ usage: Usage, rate: Int64, for component: String) {
    add(usage, 0, for: component)
    let key = Key(component: component, usage: usage)
    state.withLock { state in
      if let running = state.running[key] {
        state.totals[key, default: 0] += used(running)
      }
      state.running[key] = rate == 0 ? nil : Running(rate: rate, since: simulation.now)
    }
  }

  /// Counts along with something that counts by itself, until ``unfollow(_:)``.
  ///
  /// - Parameters:
  ///   - usage: what it counts.
  ///   - component: for whom.
  ///   - id: whose count it is; the name to end it by.
  ///   - total: how much it has counted so far; asked whenever the meter is read.
  func follow(
    _ usage: Usage,
    for component: String,
    as id: String,
    _ total: @escaping @Sendable () -> Int64
  ) {
    add(usage, 0, for: component)
    let key = Key(component: component, usage: usage)
    state.withLock { $0.followers[id] = Follower(key: key, total: total) }
  }

  /// Keeps the last count, and asks no more.
  func unfollow(_ id: String) {
    guard let follower = state.withLock({ $0.followers.removeValue(forKey: id) }) else { return }
    add(follower.key.usage, follower.total(), for: follower.key.component)
  }

  /// What has been used up to now.
  public var reading: MeterReading {
    var (entries, followers) = state.withLock { state in
      let entries = state.keys.map { key in
        let total = state.totals[key, default: 0]
        return (key: key, quantity: total + (state.running[key].map(used) ?? 0))
      }
      return (entries, Array(state.followers.values))
    }
    var counted: [Key: Int64] = [:]
    for follower in followers { counted[follower.key, default: 0] += follower.total() }
    for index in entries.indices {
      entries[index].quantity += counted[entries[index].key, default: 0]
    }
    return MeterReading(instant: simulation.now, entries: entries)
  }

  private func used(_ running: Running) -> Int64 {
    let elapsed = running.since.duration(to: simulation.now).nanoseconds
    return running.rate * ((elapsed + 500_000) / 1_000_000)
  }
}

/// What had been used at one instant.
public struct MeterReading: Sendable {
  /// When the meter was read.
  public let instant: SimulationInstant
  let entries: [(key: Meter.Key, quantity: Int64)]

  /// What was used between `earlier` and this reading.
  public func since(_ earlier: MeterReading) -> MeterReading {
    let before = Dictionary(uniqueKeysWithValues: earlier.entries.map { ($0.key, $0.quantity) })
    return MeterReading(
      instant: instant,
      entries: entries.map { ($0.key, $0.quantity - before[$0.key, default: 0]) }
    )
  }

  /// How much of `usage` there was, over all components or for one.
  public func quantity(of usage: Usage, for component: String? = nil) -> Int64 {
    entries.lazy
      .filter { $0.key.usage == usage && (component == nil || $0.key.component == component) }
      .reduce(0) { $0 + $1.quantity }
  }
}
