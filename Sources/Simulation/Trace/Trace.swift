import Synchronization

/// What happened in a simulation: the one record that metrics, diagrams and bills are read from.
///
/// Records are handed to the readers as they come, and kept as far as ``Retention`` says. A run of
/// any length therefore takes constant memory when nothing is kept.
public final class Trace: Sendable {
  /// The record that the current task acts because of; it becomes the cause of what is recorded.
  @TaskLocal public static var cause: TraceID?

  /// How many records are kept.
  public enum Retention: Sendable, Hashable {
    /// None: readers see them, then they are gone.
    case nothing
    /// The latest so many.
    case latest(Int)
    /// All of them.
    case everything
  }

  /// The readers of one type of event.
  private final class Readers<Event: TraceEvent>: Sendable {
    let all: [@Sendable (SimulationInstant, String, Event) -> Void]

    init(_ all: [@Sendable (SimulationInstant, String, Event) -> Void]) {
      self.all = all
    }
  }

  fileprivate struct State {
    var retention = Retention.nothing
    var kept: [TraceRecord] = []
    var count = 0
    var lastComponent: String?
    var readers: [ObjectIdentifier: any AnyObject & Sendable] = [:]
    var generalReaders: [@Sendable (TraceRecord) -> Void] = []
  }

  private let state = Mutex(State())

  init() {}

  /// How many records there have been.
  public var count: Int { state.withLock { $0.count } }

  var lastComponent: String? { state.withLock { $0.lastComponent } }

  /// How many records are kept from now on.
  public var retention: Retention {
    get { state.withLock { $0.retention } }
    set { state.withLock { $0.retention = newValue } }
  }

  /// The records that have been kept, oldest first.
  public var records: [TraceRecord] {
    state.withLock { state in
      guard case .latest(let limit) = state.retention else { return state.kept }
      return Array(state.kept.suffix(limit))
    }
  }

  /// Hands every later event of one type to `reader`, as it happens.
  ///
  /// - Parameters:
  ///   - type: the events to read.
  ///   - reader: is called with the instant, the component and the event.
  public func read<Event: TraceEvent>(
    _ type: Event.Type,
    _ reader: @escaping @Sendable (SimulationInstant, String, Event) -> Void
  ) {
    state.withLock { state in
      let others = state.readers[ObjectIdentifier(type)] as? Readers<Event>
      state.readers[ObjectIdentifier(type)] = Readers((others?.all ?? []) + [reader])
    }
  }

  /// Hands every later record to `reader`, as it happens.
  public func readEverything(_ reader: @escaping @Sendable (TraceRecord) -> Void) {
    state.withLock { $0.generalReaders.append(reader) }
  }

  func append<Event: TraceEvent>(
    _ event: Event,
    at instant: SimulationInstant,
    from component: String,
    cause: TraceID?
  ) -> TraceID {
    let (id, typed, generalReaders) = state.withLock {
      state -> (TraceID, (any AnyObject & Sendable)?, [@Sendable (TraceRecord) -> Void]) in
      state.count += 1
      state.lastComponent = component
      let id = TraceID(number: state.count)
      state.keep(id, instant, component, event, cause)
      return (id, state.readers[ObjectIdentifier(Event.self)], state.generalReaders)
    }
    if let readers = typed as? Readers<Event> {
      for reader in readers.all { reader(instant, component, event) }
    }
    if !generalReaders.isEmpty {
      let record = TraceRecord(
        id: id,
        instant: instant,
        component: component,
        event: event,
        cause: cause
      )
      for reader in generalReaders { reader(record) }
    }
    return id
  }
}

extension Trace.State {
  fileprivate mutating func keep(
    _ id: TraceID,
    _ instant: SimulationInstant,
    _ component: String,
    _ event: some TraceEvent,
    _ cause: TraceID?
  ) {
    guard retention != .nothing else { return }
    kept.append(
      TraceRecord(id: id, instant: instant, component: component, event: event, cause: cause)
    )
    // Trimming only at twice the limit makes each record's share of the work constant.
    if case .latest(let limit) = retention, kept.count >= 2 * max(limit, 1) {
      kept.removeFirst(kept.count - limit)
    }
  }
}

extension Simulation {
  /// Records that `event` has happened to `component` now.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - component: to which component, by the name under which the topology knows it.
  ///   - cause: the record without which this one would not be.
  /// - Returns: the number of the record, to be the cause of others.
  @discardableResult
  public func record(
    _ event: some TraceEvent,
    from component: String,
    cause: TraceID? = Trace.cause
  ) -> TraceID {
    trace.append(event, at: now, from: component, cause: cause)
  }
}
