import Simulation

/// Amazon SQS: queues that keep messages until somebody has received and deleted them.
///
/// Simplified: unless a queue is disturbed, a receive asks all of the service's servers, so that a
/// short poll finds every visible message; changed attributes and purges take effect at once.
public actor SQS: CloudService {
  /// `sqs`.
  public static let name = "sqs"
  /// `Amazon SQS`.
  public static let title = "Amazon SQS"
  /// `AccessDenied`, with the action in small letters.
  public static let accessRefusal = AccessRefusal("AccessDenied", 403, .smallLetters)
  /// What the service can do.
  public static let operations: [any Operation<SQS>.Type] = [
    CreateQueue.self, DeleteQueue.self, GetQueueUrl.self, ListQueues.self,
    GetQueueAttributes.self, SetQueueAttributes.self, PurgeQueue.self,
    SendMessage.self, SendMessageBatch.self, ReceiveMessage.self,
    DeleteMessage.self, DeleteMessageBatch.self,
    ChangeMessageVisibility.self, ChangeMessageVisibilityBatch.self,
    TagQueue.self, UntagQueue.self, ListQueueTags.self,
    SQS.AddPermission.self, SQS.RemovePermission.self, ListDeadLetterSourceQueues.self,
    StartMessageMoveTask.self, ListMessageMoveTasks.self, CancelMessageMoveTask.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  var queues: [String: SQSQueue] = [:]
  /// When the names of deleted queues can be used again.
  var restingNames: [String: SimulationInstant] = [:]
  /// What was measured of deleted queues.
  var endedMetrics: [String: QueueMetrics] = [:]
  /// The tasks that move messages, by the ARN of their source, the latest first.
  var moveTasks: [ARN: [MoveTask]] = [:]
  /// The data keys of producers and consumers of encrypted queues.
  var dataKeys = DataKeys()
  var nonces: RandomStream
  private var identifiers: RandomStream
  private var lastSerial: UInt32 = 0

  /// Creates the service without queues.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("sqs identifiers")
    nonces = cloud.randomStream("sqs receipt handles")
  }

  // MARK: For pollers and figures

  /// Receives messages as a poller does: the wait does not keep a run alive.
  ///
  /// It is billed and recorded like `ReceiveMessage`.
  ///
  /// - Parameters:
  ///   - queue: the queue's name or URL.
  ///   - limit: how many messages, 1 to 10.
  ///   - wait: how long to wait for the first message; zero does not wait.
  ///   - caller: who polls.
  /// - Returns: the messages; none when the wait has passed.
  /// - Throws: ``ServiceError`` when there is no such queue; `CancellationError` when the poller is
  ///   stopped.
  public nonisolated func poll(
    _ queue: String,
    atMost limit: Int,
    waiting wait: Duration,
    for caller: Caller
  ) async throws -> [ReceivedMessage] {
    try await call(Poll(queue: queue, limit: limit, wait: wait), for: caller)
  }

  /// Deletes received messages, ten in a request.
  ///
  /// - Throws: ``ServiceError`` when there is no such queue, or when one of the texts is no receipt
  ///   handle of it, or has expired; the others of its ten are deleted.
  public nonisolated func delete(
    _ receiptHandles: [String],
    from queue: String,
    for caller: Caller
  ) async throws {
    for start in stride(from: 0, to: receiptHandles.count, by: 10) {
      let handles = receiptHandles[start..<min(start + 10, receiptHandles.count)]
      let request = DeleteReceived(queue: queue, handles: Array(handles))
      let output = try await call(request, for: caller)
      if let refusal = output.refusal { throw refusal }
    }
  }

  /// The queue's visibility time-out; `nil` if there is no such queue.
  public func visibilityTimeout(of queue: String) -> Duration? {
    queues[Self.queueName(in: queue)].map { .seconds($0.attributes.visibilityTimeout) }
  }

  /// How many messages a queue holds now, and what has become of the others; `nil` if there is no
  /// such queue.
  public func figures(of queue: String) -> QueueFigures? {
    guard let queue = queues[Self.queueName(in: queue)] else { return nil }
    queue.advance()
    serve(queue)
    var figures = queue.figures
    figures.oldestAge = queue.oldestAge
    return figures
  }

  // MARK: Queues

  /// The name in a queue's URL; a bare name stands for itself.
  static func queueName(in reference: String) -> String {
    guard let slash = reference.utf8.lastIndex(of: UInt8(ascii: "/")) else { return reference }
    return String(reference[reference.utf8.index(after: slash)...])
  }

  /// The ARN of a queue, in the account that its URL names; a bare name is the caller's own.
  static func arn(of reference: String, in cloud: Cloud) -> ARN {
    let path = reference.split(separator: "/")
    let owner = path.dropLast().last.map { String($0) }
    return ARN(
      service: name,
      region: cloud.region,
      account: owner.flatMap { Cloud.isAccountNumber($0) ? $0 : nil } ?? cloud.account,
      resource: path.last.map { String($0) } ?? reference
    )
  }

  /// Leaves it to the operations, which ask the queue's policy once they have found the queue.
  public func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) {}

  /// Finds a queue by its bare name or its URL, of which the host is not looked at.
  func queue(_ reference: String) throws(ServiceError) -> SQSQueue {
    if let queue = queues[reference] { return queue }
    let name = Self.queueName(in: reference)
    guard let queue = queues[name], reference.hasSuffix("/\(cloud.account)/\(name)") else {
      throw .queueDoesNotExist
    }
    return queue
  }

  nonisolated func url(of name: String) -> String {
    "https://sqs.\(cloud.region).amazonaws.com/\(cloud.account)/\(name)"
  }

  func addQueue(_ name: String, _ attributes: QueueAttributes) -> SQSQueue {
    lastSerial += 1
    let queue = SQSQueue(
      name: name,
      url: url(of: name),
      serial: lastSerial,
      attributes: attributes,
      metrics: QueueMetrics(from: simulation.now, after: endedMetrics.removeValue(forKey: name)),
      in: cloud
    )
    queues[name] = queue
    restingNames[name] = nil
    cloud.topology.add(Component(name, .queue))
    cloud.record(SQSEvent.queueCreated, from: name)
    connectDeadLetterQueue(of: queue)
    return queue
  }

  /// Shows in the topology where the queue gives up its messages to.
  func connectDeadLetterQueue(of queue: SQSQueue) {
    guard let redrive = queue.attributes.redrive else { return }
    cloud.topology.connect(
      queue.name,
      to: redrive.deadLetterTarget.name,
      .asynchronous,
      label: "after \(redrive.maxReceiveCount) receives"
    )
  }

  // MARK: Messages

  func newMessageID() -> String { Identifiers.uuid(from: &identifiers) }
}

extension Cloud {
  /// The account's queues.
  public var sqs: SQS { service() }
}
