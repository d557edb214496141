import JSON
import Simulation

/// One time of a schedule, on its way to the target.
struct ScheduleExecution {
  let id: String
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
    let (name, target) = (execution.key.name, execution.target.componentName)
    let start = simulation.now
    var retries = 0
    while true {
      do {
        try await hand(execution, attempt: retries + 1)
        cloud.record(
          SchedulerEvent.delivered(
            schedule: name,
            executionID: execution.id,
            target: target,
            retries: retries
          ),
          from: Self.name
        )
        return
      } catch let error as ServiceError {
        let wait = drawWait(beforeRetry: retries + 1)
        let age = start.duration(to: simulation.now.advanced(by: wait))
        let policy = execution.target.retryPolicy ?? RuleTarget.RetryPolicy()
        let exhausted = policy.exhausted(after: retries, age: age)
        guard error.isRetryable, exhausted == nil else {
          await giveUp(execution, error, retries, error.isRetryable ? exhausted : nil)
          return
        }
        retries += 1
        cloud.record(
          SchedulerEvent.retried(
            schedule: name,
            executionID: execution.id,
            target: target,
            retry: retries,
            after: wait,
            because: error.code
          ),
          from: Self.name
        )
        try await simulation.sleep(for: wait)
      }
    }
  }

  /// Hands over once.
  private func hand(_ execution: ScheduleExecution, attempt: Int) async throws {
    let target = execution.target
    guard let arn = ARN(target.arn) else { throw ServiceError.validation("no ARN: \(target.arn)") }
    let text = target.text(of: execution, attempt: attempt, in: cloud)
    if arn.service == "scheduler" {
      let operation = try UniversalTarget(arn)
      // Which resource the role must allow it on, only the operation knows: its service asks.
      let input = (try? JSONValue(parsing: text)) ?? [:]
      do {
        _ = try await cloud.perform(
          service: operation.service,
          operation: operation.operation,
          input: input,
          for: target.caller
        )
      } catch let error as ParameterError {
        throw ServiceError.validation("\(error)")
      }
      return
    }
    try checkRole(target, "\(arn.service):\(arn.deliveryAction ?? "")", on: arn)
    try await cloud.deliver(target.delivery(text), to: arn, for: target.caller)
  }

  private func checkRole(
    _ target: ScheduleTarget,
    _ action: String,
    on resource: ARN
  ) throws(ServiceError) {
    guard !cloud.role(target.roleArn, of: target.caller, allows: action, on: resource) else {
      return
    }
    throw .deliveryDenied(action, on: resource)
  }

  private func giveUp(
    _ execution: ScheduleExecution,
    _ error: ServiceError,
    _ retries: Int,
    _ exhausted: String?
  ) async {
    let (name, target) = (execution.key.name, execution.target)
    if let queue = target.deadLetterConfig?.arn.flatMap({ ARN($0) }) {
      do {
        try checkRole(target, "sqs:SendMessage", on: queue)
        try await cloud.deliver(
          Delivery(
            text: target.text(of: execution, attempt: retries + 1, in: cloud),
            attributes: attributes(of: execution, error, retries, exhausted)
          ),
          to: queue,
          for: target.caller
        )
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
      "TARGET_ARN": execution.target.arn,
    ]
    attributes["EXHAUSTED_RETRY_CONDITION"] = exhausted
    return attributes.mapValues { .string($0) }
  }
}

extension ScheduleTarget {
  /// Who hands over: the service in the target's role.
  var caller: Caller { Caller(Scheduler.name).acting(as: roleArn) }

  func delivery(_ text: String) -> Delivery {
    Delivery(
      text: text,
      groupID: sqsParameters?.messageGroupId,
      source: eventBridgeParameters?.source,
      detailType: eventBridgeParameters?.detailType
    )
  }
}
