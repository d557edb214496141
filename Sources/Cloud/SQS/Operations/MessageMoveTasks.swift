import Simulation

/// Starts to move the messages of a dead-letter queue to where they came from, or elsewhere.
public struct StartMessageMoveTask: Operation {
  /// The ARN of the dead-letter queue.
  public var sourceArn: String
  /// The ARN of the queue that gets the messages; each one's own source if left out.
  public var destinationArn: String?
  /// How many messages to move in a second at the most, 1 to 500.
  public var maxNumberOfMessagesPerSecond: Int?

  /// Creates the request.
  public init(
    sourceArn: String,
    destinationArn: String? = nil,
    maxNumberOfMessagesPerSecond: Int? = nil
  ) {
    self.sourceArn = sourceArn
    self.destinationArn = destinationArn
    self.maxNumberOfMessagesPerSecond = maxNumberOfMessagesPerSecond
  }

  /// The task.
  public struct Output: Sendable {
    /// What cancels the task.
    public let taskHandle: String
  }

  /// The dead-letter queue.
  public var component: String? { ARN(sourceArn)?.name }

  /// The dead-letter queue.
  public func resource(in cloud: Cloud) -> ARN? { ARN(sourceArn) }

  /// Starts the task.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: component ?? SQS.name)
    let source = try sqs.moveQueue(sourceArn, "SourceArn", for: caller, "StartMessageMoveTask")
    let range = SQSQuotas.movesPerSecond
    if let rate = maxNumberOfMessagesPerSecond, !range.contains(rate) {
      throw ServiceError.invalidQueueParameter(
        "MaxNumberOfMessagesPerSecond",
        rate,
        "Must be between \(range.lowerBound) and \(range.upperBound), if provided."
      )
    }
    guard !sqs.sources(of: source).isEmpty else {
      throw ServiceError.invalidQueueParameter(
        "Source queue must be configured as a Dead Letter Queue."
      )
    }
    if let destinationArn {
      let destination = try sqs.moveQueue(
        destinationArn,
        "DestinationArn",
        for: caller,
        "SendMessage"
      )
      guard destination.isFIFO == source.isFIFO else {
        throw ServiceError.invalidQueueParameter(
          "Source queue and destination queue must be of the same type."
        )
      }
    }
    source.advance()
    let handle = try sqs.startMoveTask(
      from: source,
      to: destinationArn.flatMap { ARN($0) },
      rate: maxNumberOfMessagesPerSecond,
      for: caller
    )
    sqs.bill(source, payload: 0)
    return Output(taskHandle: handle)
  }
}

/// Lists the latest tasks that move the messages of a dead-letter queue.
public struct ListMessageMoveTasks: Operation {
  /// The ARN of the dead-letter queue.
  public var sourceArn: String
  /// How many tasks to list at the most, 1 to 10; 1 if left out.
  public var maxResults: Int?

  /// Creates the request.
  public init(sourceArn: String, maxResults: Int? = nil) {
    self.sourceArn = sourceArn
    self.maxResults = maxResults
  }

  /// The tasks.
  public struct Output: Sendable {
    /// The latest first.
    public let results: [Result]
  }

  /// A task.
  public struct Result: Sendable {
    /// What cancels the task, while it runs.
    public let taskHandle: String?
    /// `RUNNING`, `COMPLETED`, `CANCELLING`, `CANCELLED` or `FAILED`.
    public let status: String
    /// The ARN of the dead-letter queue.
    public let sourceArn: String
    /// The ARN of the queue that gets the messages, if one was named.
    public let destinationArn: String?
    /// How many messages may be moved in a second, if it was said.
    public let maxNumberOfMessagesPerSecond: Int?
    /// How many messages have been moved.
    public let approximateNumberOfMessagesMoved: Int
    /// How many there were to move at the start.
    public let approximateNumberOfMessagesToMove: Int
    /// Why the task failed, if it did.
    public let failureReason: String?
    /// When the task was started, in milliseconds since 1970.
    public let startedTimestamp: Int64

    init(_ task: MoveTask) {
      taskHandle = task.status == .running ? task.handle : nil
      status = task.status.rawValue
      sourceArn = task.source.description
      destinationArn = task.destination?.description
      maxNumberOfMessagesPerSecond = task.rate
      approximateNumberOfMessagesMoved = task.moved
      approximateNumberOfMessagesToMove = task.toMove
      failureReason = task.failureReason
      startedTimestamp = Cloud.epochSeconds * 1_000 + task.started.nanoseconds / 1_000_000
    }
  }

  /// The dead-letter queue.
  public var component: String? { ARN(sourceArn)?.name }

  /// The dead-letter queue.
  public func resource(in cloud: Cloud) -> ARN? { ARN(sourceArn) }

  /// Lists the tasks.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: component ?? SQS.name)
    let source = try sqs.moveQueue(sourceArn, "SourceArn", for: caller, "ListMessageMoveTasks")
    let (limit, range) = (maxResults ?? 1, SQSQuotas.listedMoveTasks)
    guard range.contains(limit) else {
      throw ServiceError.invalidQueueParameter(
        "MaxResults",
        limit,
        "Must be between \(range.lowerBound) and \(range.upperBound), if provided."
      )
    }
    sqs.bill(source, payload: 0)
    return Output(results: sqs.moveTasks[source.arn, default: []].prefix(limit).map(Result.init))
  }
}

/// Stops a task that moves messages; what it has moved stays moved.
public struct CancelMessageMoveTask: Operation {
  /// What ``StartMessageMoveTask`` has answered.
  public var taskHandle: String

  /// Creates the request.
  public init(taskHandle: String) {
    self.taskHandle = taskHandle
  }

  /// How far the task has come.
  public struct Output: Sendable {
    /// How many messages have been moved.
    public let approximateNumberOfMessagesMoved: Int
  }

  /// The dead-letter queue.
  public var component: String? { MoveTask.read(taskHandle).flatMap { ARN($0.source)?.name } }

  /// Stops the task before its next message.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: component ?? SQS.name)
    guard let named = MoveTask.read(taskHandle) else {
      throw ServiceError.invalidQueueParameter("Value for parameter TaskHandle is invalid.")
    }
    let source = try sqs.moveQueue(named.source, "SourceArn", for: caller, "CancelMessageMoveTask")
    let tasks = sqs.moveTasks[source.arn, default: []]
    guard let index = tasks.firstIndex(where: { $0.id == named.id && $0.status == .running }) else {
      throw ServiceError.moveResourceNotFound("Task does not exist.")
    }
    sqs.moveTasks[source.arn]?[index].status = .cancelling
    sqs.bill(source, payload: 0)
    return Output(approximateNumberOfMessagesMoved: tasks[index].moved)
  }
}

extension SQS {
  /// Finds a queue by its ARN, for a caller who may do `action` with it.
  fileprivate func moveQueue(
    _ arn: String,
    _ parameter: String,
    for caller: Caller,
    _ action: String
  ) throws(ServiceError) -> SQSQueue {
    guard let parsed = ARN(arn), parsed.service == "sqs", let found = queues[parsed.name],
      found.arn == parsed
    else {
      throw .moveResourceNotFound(
        "The resource that you specified for the \(parameter) parameter doesn't exist."
      )
    }
    return try begin(action, on: parsed.name, for: caller)
  }
}
