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

  /// A reader of one type of event, without the type: lists of readers that differ in it would
  /// cost each record more than all the rest.
  fileprivate typealias Reader = @Sendable (SimulationInstant, String, UnsafeRawPointer) -> Void

  fileprivate struct State {
    var retention = Retention.nothing
    /// A ring once it is full, when only the latest are kept.
    var kept: [TraceRecord] = []
    /// Where the oldest record lies.
    var oldest = 0
    var count = 0
    var lastComponent: String?
    /// By the type of event that they read.
    var readers: [ObjectIdentifier: [Reader]] = [:]
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
    set {
      state.withLock { state in
        state.kept = state.records
        state.oldest = 0
        state.retention = newValue
        if case .latest(let limit) = newValue, state.kept.count > limit {
          state.kept.removeFirst(state.kept.count - limit)
        }
      }
    }
  }

  /// The records that have been kept, oldest first.
  public var records: [TraceRecord] {
    state.withLock { $0.records }
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
      state.readers[ObjectIdentifier(type), default: []].append { instant, component, event in
        reader(instant, component, event.assumingMemoryBound(to: Event.self).pointee)
      }
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
      state -> (TraceID, [Reader]?, [@Sendable (TraceRecord) -> Void]) in
      state.count += 1
      state.lastComponent = component
      let id = TraceID(number: state.count)
      state.keep(id, instant, component, event, cause)
      return (id, state.readers[ObjectIdentifier(Event.self)], state.generalReaders)
    }
    if let typed {
      withUnsafePointer(to: event) { event in
        for reader in typed { reader(instant, component, UnsafeRawPointer(event)) }
      }
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
  /// The records that have been kept, oldest first.
  fileprivate var records: [TraceRecord] { Array(kept[oldest...] + kept[..<oldest]) }

  fileprivate mutating func keep(
    _ id: TraceID,
    _ instant: SimulationInstant,
    _ component: String,
    _ event: some TraceEvent,
    _ cause: TraceID?
  ) {
    guard retention != .nothing else { return }
    let record = TraceRecord(
      id: id,
      instant: instant,
      component: component,
      event: event,
      cause: cause
    )
    guard case .latest(let limit) = retention, kept.count >= limit else {
      kept.append(record)
      return
    }
    guard limit > 0 else { return }
    kept[oldest] = record
    oldest = oldest + 1 == limit ? 0 : oldest + 1
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
