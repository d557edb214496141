import Cloud
import Simulation

/// What is known of one execution environment, from the wish for it to its end.
struct EnvironmentLife {
  /// What it is doing.
  enum State: Hashable {
    /// It is being placed and its code is being fetched.
    case creating
    case initialising
    /// It serves a request.
    case busy
    /// It waits for a request, and its processes are paused.
    case frozen
    /// Its processes were ended; the next request begins with INIT.
    case reset
    /// Its extensions are told, and have a moment to clean up.
    case shuttingDown
    case gone
  }

  /// A request that an environment serves.
  struct Request: Hashable {
    /// Its place among the function's requests in the order in which they began, from 1.
    let number: Int
    let id: String
  }

  /// The name of its log stream.
  let id: String
  /// Its place among the function's environments in the order in which they were made, from 1.
  let number: Int
  let version: String
  let zone: String
  /// Why it was made.
  let reason: ColdStartReason
  let wanted: SimulationInstant
  /// How many others of its version existed then.
  let others: Int
  /// When the last other of its version had gone; `nil` when none has.
  let lastGone: SimulationInstant?

  var state = State.creating
  /// Since when it has been in that state.
  var since: SimulationInstant
  /// The request that it serves.
  var request: Request?
  /// How many requests it has served.
  var served = 0
  /// The request for which it was made.
  var firstRequest: Request?
  /// How long it took to make it, up to INIT.
  var creation: Duration?
  /// How long its first INIT took.
  var initialisation: Duration?

  /// The beginning of the id with which its log stream's name ends: enough to tell it from others.
  var shortID: String { String(id.drop { $0 != "]" }.dropFirst().prefix(8)) }

  mutating func enter(_ state: State, at now: SimulationInstant) {
    self.state = state
    since = now
  }
}
