import Simulation

/// When a fault begins and how long it lasts: `[at DURATION] [for DURATION]`.
struct Timing {
  /// How long from now; `nil` for at once.
  private(set) var delay: Duration?
  /// How long; `nil` for until it is healed.
  private(set) var lasting: Duration?

  init(parsing arguments: inout Arguments) throws(CommandError) {
    while true {
      if delay == nil, arguments.take("at") {
        delay = try arguments.required("when").duration()
      } else if lasting == nil, arguments.take("for") {
        lasting = try arguments.required("for how long").duration()
      } else {
        return
      }
    }
  }

  /// The timing in words, to stand behind a fault: ` in 4 min, for 3 min`.
  var text: String {
    let begin = delay.map { " in \($0.readable)" } ?? ""
    let end = lasting.map { "\(begin.isEmpty ? "" : ",") for \($0.readable)" } ?? ""
    return begin + end
  }
}

extension World {
  /// Does `begin` at its time, and `end` when the fault is over.
  ///
  /// What is still to come waits in the background, so that it keeps no run alive.
  func schedule<Begun: Sendable>(
    _ timing: Timing,
    begin: @escaping @Sendable () async throws -> Begun,
    end: @escaping @Sendable (Begun) async throws -> Void
  ) throws(CommandError) {
    let (simulation, delay, lasting) = (simulation, timing.delay, timing.lasting)
    let atOnce = delay == nil ? try run(begin) : nil
    guard delay != nil || lasting != nil else { return }
    start {
      var begun = atOnce
      if let delay {
        try await simulation.sleep(for: delay, .background)
        begun = try await begin()
      }
      guard let lasting, let begun else { return }
      try await simulation.sleep(for: lasting, .background)
      try await end(begun)
    }
  }
}
