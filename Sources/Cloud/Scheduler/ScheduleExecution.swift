import JSON
import Simulation

/// One time of a schedule, on its way to the target.
struct ScheduleExecution {
  /// Sixteen digits, such as `d32c5kddcf5bb8c3` in the user guide.
  let id: String
  /// The id of the event that a target without an input gets.
  let eventID: String
  let key: ScheduleKey
  /// Which of all schedules it is of.
  let schedule: Int
  /// Seconds since 1970.
  let due: Int64
  let target: ScheduleTarget
  let window: Int?
}

extension Scheduler {
  /// Who a role must trust, so that schedules may act with it.
  static let principal = "scheduler.amazonaws.com"

  /// Sees one time of a schedule through: it is handed over, or becomes a dead letter, or is dropped,
  /// and a record tells which.
  func run(_ execution: ScheduleExecution) async throws {
    if let window = execution.window {
      // In the background as the schedule itself: who waits for no schedule waits for no window.
      try await simulation.sleep(for: drawWait(within: window), .background)
    }
    cloud.meter.add(.schedulerInvocations, 1, for: Self.name)
    let record = cloud.record(
      SchedulerEvent.due(schedule: execution.key.name, executionID: execution.id),
      from: Self.name
    )
    try await Trace.$cause.withValue(record) { try await deliver(execution) }
  }

  private func deliver(_ execution: ScheduleExecution) async throws {
    let start = simulation.now
    var retries = 0
    while true {
      do {
        count(.invocationAttempts, of: execution)
        try await hand(execution, attempt: retries + 1)
        noteDelivery(of: execution, retries)
        return
      } catch let error as ServiceError {
        count(.targetErrors, of: execution)
        if error.isThrottle { count(.targetThrottles, of: execution) }
        let age = start.duration(to: simulation.now)
        switch decide(on: execution, after: retries, age: age, error) {
        case .again(let wait):
          retries += 1
          noteRetry(of: execution, retries, after: wait, error)
          try await simulation.sleep(for: wait)
        case .end(let rest, let bound):
          if rest > .zero { try await simulation.sleep(for: rest) }
          await giveUp(execution, error, retries, bound)
          return
        }
      }
    }
  }

  private func decide(
    on execution: ScheduleExecution,
    after retries: Int,
    age: Duration,
    _ error: ServiceError
  ) -> RetryDecision {
    let wait = drawWait(beforeRetry: retries + 1)
    guard error.mayPass else { return .end(after: .zero, by: nil) }
    let policy = execution.target.retryPolicy ?? RuleTarget.RetryPolicy()
    return policy.decision(after: retries, age: age, wait: wait)
  }

  private func noteDelivery(of execution: ScheduleExecution, _ retries: Int) {
    cloud.record(
      SchedulerEvent.delivered(
        schedule: execution.key.name,
        executionID: execution.id,
        target: execution.target.componentName,
        retries: retries
      ),
      from: Self.name
    )
  }

  private func noteRetry(
    of execution: ScheduleExecution,
    _ retry: Int,
    after wait: Duration,
    _ error: ServiceError
  ) {
    cloud.record(
      SchedulerEvent.retried(
        schedule: execution.key.name,
        executionID: execution.id,
        target: execution.target.componentName,
        retry: retry,
        after: wait,
        because: error.code
      ),
      from: Self.name
    )
  }

  /// Hands over once.
  private func hand(_ execution: ScheduleExecution, attempt: Int) async throws {
    let target = execution.target
    guard let arn = ARN(target.arn) else { throw ServiceError.validation("no ARN: \(target.arn)") }
    let text = target.text(of: execution, attempt: attempt, in: cloud)
    let caller = try target.caller(for: execution.key.group, in: cloud)
    if arn.service == "scheduler" {
      let operation = try UniversalTarget(arn)
      // Which resource the role must allow it on, only the operation knows: its service asks.
      let input = (try? JSONValue(parsing: text)) ?? [:]
      do {
        _ = try await cloud.perform(
          service: operation.service,
          operation: operation.operation,
          input: input,
          for: caller
        )
      } catch let error as ParameterError {
        throw ServiceError.validation("\(error)")
      }
      return
    }
    try await cloud.deliver(target.delivery(text), to: arn, for: caller)
  }

  private func giveUp(
    _ execution: ScheduleExecution,
    _ error: ServiceError,
    _ retries: Int,
    _ exhausted: String?
  ) async {
    let (name, target) = (execution.key.name, execution.target)
    count(.dropped, of: execution)
    if let queue = target.deadLetterConfig?.arn.flatMap({ ARN($0) }) {
      do {
        try await cloud.deliver(
          Delivery(
            text: target.text(of: execution, attempt: retries + 1, in: cloud),
            attributes: attributes(of: execution, error, retries, exhausted)
          ),
          to: queue,
          for: target.caller(for: execution.key.group, in: cloud)
        )
        count(.sentToDeadLetters, of: execution)
        cloud.record(
          SchedulerEvent.movedToDeadLetterQueue(
            schedule: name,
            executionID: execution.id,
            target: target.componentName,
            queue: queue.name,
            because: error.code
          ),
          from: Self.name
        )
        return
      } catch {
        // What the dead-letter queue does not take is dropped, as the record below says.
        let code = (error as? ServiceError)?.code ?? "\(error)"
        count(.failedToBeSentToDeadLetters, of: execution)
        count(.failedToBeSentToDeadLetters(because: code), of: execution)
      }
    }
    cloud.record(
      SchedulerEvent.dropped(
        schedule: name,
        executionID: execution.id,
        target: target.componentName,
        because: error.code
      ),
      from: Self.name
    )
  }

  /// What the dead letter says besides what was to be handed over.
  ///
  /// Source: EventBridge Scheduler user guide, "Configuring a dead-letter queue", 2026, whose example
  /// has these nine.
  private func attributes(
    of execution: ScheduleExecution,
    _ error: ServiceError,
    _ retries: Int,
    _ exhausted: String?
  ) -> [String: MessageAttributeValue] {
    var attributes = [
      "ERROR_CODE": error.code,
      "ERROR_MESSAGE": error.message,
      "EXECUTION_ID": execution.id,
      "IS_PAYLOAD_TRUNCATED": "false",
      "RETRY_ATTEMPTS": "\(retries)",
      "SCHEDULED_TIME": Timestamp.iso8601(seconds: execution.due),
      "SCHEDULE_ARN": execution.key.arn(in: cloud).description,
      "TARGET_ARN": ARN(execution.target.arn)?.scheduledOperation.description
        ?? execution.target.arn,
    ]
    attributes["EXHAUSTED_RETRY_CONDITION"] = exhausted
    return attributes.mapValues { .string($0) }
  }
}

extension ScheduleTarget {
  /// Who hands over for a schedule of a group: the service in the target's role.
  ///
  /// The service takes roles in the name of the group. Source: the EventBridge Scheduler user guide,
  /// "Confused deputy prevention".
  ///
  /// - Throws: ``ServiceError`` when the role does not trust the service.
  func caller(for group: String, in cloud: Cloud) throws(ServiceError) -> Caller {
    let source = ARN(service: "scheduler", resource: "schedule-group/\(group)", in: cloud)
    guard
      let caller = cloud.taking(
        roleArn,
        as: Scheduler.principal,
        for: "\(source)",
        called: Scheduler.name
      )
    else { throw .roleNotTaken(roleArn, by: Scheduler.principal) }
    return caller
  }

  func delivery(_ text: String) -> Delivery {
    Delivery(
      text: text,
      groupID: sqsParameters?.messageGroupId,
      source: eventBridgeParameters?.source,
      detailType: eventBridgeParameters?.detailType
    )
  }
}
