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
    }
  }

  private let figures = Mutex<[String: Figures]>([:])

  init(reading trace: Trace) {
    trace.read(LambdaEvent.self) { [self] _, function, event in
      switch event {
      case .eventAccepted, .eventEnded, .batchFetched, .batchEnded: return
      default: break
      }
      figures.withLock { $0[function, default: Figures()].count(event) }
    }
  }

  /// The figures of one function, or of all together.
  subscript(function: String?) -> Figures {
    figures.withLock { figures in
      if let function { return figures[function] ?? Figures() }
      return figures.keys.sorted().reduce(into: Figures()) { sum, name in
        if let one = figures[name] { sum.add(one) }
      }
    }
  }
}
