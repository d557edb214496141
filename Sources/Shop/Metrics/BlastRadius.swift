import Simulation

/// How much of the shop its faults have hit: the failed requests among those that met a fault.
///
/// A request has met a fault when its customer was waiting for the answer at any moment at which a
/// fault lasted. A fault lasts
/// - from the crash of a process until it listens again, or its machine is ended to be replaced;
/// - from the loss of a zone until it is back;
/// - from the moment at which a component was made to fail or to be slow until it is healed; one
///   that fails only so many times counts until then, too.
///
/// What a fault leaves behind counts as well: after the last one has ended, a feature's requests go
/// on meeting it for as long as they go on failing, up to the first that is answered.
///
/// The blast radius is the share of these requests that got an error, or no answer while their
/// customer had patience. That is the definition of facts/compute-and-architecture.md, section 5:
/// failed requests of any kind ÷ all requests while a component is down. A shop without a request
/// meanwhile has none.
public struct BlastRadius: Hashable, Sendable {
  /// The requests of one feature that met a fault.
  public struct Share: Hashable, Sendable {
    /// How many there were.
    public internal(set) var requests = 0
    /// How many of them got an error or no answer.
    public internal(set) var failed = 0

    /// The failed of all, 0 to 1; `nil` where there was no request.
    public var value: Double? { requests > 0 ? Double(failed) / Double(requests) : nil }
  }

  /// How long a fault lasted, whichever: time in which two did counts once, after-effects do not.
  public let lasted: Duration
  let features: [Share]

  /// The requests of a feature.
  public subscript(feature: Feature) -> Share { features[feature.index] }

  /// The requests of all features.
  public var all: Share {
    features.reduce(into: Share()) { sum, share in
      sum.requests += share.requests
      sum.failed += share.failed
    }
  }
}

/// Counts the requests that meet a fault, in constant memory.
struct FaultWindow: Hashable, Sendable {
  /// What a component suffers from.
  private struct Suffering: Hashable {
    /// Whether it was made to fail or to be slow, or the zone is lost.
    var isStruck = false
    /// How many of its processes have crashed and not come back.
    var crashes = 0
  }

  private var suffering: [String: Suffering] = [:]
  /// When the present window opened; `nil` when no fault lasts.
  private var opened: SimulationInstant?
  /// When the latest window closed.
  private var closed: SimulationInstant?
  private var lasted = Duration.zero
  private var features = Feature.allCases.map { _ in BlastRadius.Share() }
  /// Whether a feature has answered since the latest window closed.
  private var hasRecovered = Feature.allCases.map { _ in true }

  /// Notes that a component is made to fail or be slow, or is lost.
  mutating func strike(_ component: String, at now: SimulationInstant) {
    change(component, at: now) { $0.isStruck = true }
  }

  /// Notes that a component is well again, its crashed processes apart.
  mutating func heal(_ component: String, at now: SimulationInstant) {
    change(component, at: now) { $0.isStruck = false }
  }

  /// Notes that one of a component's processes has crashed.
  mutating func crash(_ component: String, at now: SimulationInstant) {
    change(component, at: now) { $0.crashes += 1 }
  }

  /// Notes that one of a component's processes listens, or that its machine is ended: then it is no
  /// longer the crash that it is away for.
  mutating func overcome(_ component: String, at now: SimulationInstant) {
    change(component, at: now) { $0.crashes = max(0, $0.crashes - 1) }
  }

  private mutating func change(
    _ component: String,
    at now: SimulationInstant,
    _ body: (inout Suffering) -> Void
  ) {
    var state = suffering[component] ?? Suffering()
    body(&state)
    suffering[component] = state == Suffering() ? nil : state
    if suffering.isEmpty, let start = opened {
      lasted += start.duration(to: now)
      closed = now
      opened = nil
      hasRecovered = hasRecovered.map { _ in false }
    } else if !suffering.isEmpty, opened == nil {
      opened = now
    }
  }

  /// Notes the end of a customer's wait, whichever way.
  mutating func end(
    _ feature: Feature,
    failed: Bool,
    after wait: Duration,
    at now: SimulationInstant
  ) {
    let begun = now.nanoseconds - wait.nanoseconds
    let isDirect = opened != nil || closed.map { begun <= $0.nanoseconds } == true
    let isAfterEffect = failed && !hasRecovered[feature.index]
    if !failed { hasRecovered[feature.index] = true }
    guard isDirect || isAfterEffect else { return }
    features[feature.index].requests += 1
    if failed { features[feature.index].failed += 1 }
  }

  /// What the faults have done up to `end`; `nil` when there was none.
  func blastRadius(until end: SimulationInstant) -> BlastRadius? {
    guard opened != nil || closed != nil else { return nil }
    let rest = opened.map { $0.duration(to: end) } ?? .zero
    return BlastRadius(lasted: lasted + rest, features: features)
  }
}

extension Feature {
  /// The feature's place in `allCases`.
  var index: Int {
    switch self {
    case .checkout: 0
    case .questions: 1
    case .restock: 2
    case .photos: 3
    }
  }
}
