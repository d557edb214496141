import JSON
import Simulation

/// A task that moves messages out of a dead-letter queue.
struct MoveTask {
  enum Status: String {
    case running = "RUNNING"
    case completed = "COMPLETED"
    case cancelling = "CANCELLING"
    case cancelled = "CANCELLED"
    case failed = "FAILED"
  }

  let id: String
  let source: ARN
  /// Where to; `nil` moves every message to the queue from which it came.
  let destination: ARN?
  /// Messages in a second, as asked for.
  let rate: Int?
  /// Who has started it, and must be able to use the keys of encrypted queues.
  let caller: Caller
  let started: SimulationInstant
  let toMove: Int
  var moved = 0
  var status = Status.running
  var failureReason: String?

  var isActive: Bool { status == .running || status == .cancelling }

  /// What cancels the task: both of its names, unreadable as AWS's.
  var handle: String {
    let json: JSONValue = ["taskId": .string(id), "sourceArn": .string(source.description)]
    return Base64.encode(Array(json.text().utf8))
  }

  /// Reads a handle; `nil` when it can be none.
  static func read(_ handle: String) -> (id: String, source: String)? {
    guard let bytes = Base64.decode(handle),
      let json = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)),
      let id = json["taskId"]?.stringValue, let source = json["sourceArn"]?.stringValue
    else { return nil }
    return (id, source)
  }
}

/// How messages are moved.
///
/// Simplified: one message at a time, evenly spread over a second; only what can be received is
/// moved, and the task ends when nothing can, or when as many have gone as could at its start.
extension SQS {
  /// Starts a task of a dead-letter queue, and returns its handle.
  func startMoveTask(
    from source: SQSQueue,
    to destination: ARN?,
    rate: Int?,
    for caller: Caller
  ) throws(ServiceError) -> String {
    let tasks = moveTasks[source.arn, default: []]
    guard !tasks.contains(where: \.isActive) else {
      throw .invalidQueueParameter(
        "There is already a task running. Only one active task is allowed for a source queue arn"
          + " at a given time."
      )
    }
    let active = moveTasks.values.reduce(0) { $0 + $1.count(where: \.isActive) }
    guard active < SQSQuotas.activeMoveTasks else { throw .tooManyMoveTasks }
    let task = MoveTask(
      id: newMessageID(),
      source: source.arn,
      destination: destination,
      rate: rate,
      caller: caller,
      started: simulation.now,
      toMove: source.figures.visible
    )
    let kept = tasks.prefix(SQSQuotas.listedMoveTasks.upperBound - 1)
    moveTasks[source.arn] = [task] + kept
    cloud.record(SQSEvent.moveTaskStarted(taskID: task.id), from: source.name)
    let interval = Duration.seconds(1) / (rate ?? SQSAssumptions.moves)
    simulation.spawn(on: self) { sqs in
      try await sqs.run(task.id, of: task.source, each: interval)
    }
    return task.handle
  }

  private func run(_ id: String, of source: ARN, each interval: Duration) async throws {
    while taskIndex(id, of: source) != nil {
      try await simulation.sleep(for: interval)
      // Looked for again, because other tasks may have begun and ended during the sleep.
      guard let index = taskIndex(id, of: source), var task = moveTasks[source]?[index] else {
        return
      }
      step(&task)
      moveTasks[source]?[index] = task
      if !task.isActive {
        cloud.record(
          SQSEvent.moveTaskEnded(
            taskID: id,
            status: task.status.rawValue,
            moved: task.moved
          ),
          from: source.name
        )
        return
      }
    }
  }

  private func taskIndex(_ id: String, of source: ARN) -> Int? {
    moveTasks[source]?.firstIndex { $0.id == id && $0.isActive }
  }

  /// Moves one message, or ends the task.
  private func step(_ task: inout MoveTask) {
    if task.status == .cancelling { return task.status = .cancelled }
    guard let source = queues[task.source.name], source.arn == task.source else {
      return task.fail("AWS.SimpleQueueService.NonExistentQueue")
    }
    source.advance()
    guard task.moved < task.toMove, let slot = source.firstVisible() else {
      return task.status = .completed
    }
    guard task.started.duration(to: simulation.now) < SQSQuotas.moveTaskDuration else {
      return task.fail("The task has run for longer than it may.")
    }
    let wanted = task.destination?.description ?? source.slots[slot].message.deadLetterSource
    guard let wanted else { return task.fail("CouldNotDetermineMessageSource") }
    guard let arn = ARN(wanted), let destination = queues[arn.name], destination.arn == arn else {
      return task.fail("AWS.SimpleQueueService.NonExistentQueue")
    }
    let key: MessageKey?
    do throws(ServiceError) {
      try checkDecryption(of: source.slots[slot].message.key, for: task.caller, from: source)
      key = try encryptionKey(of: destination, for: task.caller)
    } catch {
      return task.fail(error.code)
    }
    source.redrive(slot, to: destination, as: newMessageID(), with: key)
    task.moved += 1
    serve(destination)
    setTimers(of: source)
  }
}

extension MoveTask {
  fileprivate mutating func fail(_ reason: String) {
    status = .failed
    failureReason = reason
  }
}

extension SQSQueue {
  /// Takes a visible message out and puts it into another queue, where it is a new one.
  func redrive(_ slot: Int, to queue: SQSQueue, as id: String, with key: MessageKey?) {
    let old = remove(slot)
    figures.redrivenOut += 1
    let record = recorder.record(
      SQSEvent.redriven(messageID: old.id, queue: queue.name, newMessageID: id),
      from: name,
      cause: old.record
    )
    queue.figures.redrivenIn += 1
    queue.add(
      StoredMessage(
        id: id,
        body: old.body,
        md5: old.md5,
        attributes: old.attributes,
        marks: queue.isFIFO
          ? old.marks?.numbered(queue.fifo?.nextSequenceNumber()) : old.marks,
        sent: now,
        arrived: now,
        key: key,
        record: recorder.record(
          SQSEvent.arrivedByRedrive(messageID: id, from: name),
          from: queue.name,
          cause: record
        )
      )
    )
  }
}
