import Cloud
import Figures
import Simulation
import Synchronization

/// Which components' processes are down, and which faults there have been, as the trace tells it.
final class Health: Sendable {
  /// How many faults are remembered.
  fileprivate static let limit = 24

  fileprivate struct Fault {
    let component: String
    let what: String
    let start: SimulationInstant
    var end: SimulationInstant?
  }

  fileprivate struct State {
    var down: Set<String> = []
    var faults: [Fault] = []
  }

  private let state = Mutex(State())

  init(reading trace: Trace) {
    trace.read(FaultEvent.self) { [self] instant, component, event in
      state.withLock { $0.note(event, of: component, at: instant) }
    }
    trace.read(ServerEvent.self) { [self] _, component, event in
      switch event {
      case .stopped, .startFailed: state.withLock { _ = $0.down.insert(component) }
      case .started: state.withLock { _ = $0.down.remove(component) }
      default: break
      }
    }
    trace.read(DatabaseEvent.self) { [self] _, component, event in
      switch event {
      case .stopped: state.withLock { _ = $0.down.insert(component) }
      case .started: state.withLock { _ = $0.down.remove(component) }
      default: break
      }
    }
    trace.read(ZoneEvent.self) { [self] instant, zone, event in
      state.withLock { $0.note(event, of: zone, at: instant) }
    }
  }

  /// Whether the component's process has ended and not started again.
  func isDown(_ component: String) -> Bool {
    state.withLock { $0.down.contains(component) }
  }

  /// The latest faults, to be marked in a chart over seconds.
  func marks(until now: SimulationInstant) -> [Chart.Mark] {
    state.withLock { state in
      state.faults.map { fault in
        Chart.Mark(
          at: fault.start.duration(since: .start).seconds,
          until: (fault.end ?? now).duration(since: .start).seconds,
          "\(fault.component) \(fault.what)"
        )
      }
    }
  }
}

extension Health.State {
  fileprivate mutating func note(
    _ event: FaultEvent,
    of component: String,
    at instant: SimulationInstant
  ) {
    switch event {
    case .crashed:
      down.insert(component)
      begin(component, "down", instant)
    case .failing(.all, _): begin(component, "down", instant)
    case .failing: begin(component, "fails", instant)
    case .slow(let factor): begin(component, "\(factor.decimal(1))x as slow", instant)
    case .duplicating: begin(component, "delivers twice", instant)
    case .restarted:
      down.remove(component)
      end(component, instant)
    case .healed: end(component, instant)
    }
  }

  fileprivate mutating func note(
    _ event: ZoneEvent,
    of zone: String,
    at instant: SimulationInstant
  ) {
    switch event {
    case .lost: begin(zone, "lost", instant)
    case .restored: end(zone, instant)
    }
  }

  private mutating func begin(_ component: String, _ what: String, _ instant: SimulationInstant) {
    guard faults.count < Health.limit else { return }
    faults.append(.init(component: component, what: what, start: instant))
  }

  private mutating func end(_ component: String, _ instant: SimulationInstant) {
    for index in faults.indices where faults[index].component == component {
      if faults[index].end == nil { faults[index].end = instant }
    }
  }
}
