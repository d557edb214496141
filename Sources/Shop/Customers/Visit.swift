import Simulation
import Synchronization

/// What a customer of the shop is told.
public enum CustomerOutcome: Hashable, Sendable {
  /// It is done, or promised.
  case done
  /// The shop's business said no.
  case rejected(Rejection)
  /// The shop's machinery failed; how, in words.
  case failed(String)
  /// Nothing within so long; she has left.
  case gaveUp(after: Duration)

  init(_ response: ShopResponse) {
    switch response {
    case .done: self = .done
    case .rejected(let reason): self = .rejected(reason)
    case .failed(let status, let text): self = .failed("\(status) \(text)")
    }
  }
}

/// One customer's wait: it ends once, with an answer, an error or her patience.
final class Visit: Sendable {
  let start: SimulationInstant
  private let feature: Feature
  private let id: String
  private let listener: Mutex<(@Sendable (CustomerOutcome) -> Void)?>

  init(
    _ request: ShopRequest,
    at start: SimulationInstant,
    _ listener: @escaping @Sendable (CustomerOutcome) -> Void
  ) {
    feature = request.feature
    id = request.id
    self.start = start
    self.listener = Mutex(listener)
  }

  func beginning(isNew: Bool) -> ShopEvent {
    feature == .checkout && isNew
      ? .orderOffered(order: id) : .requested(feature: feature, id: id)
  }

  /// Ends the wait without an answer.
  func giveUp(after patience: Duration) -> ShopEvent {
    tell(.gaveUp(after: patience))
    return .gaveUp(feature: feature, id: id, after: patience)
  }

  /// What the customer has seen; `nil` when she had left before.
  func end(with outcome: CustomerOutcome, at now: SimulationInstant) -> ShopEvent? {
    guard listener.withLock({ $0 != nil }) else { return nil }
    let wait = start.duration(to: now)
    guard case .failed(let reason) = outcome else {
      return .answered(feature: feature, id: id, after: wait)
    }
    return .unanswered(feature: feature, id: id, reason: reason, after: wait)
  }

  /// Tells the customer, unless she was told or has left before.
  func tell(_ outcome: CustomerOutcome) {
    let listener = listener.withLock { listener in
      defer { listener = nil }
      return listener
    }
    listener?(outcome)
  }
}
