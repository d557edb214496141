import Simulation
import Synchronization

/// What CloudWatch knows of Lambda: a value a minute, read off what happens as it happens.
///
/// A class with a lock and no actor, because each request of a function is counted.
final class MetricStore: Sendable {
  /// Whose metric it is.
  struct Identity: Hashable, Sendable {
    var function: String?
    var resource: String?
    var version: String?
  }

  fileprivate struct State {
    var functions: [String: FunctionMetrics] = [:]
    /// What mappings were told to publish.
    var mappings = MetricTable<LambdaMetric>()
    /// Of the account as a whole.
    var running = MetricGauge()
    /// `nil` as long as nothing has been set aside for any function, and all that runs is unreserved
    /// and claimed.
    var setAside: (unreserved: MetricGauge, claimed: MetricGauge)?
    /// The function that was looked up last; the next event is mostly its, too.
    private var latest: FunctionMetrics?

    mutating func metrics(of function: String) -> FunctionMetrics {
      if let latest, latest.name == function { return latest }
      let metrics = functions[function] ?? FunctionMetrics(name: function)
      functions[function] = metrics
      latest = metrics
      return metrics
    }
  }

  private let state = Mutex(State())

  init(reading trace: Trace, for recorder: Recorder) {
    trace.read(LambdaEvent.self) { [self] instant, component, event in
      guard let function = recorder.component(component) else { return }
      note(event, of: function, in: instant.minute)
    }
    trace.read(LambdaScalingEvent.self) { [self] instant, component, event in
      guard let function = recorder.component(component) else { return }
      note(event, of: function, in: instant.minute)
    }
    trace.read(AsynchronousEvent.self) { [self] instant, component, event in
      guard let function = recorder.component(component) else { return }
      note(event, of: function, in: instant.minute)
    }
    trace.read(MappingEvent.self) { [self] instant, component, event in
      guard recorder.component(component) != nil,
        case .counted(let mapping, let metric, let events) = event,
        let metric = LambdaMetric(metric)
      else { return }
      state.withLock { state in
        state.mappings.add(
          Int64(events),
          to: metric,
          of: MetricDimension("EventSourceMappingUUID", mapping),
          in: instant.minute
        )
      }
    }
  }

  // MARK: Reading the trace

  private func note(_ event: LambdaEvent, of function: String, in minute: Int) {
    switch event {
    case .invokeStarted:
      state.withLock { state in
        _ = state.change(function, by: 1, in: minute)
      }
    case .invokeEnded(_, let report):
      state.withLock { state in
        state.change(function, by: -1, in: minute).ended(report, in: minute)
      }
    case .throttled(_, _, _, let invokedARN):
      state.withLock { $0.metrics(of: function).throttled(invokedARN, in: minute) }
    case .eventAccepted: add(1, to: .asyncEventsReceived, of: function, in: minute)
    case .eventEnded(_, _, let outcome) where outcome != .succeeded:
      add(1, to: .asyncEventsDropped, of: function, in: minute)
    default: break
    }
  }

  private func note(_ event: LambdaScalingEvent, of function: String, in minute: Int) {
    switch event {
    case .ranProvisioned(_, let version, let inUse, let ready):
      state.withLock { state in
        let metrics = state.metrics(of: function)
        metrics.add(1, to: .provisionedConcurrencyInvocations, of: version, in: minute)
        let count = Int64(inUse)
        metrics.add(count, to: .provisionedConcurrentExecutions, of: version, in: minute)
        let share = count * LambdaMetric.wholeUtilization / Int64(max(1, ready))
        metrics.add(share, to: .provisionedConcurrencyUtilization, of: version, in: minute)
      }
    case .spilledOver(_, let version):
      state.withLock { state in
        state.metrics(of: function)
          .add(1, to: .provisionedConcurrencySpilloverInvocations, of: version, in: minute)
      }
    case .provisioned(let version, let ready):
      state.withLock { state in
        state.setAside(for: function, in: minute) { $0.provisioned(ready, of: version) }
      }
    case .reserved(let count): setReservation(count, of: function, in: minute)
    case .reservationEnded: setReservation(nil, of: function, in: minute)
    default: break
    }
  }

  private func setReservation(_ count: Int?, of function: String, in minute: Int) {
    state.withLock { state in
      state.setAside(for: function, in: minute) { $0.reserved = count }
    }
  }

  private func note(_ event: AsynchronousEvent, of function: String, in minute: Int) {
    switch event {
    case .begun(_, let age): add(age.nanoseconds, to: .asyncEventAge, of: function, in: minute)
    case .recursionStopped: add(1, to: .recursiveInvocationsDropped, of: function, in: minute)
    case .deliveryFailed(_, .deadLetter, _, _):
      add(1, to: .deadLetterErrors, of: function, in: minute)
    case .deliveryFailed(_, .record, _, _):
      add(1, to: .destinationDeliveryFailures, of: function, in: minute)
    case .duplicated, .delivered: break
    }
  }

  private func add(_ value: Int64, to metric: LambdaMetric, of function: String, in minute: Int) {
    state.withLock { $0.metrics(of: function).add(value, to: metric, in: minute) }
  }

  // MARK: Asking

  /// The points of a metric up to a minute, the present one; by minute.
  func points(of metric: LambdaMetric, _ identity: Identity, to minute: Int) -> [MetricPoint] {
    state.withLock { state in
      let gauge: MetricGauge? =
        switch metric {
        case .concurrentExecutions where identity == Identity(): state.running
        case .unreservedConcurrentExecutions where identity == Identity():
          state.setAside?.unreserved ?? state.running
        case .claimedAccountConcurrency where identity == Identity():
          state.setAside?.claimed ?? state.running
        case .concurrentExecutions where identity == Identity(function: identity.function):
          identity.function.flatMap { state.functions[$0]?.running }
        default: nil
        }
      if let gauge { return gauge.points(to: minute) }
      return Self.joined(state.points(of: metric, identity))
    }
  }

  /// The points under exactly these dimensions; none when nothing is published under them.
  func points(
    of metric: LambdaMetric,
    _ dimensions: [String: String],
    to minute: Int
  ) -> [MetricPoint] {
    guard let identity = Identity(dimensions) else {
      return state.withLock { $0.mappings.points(of: metric, dimensions) }
    }
    return points(of: metric, identity, to: minute)
  }

  /// Under which dimensions a metric may have points.
  func dimensions(of metric: LambdaMetric) -> [[MetricDimension]] {
    var all: Set<Identity> = [Identity()]
    let mappings = state.withLock { state in
      for (name, function) in state.functions {
        all.insert(Identity(function: name))
        for version in function.versions {
          all.insert(Identity(function: name, resource: version.resource))
        }
        for requests in function.requests {
          all.insert(Identity(function: name, resource: requests.resource))
          guard requests.isAlias, let version = requests.version else { continue }
          all.insert(Identity(function: name, resource: requests.resource, version: version))
        }
      }
      return state.mappings.dimensions(of: metric)
    }
    return all.map(\.dimensions) + mappings
  }

  /// One point for each minute.
  private static func joined(_ parts: [[MetricPoint]]) -> [MetricPoint] {
    guard parts.count > 1 else { return parts.first ?? [] }
    var points: [Int: MetricPoint] = [:]
    for point in parts.joined() where points[point.minute]?.merge(point) == nil {
      points[point.minute] = point
    }
    return points.values.sorted { $0.minute < $1.minute }
  }
}

extension MetricStore.Identity {
  /// Whose metric it is, as CloudWatch tells it.
  fileprivate var dimensions: [MetricDimension] {
    [("FunctionName", function), ("Resource", resource), ("ExecutedVersion", version)]
      .compactMap { name, value in value.map { MetricDimension(name, $0) } }
  }

  /// Reads dimensions; `nil` when no metrics of functions are published under such a combination.
  fileprivate init?(_ dimensions: [String: String]) {
    self.init(
      function: dimensions["FunctionName"],
      resource: dimensions["Resource"],
      version: dimensions["ExecutedVersion"]
    )
    let names: Set = ["FunctionName", "Resource", "ExecutedVersion"]
    guard names.isSuperset(of: dimensions.keys), function != nil || dimensions.isEmpty,
      version == nil || resource != nil
    else { return nil }
  }
}

extension MetricStore.State {
  /// Counts a request that begins or ends.
  fileprivate mutating func change(
    _ function: String,
    by step: Int64,
    in minute: Int
  ) -> FunctionMetrics {
    let metrics = metrics(of: function)
    running.set(running.level + step, in: minute)
    claim(metrics, in: minute) { $0.running.set($0.running.level + step, in: minute) }
    return metrics
  }

  /// Sets something aside for a function, or gives it back.
  fileprivate mutating func setAside(
    for function: String,
    in minute: Int,
    _ body: (FunctionMetrics) -> Void
  ) {
    if setAside == nil { setAside = (running, running) }
    claim(metrics(of: function), in: minute, body)
  }

  /// Changes what a function claims of the account's concurrency.
  private mutating func claim(
    _ metrics: FunctionMetrics,
    in minute: Int,
    _ body: (FunctionMetrics) -> Void
  ) {
    guard var (free, claimed) = setAside else {
      body(metrics)
      return
    }
    // Let go of, so that they are changed in their place.
    setAside = nil
    let (claim, unreserved) = (metrics.claim, metrics.unreserved)
    body(metrics)
    free.set(free.level - unreserved + metrics.unreserved, in: minute)
    claimed.set(claimed.level - claim + metrics.claim, in: minute)
    setAside = (free, claimed)
  }

  /// The points of all functions or of one, of one of its names or of one of its versions.
  fileprivate func points(
    of metric: LambdaMetric,
    _ identity: MetricStore.Identity
  ) -> [[MetricPoint]] {
    let names = identity.function.map { [$0] } ?? functions.keys.sorted()
    return names.compactMap { functions[$0] }.flatMap { $0.points(of: metric, identity) }
  }
}

extension Lambda: MetricPublisher {
  func points(
    of metric: LambdaMetric,
    _ dimensions: [String: String],
    to minute: Int
  ) -> [MetricPoint] {
    cloud.metrics.points(of: metric, dimensions, to: minute)
  }

  func dimensions(of metric: LambdaMetric) -> [[MetricDimension]] {
    cloud.metrics.dimensions(of: metric)
  }
}
