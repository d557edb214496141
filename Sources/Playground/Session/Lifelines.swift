import Cloud
import Simulation
import Synchronization

/// When processes and execution environments began, worked and ended: what timelines are drawn of.
///
/// Kept apart from the trace's window, so that a long load does not push the interesting minute
/// out. Of each component the latest entries are kept: constant memory for any run.
final class Lifelines: Sendable {
  /// How many entries of a component are kept at least.
  static let limit = 4_000

  /// What happened to one process or environment.
  struct Entry {
    /// The environment's number among its function's, from 1; `nil` for a process.
    let environment: Int?
    let instant: SimulationInstant
    let change: Change
  }

  /// A change in the life of a process or an environment.
  enum Change: Hashable {
    /// Something begins that takes time, such as INIT.
    case begins(String)
    /// It has ended.
    case ends
    /// Something happens at one moment, such as a crash.
    case happens(String)
  }

  /// The life of one component.
  struct Line {
    let component: String
    var entries: [Entry] = []
    /// How many entries were dropped.
    var gone = 0
    /// The numbers of the environments that exist.
    fileprivate var numbers: [String: Int] = [:]
    private var lastNumber = 0

    fileprivate init(_ component: String) {
      self.component = component
    }

    /// The number of an environment, the next free one when it is new.
    fileprivate mutating func number(of environment: String) -> Int {
      if let number = numbers[environment] { return number }
      lastNumber += 1
      numbers[environment] = lastNumber
      return lastNumber
    }

    fileprivate mutating func add(
      _ change: Change,
      _ environment: Int? = nil,
      at instant: SimulationInstant
    ) {
      entries.append(Entry(environment: environment, instant: instant, change: change))
      // Trimming only at twice the limit makes each entry's share of the work constant.
      guard entries.count >= 2 * Lifelines.limit else { return }
      entries.removeFirst(Lifelines.limit)
      gone += Lifelines.limit
    }
  }

  private struct State {
    /// In the order in which the components first did something.
    var names: [String] = []
    var lines: [String: Line] = [:]

    mutating func change(_ component: String, _ body: (inout Line) -> Void) {
      let known = lines.count
      body(&lines[component, default: Line(component)])
      if lines.count > known { names.append(component) }
    }
  }

  private let state = Mutex(State())

  init(reading trace: Trace) {
    trace.read(LambdaEvent.self) { [self] instant, component, event in
      state.withLock { $0.change(component) { $0.note(event, at: instant) } }
    }
    trace.read(ServerEvent.self) { [self] instant, component, event in
      guard let changes = event.changes else { return }
      state.withLock { $0.change(component) { $0.note(changes, at: instant) } }
    }
    trace.read(DatabaseEvent.self) { [self] instant, component, event in
      guard let changes = event.changes else { return }
      state.withLock { $0.change(component) { $0.note(changes, at: instant) } }
    }
    trace.read(FaultEvent.self) { [self] instant, component, event in
      guard let changes = event.changes else { return }
      state.withLock { $0.change(component) { $0.note(changes, at: instant) } }
    }
  }

  /// The lives of all, in the order in which they began.
  func lines() -> [Line] {
    state.withLock { state in state.names.compactMap { state.lines[$0] } }
  }
}

extension Lifelines.Line {
  fileprivate mutating func note(_ changes: [Lifelines.Change], at now: SimulationInstant) {
    for change in changes { add(change, at: now) }
  }

  fileprivate mutating func note(_ event: LambdaEvent, at now: SimulationInstant) {
    switch event {
    case .initStarted(let id, let phase):
      let text = phase == "init" ? "INIT" : "INIT again"
      add(.begins(text), number(of: id), at: now)
    case .initEnded(let id, _, _, let status):
      add(.ends, number(of: id), at: now)
      if status != "success" { add(.happens("INIT \(status)"), number(of: id), at: now) }
    case .invokeStarted(let id, _, _, let cold):
      add(.begins(cold ? "INVOKE, cold" : "INVOKE"), number(of: id), at: now)
    case .invokeEnded(let id, let report):
      add(.ends, number(of: id), at: now)
      guard report.status != .success else { return }
      add(.happens(report.errorType ?? report.status.rawValue), number(of: id), at: now)
    case .environmentReset(let id, let reason):
      add(.happens("reset: \(reason)"), number(of: id), at: now)
    case .environmentRemoved(let id, let reason):
      add(.happens("SHUTDOWN: \(reason)"), number(of: id), at: now)
      numbers[id] = nil
    default: break
    }
  }
}

extension ServerEvent {
  fileprivate var changes: [Lifelines.Change]? {
    switch self {
    case .started: [.begins("running")]
    case .stopped(let reason): [.ends, .happens("stopped: \(reason)")]
    case .startFailed(let reason): [.happens("start failed: \(reason)")]
    default: nil
    }
  }
}

extension DatabaseEvent {
  fileprivate var changes: [Lifelines.Change]? {
    switch self {
    case .started: [.begins("running")]
    case .stopped(let reason): [.ends, .happens("stopped: \(reason)")]
    default: nil
    }
  }
}

extension FaultEvent {
  fileprivate var changes: [Lifelines.Change]? {
    switch self {
    case .crashed(let reason): [.ends, .happens("crash: \(reason)")]
    case .restarted: [.begins("running")]
    default: nil
    }
  }
}
