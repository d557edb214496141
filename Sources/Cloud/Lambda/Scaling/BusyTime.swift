import Simulation

/// How long the environments that are kept ready have been in use, all together, since ever.
struct BusyTime {
  private(set) var inUse = 0
  /// How many requests have begun.
  private(set) var requests = 0
  /// Environments × nanoseconds.
  private(set) var area: Int64 = 0
  private var updated = SimulationInstant.start

  mutating func begin(at now: SimulationInstant) {
    advance(to: now)
    inUse += 1
    requests += 1
  }

  mutating func end(at now: SimulationInstant) {
    advance(to: now)
    inUse -= 1
  }

  /// The same, with the time until `now`.
  func until(_ now: SimulationInstant) -> Self {
    var result = self
    result.advance(to: now)
    return result
  }

  private mutating func advance(to now: SimulationInstant) {
    area += Int64(inUse) * (now.nanoseconds - updated.nanoseconds)
    updated = now
  }
}

/// A reading of how much of what is provisioned for a version or an alias is in use.
struct ProvisionedUse: Sendable {
  let instant: SimulationInstant
  /// The versions that it is spread over.
  let versions: [String]
  /// How many environments are ready.
  let ready: Int
  fileprivate let requests: Int
  fileprivate let area: Int64
  fileprivate let inUse: Int

  /// How many were in use on average; `nil` when there was no request.
  func average(since earlier: Self) -> Double? {
    let time = instant.nanoseconds - earlier.instant.nanoseconds
    guard time > 0, requests > earlier.requests || inUse > 0 else { return nil }
    return Double(area - earlier.area) / Double(time)
  }
}

extension Lambda {
  /// How many environments are asked for; 0 when nothing is provisioned.
  func requestedConcurrency(_ function: String, _ qualifier: String) -> Int {
    provisionedIndex(function, qualifier).map { provisioned[$0].requested } ?? 0
  }

  /// How much of what is provisioned is in use; `nil` when nothing is.
  func provisionedUse(_ function: String, _ qualifier: String) -> ProvisionedUse? {
    guard let index = provisionedIndex(function, qualifier) else { return nil }
    let shares = shares(of: provisioned[index])
    let pools = shares.map { fleet[slot(of: function, version: $0.version)] }
    let use = pools.map { $0.use(at: simulation.now) }
    return ProvisionedUse(
      instant: simulation.now,
      versions: shares.map(\.version),
      ready: pools.reduce(0) { $0 + $1.ready },
      requests: use.reduce(0) { $0 + $1.requests },
      area: use.reduce(0) { $0 + $1.area },
      inUse: use.reduce(0) { $0 + $1.inUse }
    )
  }
}
