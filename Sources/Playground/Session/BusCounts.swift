import Cloud
import Simulation
import Synchronization

/// How many events each bus has taken and handed on, counted while it happens.
final class BusCounts: Sendable {
  /// The figures of one bus.
  struct Figures {
    var received = 0
    var matched = 0
    var unmatched = 0
    var delivered = 0
    var retried = 0
    var undelivered = 0

    mutating func count(_ event: EventBridgeEvent) {
      switch event {
      case .eventAccepted(_, _, _, let rules):
        received += 1
        matched += rules
        if rules == 0 { unmatched += 1 }
      case .delivered: delivered += 1
      case .deliveryRetried: retried += 1
      case .movedToDeadLetterQueue, .deliveryFailed: undelivered += 1
      default: break
      }
    }

    mutating func add(_ other: Self) {
      received += other.received
      matched += other.matched
      unmatched += other.unmatched
      delivered += other.delivered
      retried += other.retried
      undelivered += other.undelivered
    }
  }

  private let figures = Mutex<[String: Figures]>([:])

  init(reading trace: Trace) {
    trace.read(EventBridgeEvent.self) { [self] _, bus, event in
      figures.withLock { $0[bus, default: Figures()].count(event) }
    }
  }

  /// The figures of one bus, or of all together.
  subscript(bus: String?) -> Figures {
    figures.withLock { figures in
      if let bus { return figures[bus] ?? Figures() }
      return figures.values.reduce(into: Figures()) { $0.add($1) }
    }
  }
}
