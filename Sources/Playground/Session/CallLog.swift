import Simulation
import Synchronization

/// What the learner's own calls have come to, seen from the caller: `lambda invoke`, `curl` and
/// `load … on`.
final class CallLog: Sendable {
  /// The calls to one function or API, or all of them.
  struct Figures {
    /// How many ended in each way.
    private(set) var outcomes: [String: Int] = [:]
    /// How many were answered by each version of a function.
    private(set) var versions: [String: Int] = [:]
    /// How long callers waited for whatever came.
    private(set) var waits = Histogram<Duration>()

    /// How many calls have ended.
    var total: Int { outcomes.values.reduce(0, +) }

    mutating func add(_ answer: CallAnswer) {
      outcomes[answer.outcome, default: 0] += 1
      if let version = answer.version { versions[version, default: 0] += 1 }
      waits.record(answer.wait)
    }

    mutating func add(_ other: Self) {
      outcomes.merge(other.outcomes, uniquingKeysWith: +)
      versions.merge(other.versions, uniquingKeysWith: +)
      waits.merge(other.waits)
    }
  }

  private let figures = Mutex<[String: Figures]>([:])

  /// Notes how a call to `component` has ended.
  func note(_ answer: CallAnswer, of component: String) {
    figures.withLock { $0[component, default: Figures()].add(answer) }
  }

  /// The calls to one function or API by its name, or all calls.
  subscript(component: String?) -> Figures {
    figures.withLock { figures in
      if let component { return figures[component] ?? Figures() }
      return figures.keys.sorted().reduce(into: Figures()) { sum, name in
        if let one = figures[name] { sum.add(one) }
      }
    }
  }
}

/// What a caller gets.
struct CallAnswer: Sendable {
  /// `200`, another status, `Unhandled` for a function error, an API error's code, or why there was
  /// no answer at all.
  let outcome: String
  /// The version that ran, where the answer says so.
  var version: String?
  /// How long the caller waited.
  let wait: Duration
}
