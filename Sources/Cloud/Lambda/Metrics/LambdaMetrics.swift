import Simulation
import Synchronization

/// What CloudWatch knows of an account's functions: a value a minute, read off what happens as it
/// happens.
///
/// What is measured of a request belongs to the minute in which it began, and is known when it ends.
/// A class with a lock and no actor, because each request of a function is counted.
final class LambdaMetrics: Sendable {
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
      note(event, of: function, at: instant)
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

  private func note(_ event: LambdaEvent, of function: String, at instant: SimulationInstant) {
    let minute = instant.minute
    switch event {
    case .invokeStarted(_, let id, let version, _):
      state.withLock { state in
        state.change(function, by: 1, in: minute) {
          $0.began(id, as: version.invokedARN, in: minute)
        }
      }
    case .invokeEnded(_, let report):
      let began = SimulationInstant(
        nanoseconds: instant.nanoseconds - report.duration.nanoseconds
      )
      state.withLock { state in
        state.change(function, by: -1, in: minute) {
          $0.ended(report, in: minute, begun: began.minute)
        }
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
    case .ranProvisioned(let id, let version, let inUse, let ready):
      state.withLock { state in
        let qualifier = version.qualifier
        let metrics = state.metrics(of: function)
        metrics.takesProvisioned(id)
        metrics.add(1, to: .provisionedConcurrencyInvocations, of: qualifier, in: minute)
        let count = Int64(inUse)
        metrics.add(count, to: .provisionedConcurrentExecutions, of: qualifier, in: minute)
        let share = count * LambdaMetric.wholeUtilization / Int64(max(1, ready))
        metrics.add(share, to: .provisionedConcurrencyUtilization, of: qualifier, in: minute)
      }
    case .spilledOver(_, let version):
      state.withLock { state in
        state.metrics(of: function).add(
          1,
          to: .provisionedConcurrencySpilloverInvocations,
          of: version.qualifier,
          in: minute
        )
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

  /// The points under exactly these dimensions, in some minutes; none when nothing is published under
  /// them.
  func points(
    of metric: LambdaMetric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    state.withLock { state in
      guard let identity = Identity(dimensions) else {
        return state.mappings.points(of: metric, dimensions, in: minutes)
      }
      if let gauge = state.gauge(of: metric, identity) { return gauge.points(in: minutes) }
      return state.functions(of: identity)
        .flatMap { $0.points(of: metric, identity, in: minutes) }.byMinute
    }
  }

  /// Whether there has been a value under these dimensions since a minute began.
  func hasPoint(
    of metric: LambdaMetric,
    _ dimensions: [String: String],
    since minute: Int
  ) -> Bool {
    state.withLock { state in
      guard let identity = Identity(dimensions) else {
        return state.mappings.hasPoint(of: metric, dimensions, since: minute)
      }
      if let gauge = state.gauge(of: metric, identity) { return gauge.hasPoint(since: minute) }
      return state.functions(of: identity)
        .contains { $0.hasPoint(of: metric, identity, since: minute) }
    }
  }

  /// Under which dimensions a metric may have points.
  func dimensions(of metric: LambdaMetric) -> [[MetricDimension]] {
    var all: Set<Identity> = [Identity()]
    let mappings = state.withLock { state in
      for (name, function) in state.functions {
        all.insert(Identity(function: name))
        for provisioning in function.provisionings {
          all.insert(Identity(function: name, resource: provisioning.resource))
        }
        for known in function.names {
          all.insert(Identity(function: name, resource: known.resource))
          for (version, _) in known.requests where known.isAlias && version != nil {
            all.insert(Identity(function: name, resource: known.resource, version: version))
          }
        }
      }
      return state.mappings.dimensions(of: metric)
    }
    return all.map(\.dimensions) + mappings
  }
}

extension LambdaMetrics.Identity {
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

extension LambdaMetrics.State {
  /// Counts a request that begins or ends.
  fileprivate mutating func change(
    _ function: String,
    by step: Int64,
    in minute: Int,
    _ body: (FunctionMetrics) -> Void
  ) {
    running.set(running.level + step, in: minute)
    claim(metrics(of: function), in: minute, body)
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

  /// Changes what a function takes of the account's concurrency.
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
    let (allocated, unreserved) = (metrics.allocated, metrics.unreserved)
    body(metrics)
    let more = metrics.unreserved - unreserved
    free.set(free.level + more, in: minute)
    claimed.set(claimed.level + more + metrics.allocated - allocated, in: minute)
    setAside = (free, claimed)
  }

  /// What is measured of the account as a whole.
  fileprivate func gauge(
    of metric: LambdaMetric,
    _ identity: LambdaMetrics.Identity
  ) -> MetricGauge? {
    guard identity == LambdaMetrics.Identity() else { return nil }
    return switch metric {
    case .concurrentExecutions: running
    case .unreservedConcurrentExecutions: setAside?.unreserved ?? running
    case .claimedAccountConcurrency: setAside?.claimed ?? running
    default: nil
    }
  }

  /// All functions, or the one that is meant.
  fileprivate func functions(of identity: LambdaMetrics.Identity) -> [FunctionMetrics] {
    let names = identity.function.map { [$0] } ?? functions.keys.sorted()
    return names.compactMap { functions[$0] }
  }
}

extension Lambda: MetricPublisher {
  func points(
    of metric: LambdaMetric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    cloud.lambdaMetrics.points(of: metric, dimensions, in: minutes)
  }

  func hasPoint(
    of metric: LambdaMetric,
    _ dimensions: [String: String],
    since minute: Int
  ) -> Bool {
    cloud.lambdaMetrics.hasPoint(of: metric, dimensions, since: minute)
  }

  func dimensions(of metric: LambdaMetric) -> [[MetricDimension]] {
    cloud.lambdaMetrics.dimensions(of: metric)
  }
}
