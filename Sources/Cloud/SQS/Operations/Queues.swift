import Simulation

/// Creates a queue.
public struct CreateQueue: Operation {
  /// The name: up to 80 letters, digits, hyphens and underscores; a FIFO queue's ends in `.fifo`.
  public var queueName: String
  /// Attributes that differ from their defaults, all as texts.
  public var attributes: [String: String]?
  /// The queue's tags; the model spells this member with a small letter.
  public var initialTags: [String: String]?

  /// Creates the request.
  public init(
    queueName: String,
    attributes: [String: String]? = nil,
    initialTags: [String: String]? = nil
  ) {
    self.queueName = queueName
    self.attributes = attributes
    self.initialTags = initialTags
  }

  /// The queue.
  public struct Output: Sendable {
    /// What other operations know the queue by; its bare name does as well here.
    public let queueUrl: String
  }

  /// Creates the queue, or finds the one that has this name and the given attributes.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: queueName)
    let given = attributes ?? [:]
    let isFIFO = given["FifoQueue"].flatMap(QueueAttributes.flag) == true
    try checkName(isFIFO: isFIFO)
    var wanted = QueueAttributes(isFIFO: isFIFO)
    try wanted.set(given)
    if let existing = sqs.queues[queueName] {
      for name in given.keys.sorted() where existing.attributes[name] != wanted[name] {
        throw ServiceError.queueNameExists(differingIn: name)
      }
      return Output(queueUrl: sqs.url(of: queueName))
    }
    if let free = sqs.restingNames[queueName], sqs.simulation.now < free {
      throw ServiceError.queueDeletedRecently
    }
    let tags = try SQSQueue.tags(initialTags ?? [:], of: queueName)
    try sqs.checkDeadLetterTarget(
      of: ARN(service: "sqs", resource: queueName, in: sqs.cloud),
      wanted
    )
    let queue = sqs.addQueue(queueName, wanted)
    queue.tags = tags
    return Output(queueUrl: queue.url)
  }

  private func checkName(isFIFO: Bool) throws(ServiceError) {
    let suffix = ".fifo"
    let stem = isFIFO && queueName.hasSuffix(suffix) ? queueName.dropLast(5) : queueName[...]
    let isSpelled =
      SQSQuotas.queueNameLength.contains(queueName.utf8.count) && !stem.isEmpty
      && stem.utf8.allSatisfy(Letters.isNameLetter)
    guard isSpelled, !isFIFO || queueName.hasSuffix(suffix) else {
      throw .invalidQueueParameter(
        isFIFO
          ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
            + " underscores, must end with .fifo suffix and be 1 to 80 in length."
          : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
      )
    }
  }
}

/// Deletes a queue with everything in it.
public struct DeleteQueue: Operation {
  /// The queue's URL or name.
  public var queueUrl: String

  /// Creates the request.
  public init(queueUrl: String) {
    self.queueUrl = queueUrl
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Deletes the queue; its name is free again after 60 seconds.
  ///
  /// Simplified: at once, where AWS takes up to 60 seconds.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("DeleteQueue", on: queueUrl, for: caller)
    queue.advance()
    sqs.queues[queue.name] = nil
    sqs.endedMetrics[queue.name] = queue.metrics.endingMinute(of: queue)
    sqs.moveTasks[queue.arn] = nil
    sqs.restingNames[queue.name] = sqs.simulation.now.advanced(by: SQSQuotas.deletedNameRest)
    queue.visibilityTimer?.watchdog.stop()
    queue.retentionTimer?.watchdog.stop()
    while let waiter = queue.waiters.first {
      queue.waiters.removeFirst()
      waiter.suspension.resume(throwing: ServiceError.queueDoesNotExist)
    }
    sqs.cloud.topology.remove(queue.name)
    sqs.cloud.record(
      SQSEvent.queueDeleted(messages: queue.figures.depth),
      from: queue.name
    )
    return NoOutput()
  }
}

/// Deletes all messages of a queue.
public struct PurgeQueue: Operation {
  /// The queue's URL or name.
  public var queueUrl: String

  /// Creates the request.
  public init(queueUrl: String) {
    self.queueUrl = queueUrl
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Deletes the messages.
  ///
  /// Simplified: at once, where AWS takes up to 60 seconds.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("PurgeQueue", on: queueUrl, for: caller)
    let now = sqs.simulation.now
    if let last = queue.lastPurge, last.duration(to: now) < SQSQuotas.purgeInterval {
      throw ServiceError.purgeQueueInProgress(queue.name)
    }
    queue.lastPurge = now
    queue.advance()
    sqs.cloud.record(SQSEvent.purged(messages: queue.figures.depth), from: queue.name)
    queue.purge()
    sqs.setTimers(of: queue)
    sqs.bill(queue, payload: 0)
    return NoOutput()
  }
}

extension SQS {
  /// Checks that the dead-letter queue is there, of the same type and willing.
  func checkDeadLetterTarget(
    of source: ARN,
    _ attributes: QueueAttributes
  ) throws(ServiceError) {
    guard let redrive = attributes.redrive else { return }
    func refusal(_ reason: String) -> ServiceError {
      .invalidQueueParameter("RedrivePolicy", redrive.text, reason)
    }
    guard let target = queues[redrive.deadLetterName], target.arn == redrive.deadLetterTarget
    else { throw refusal("Dead letter target does not exist.") }
    guard target.isFIFO == attributes.isFIFO else {
      throw refusal("Dead-letter queue must be same type of queue as the source..")
    }
    guard target.attributes.redriveAllow?.allows(source) ?? true else {
      throw refusal("Dead-letter queue does not allow this queue as a source.")
    }
  }
}
