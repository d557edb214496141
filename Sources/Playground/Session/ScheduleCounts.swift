import Cloud
import Simulation
import Synchronization

/// How often rules and schedules have started by themselves, counted while it happens.
final class ScheduleCounts: Sendable {
  /// The figures of one rule or schedule.
  struct Figures {
    var due = 0
    /// When it was due last.
    var last: SimulationInstant?
    var delivered = 0
    var undelivered = 0
  }

  private let figures = Mutex<[String: Figures]>([:])

  init(reading trace: Trace) {
    trace.read(EventBridgeEvent.self) { [self] instant, bus, event in
      if case .ruleFired(_, let rule) = event { note(rule, bus) { $0.start(at: instant) } }
    }
    trace.read(SchedulerEvent.self) { [self] instant, name, event in
      switch event {
      case .due(let schedule, _): note(schedule, name) { $0.start(at: instant) }
      case .delivered(let schedule, _, _, _): note(schedule, name) { $0.delivered += 1 }
      case .movedToDeadLetterQueue(let schedule, _, _, _, _), .dropped(let schedule, _, _, _):
        note(schedule, name) { $0.undelivered += 1 }
      case .retried, .deletedAfterCompletion: break
      }
    }
  }

  /// Notes something of a rule or schedule; what other accounts have carries their number, as the
  /// components of the trace do.
  private func note(_ name: String, _ component: String, _ change: (inout Figures) -> Void) {
    let account = component.split(separator: "/").first.map(String.init) ?? ""
    let key = Cloud.isAccountNumber(account) ? "\(account)/\(name)" : name
    figures.withLock { change(&$0[key, default: Figures()]) }
  }

  /// The figures of one rule or schedule, as ``World/traceName(_:)`` has it, or of all together.
  subscript(name: String?) -> Figures {
    figures.withLock { figures in
      if let name { return figures[name] ?? Figures() }
      return figures.values.reduce(into: Figures()) { sum, one in
        sum.due += one.due
        sum.delivered += one.delivered
        sum.undelivered += one.undelivered
        sum.last = max(sum.last ?? .start, one.last ?? .start)
      }
    }
  }
}

extension ScheduleCounts.Figures {
  fileprivate mutating func start(at instant: SimulationInstant) {
    due += 1
    last = instant
  }
}
