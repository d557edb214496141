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
    /// The request's number among its function's, from 1.
    var request: Int?
  }

  /// A change in the life of a process or an environment.
  enum Change: Hashable {
    /// Something begins that takes time, such as INIT.
    case begins(String)
    /// It has ended, and whatever has begun within it; the innermost if no name is given.
    case ends(String? = nil)
    /// Something happens at one moment, such as a crash.
    case happens(String)
    /// The environment goes, and whatever it is doing ends.
    case goes(String)
  }

  /// The life of one component.
  struct Line {
    let component: String
    var entries: [Entry] = []
    /// How many entries were dropped.
    var gone = 0
    /// The environments that exist or have entries, by number.
    var environments: [Int: EnvironmentLife] = [:]
    /// The numbers of the environments that exist.
    var numbers: [String: Int] = [:]
    /// How many environments there have been.
    var lastNumber = 0
    /// How many requests have begun.
    var requests = 0
    /// When the last environment of a version went.
    var lastGone: [String: SimulationInstant] = [:]

    fileprivate init(_ component: String) {
      self.component = component
    }

    mutating func add(
      _ change: Change,
      _ environment: Int? = nil,
      request: Int? = nil,
      at instant: SimulationInstant
    ) {
      entries.append(
        Entry(environment: environment, instant: instant, change: change, request: request)
      )
      // Trimming only at twice the limit makes each entry's share of the work constant.
      guard entries.count >= 2 * Lifelines.limit else { return }
      entries.removeFirst(Lifelines.limit)
      gone += Lifelines.limit
      let kept = Set(entries.compactMap(\.environment)).union(numbers.values)
      environments = environments.filter { kept.contains($0.key) }
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
    trace.read(LambdaScalingEvent.self) { [self] instant, component, event in
      guard case .environmentWanted = event else { return }
      state.withLock { $0.change(component) { $0.note(event, at: instant) } }
    }
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
}

extension ServerEvent {
  fileprivate var changes: [Lifelines.Change]? {
    switch self {
    case .started: [.begins("running")]
    case .stopped(let reason): [.ends(), .happens("stopped: \(reason)")]
    case .startFailed(let reason): [.happens("start failed: \(reason)")]
    default: nil
    }
  }
}

extension DatabaseEvent {
  fileprivate var changes: [Lifelines.Change]? {
    switch self {
    case .started: [.begins("running")]
    case .stopped(let reason): [.ends(), .happens("stopped: \(reason)")]
    default: nil
    }
  }
}

extension FaultEvent {
  fileprivate var changes: [Lifelines.Change]? {
    switch self {
    case .crashed(let reason): [.ends(), .happens("crash: \(reason)")]
    case .restarted: [.begins("running")]
    default: nil
    }
  }
}
