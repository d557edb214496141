import Cloud
import Simulation
import Synchronization

/// How many messages each topic has taken and what became of them, counted while it happens.
final class TopicCounts: Sendable {
  /// The figures of one topic.
  struct Figures {
    var published = 0
    var delivered = 0
    var filteredOut = 0
    var retried = 0
    var deadLetters = 0
    var dropped = 0

    mutating func count(_ event: SNSEvent) {
      switch event {
      case .published(_, _, _, let others):
        published += 1
        filteredOut += others
      case .delivered: delivered += 1
      case .deliveryRetried: retried += 1
      case .movedToDeadLetterQueue: deadLetters += 1
      case .dropped: dropped += 1
      default: break
      }
    }

    mutating func add(_ other: Self) {
      published += other.published
      delivered += other.delivered
      filteredOut += other.filteredOut
      retried += other.retried
      deadLetters += other.deadLetters
      dropped += other.dropped
    }
  }

  private let figures = Mutex<[String: Figures]>([:])

  init(reading trace: Trace) {
    trace.read(SNSEvent.self) { [self] _, topic, event in
      figures.withLock { $0[topic, default: Figures()].count(event) }
    }
  }

  /// The figures of one topic, or of all together.
  subscript(topic: String?) -> Figures {
    figures.withLock { figures in
      if let topic { return figures[topic] ?? Figures() }
      return figures.values.reduce(into: Figures()) { $0.add($1) }
    }
  }
}
