public import Simulation

/// What the many servers of a standard queue make of its promises: at least once, best effort, and
/// whatever a short poll happens to find.
///
/// AWS promises neither that a message comes once nor that it comes in order, and does both nearly
/// always. Here a queue is undisturbed until it is told otherwise, so that a run can be read;
/// everything that happens then is drawn from the run's seed. That messages come twice is a fault of
/// its own, ``FaultBoard/duplicate(_:_:)``, as it is of functions.
public struct QueueDisturbance: Hashable, Sendable {
  /// How likely a message lets one of the next nine pass.
  public var disorder: Ratio
  /// How likely a short poll asks the server on which a message lies; a long poll asks them all.
  public var shortPollShare: Ratio

  /// Creates a disturbance; what is left out happens as in an undisturbed queue.
  public init(
    disorder: Ratio = .zero,
    shortPollShare: Ratio = Ratio(1, of: 1)
  ) {
    self.disorder = disorder
    self.shortPollShare = shortPollShare
  }
}

/// A disturbed queue's dice.
struct DisturbedQueue {
  let disturbance: QueueDisturbance
  private var stream: RandomStream

  /// How far behind the first the message lies that goes before it, at the most.
  private static let reach = 9

  init(_ disturbance: QueueDisturbance, _ stream: RandomStream) {
    self.disturbance = disturbance
    self.stream = stream
  }

  /// Lets another ticket go before the first one, perhaps.
  mutating func disorder(_ line: inout Line<SQSQueue.Ticket>) {
    guard line.count > 1, stream.bernoulli(disturbance.disorder) else { return }
    line.swapFirst(with: stream.uniform(in: 1...min(Self.reach, line.count - 1)))
  }

  /// How many of `visible` messages a short poll finds, up to `limit`.
  mutating func found(of visible: Int, atMost limit: Int) -> Int {
    guard disturbance.shortPollShare != .one else { return limit }
    var found = 0
    // A thousand messages lie on all servers.
    for _ in 0..<min(visible, 1_000) where found < limit {
      if stream.bernoulli(disturbance.shortPollShare) { found += 1 }
    }
    return found
  }
}

extension SQS {
  /// Disturbs a standard queue from now on.
  ///
  /// - Parameters:
  ///   - queue: the queue's name or URL.
  ///   - disturbance: what happens.
  /// - Throws: ``ServiceError`` when there is no such queue, or when it is a FIFO queue, whose
  ///   promises hold.
  public func disturb(_ queue: String, _ disturbance: QueueDisturbance) throws(ServiceError) {
    let queue = try self.queue(queue)
    guard !queue.isFIFO else {
      throw .invalidQueueParameter("A FIFO queue keeps order and delivers once.")
    }
    queue.disturbed = DisturbedQueue(
      disturbance,
      cloud.randomStream("sqs disturbance of \(queue.name)")
    )
  }

  /// Ends the disturbance of a queue, if there is one.
  public func calm(_ queue: String) {
    queues[Self.queueName(in: queue)]?.disturbed = nil
  }
}
