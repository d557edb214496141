import Cloud
import Simulation
import Synchronization

/// How often each function has run and how it went, counted while it happens: constant memory.
final class FunctionCounts: Sendable {
  /// The figures of one function.
  struct Figures {
    var invocations = 0
    var errors = 0
    var throttles = 0
    var coldStarts = 0
    /// How many environments exist.
    var environments = 0
    /// How many requests run.
    var running = 0
    /// The most requests that ran at once.
    var peak = 0
    var durations = Histogram<Duration>()
    /// How long extensions went on after the answers.
    var afterAnswers = Histogram<Duration>()

    mutating func count(_ event: LambdaEvent) {
      switch event {
      case .environmentCreated: environments += 1
      case .environmentRemoved: environments -= 1
      case .throttled: throttles += 1
      case .invokeStarted(_, _, _, let cold):
        if cold { coldStarts += 1 }
        running += 1
        peak = max(peak, running)
      case .invokeEnded(_, let report):
        running -= 1
        invocations += 1
        if report.status != .success { errors += 1 }
        durations.record(report.duration)
        if let time = report.postRuntimeExtensionsDuration { afterAnswers.record(time) }
      default: break
      }
    }

    mutating func add(_ other: Self) {
      invocations += other.invocations
      errors += other.errors
      throttles += other.throttles
      coldStarts += other.coldStarts
      environments += other.environments
      running += other.running
      peak += other.peak
      durations.merge(other.durations)
      afterAnswers.merge(other.afterAnswers)
    }
  }

  /// One version of one function.
  private struct Version: Hashable {
    let function: String
    let version: String
  }

  private struct Counts {
    var functions: [String: Figures] = [:]
    var versions: [Version: Figures] = [:]
  }

  private let counts = Mutex(Counts())

  init(reading trace: Trace) {
    trace.read(LambdaEvent.self) { [self] _, function, event in
      switch event {
      case .eventAccepted, .eventEnded: return
      default: break
      }
      counts.withLock { counts in
        counts.functions[function, default: Figures()].count(event)
        guard let version = event.version else { return }
        let key = Version(function: function, version: version)
        counts.versions[key, default: Figures()].count(event)
      }
    }
  }

  /// The figures of one function, of one of its versions (`checkout:2`), or of all together.
  subscript(name: String?) -> Figures {
    counts.withLock { counts in
      if let name {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return counts.functions[name] ?? Figures() }
        return counts.versions[Version(function: parts[0], version: parts[1])] ?? Figures()
      }
      return counts.functions.keys.sorted().reduce(into: Figures()) { sum, name in
        if let one = counts.functions[name] { sum.add(one) }
      }
    }
  }
}

extension LambdaEvent {
  /// The version that the event is about; `nil` where it is about none.
  fileprivate var version: String? {
    switch self {
    case .environmentCreated(_, let version): version
    case .throttled(_, let version, _, _): version
    case .invokeStarted(_, _, let version, _): version.number
    case .invokeEnded(_, let report): report.version
    // An environment is known by its log stream, which holds its version in brackets.
    case .environmentRemoved(let environment, _):
      environment.split(separator: "[").last.flatMap { $0.split(separator: "]").first }
        .map(String.init)
    default: nil
    }
  }
}
