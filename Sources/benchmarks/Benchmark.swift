/// One row of the report: work on the runtime, and the same work by the plainest means.
struct Benchmark: Sendable {
  /// The name by which the row is chosen on the command line.
  let name: String
  /// What is counted: `jobs`, `customers`.
  let unit: String
  /// How many of them one run handles.
  let count: Int
  /// Handles so many of them on the runtime.
  let run: @Sendable (_ count: Int) throws -> Void
  /// The plain limit: as many events by a bare binary heap, without tasks.
  let plain: @Sendable (_ count: Int) -> Void
  /// The same work in another simulator, in units a second for each run; `nil` if it is absent.
  let peer: Peer?
  /// What else is worth knowing; asked for when the row is named on the command line.
  let closing: (@Sendable () throws -> [String])?

  /// Another simulator that does the same.
  struct Peer: Sendable {
    let name: String
    /// Returns units a second for each of so many runs; none if the peer is not installed.
    let run: @Sendable (_ count: Int, _ runs: Int) -> [Double]
  }

  init(
    _ name: String,
    unit: String,
    count: Int,
    peer: Peer? = nil,
    run: @escaping @Sendable (_ count: Int) throws -> Void,
    plain: @escaping @Sendable (_ count: Int) -> Void,
    closing: (@Sendable () throws -> [String])? = nil
  ) {
    self.name = name
    self.unit = unit
    self.count = count
    self.run = run
    self.plain = plain
    self.peer = peer
    self.closing = closing
  }
}

/// What several runs of one thing gave, in units a second.
struct Rates {
  let sorted: [Double]

  init(_ rates: [Double]) {
    sorted = rates.sorted()
  }

  var median: Double {
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  var minimum: Double { sorted.first ?? 0 }
  var maximum: Double { sorted.last ?? 0 }
}

extension Benchmark {
  /// Runs both sides in turn, so that a busy machine slows both; the first turn is not counted.
  func measure(runs: Int) throws -> (ours: Rates, plain: Rates, peer: Rates?) {
    var ours: [Double] = []
    var bare: [Double] = []
    for turn in 0...runs {
      let our = try rate { try run(count) }
      let limit = rate { plain(count) }
      if turn > 0 {
        ours.append(our)
        bare.append(limit)
      }
    }
    let others = peer.map { Rates($0.run(count, runs)) }
    return (Rates(ours), Rates(bare), others)
  }

  private func rate(_ body: () throws -> Void) rethrows -> Double {
    let start = processorSeconds()
    try body()
    return Double(count) / (processorSeconds() - start)
  }
}
