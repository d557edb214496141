import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// EventBridge Scheduler: when targets are started, with what, and what becomes of them.
@Suite struct SchedulerTests {
  static let role = "arn:aws:iam::123456789012:role/scheduler"

  @Test(arguments: times + inputs + ends + passing + lives) func `a schedule starts its target`(
    _ story: Story
  ) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  static func target(
    _ queue: String = "a",
    input: String? = #"{"time":"<aws.scheduler.scheduled-time>"}"#,
    retries: Int? = nil,
    age: Int? = nil,
    dead: String? = nil,
    on bench: MessagingBench
  ) -> ScheduleTarget {
    ScheduleTarget(
      arn: bench.queueARN(queue),
      roleArn: role,
      input: input,
      retryPolicy: .init(maximumRetryAttempts: retries, maximumEventAgeInSeconds: age),
      deadLetterConfig: dead.map { .init(arn: bench.queueARN($0)) }
    )
  }

  /// Creates the schedule `s` for the new queue `a`.
  static func create(
    _ expression: String,
    in zone: String? = nil,
    start: RequestDate? = nil,
    end: RequestDate? = nil,
    window: Int? = nil,
    state: ScheduleState? = nil,
    after action: ActionAfterCompletion? = nil,
    on bench: MessagingBench
  ) async throws {
    try await bench.queue("a")
    _ = try await bench(
      CreateSchedule(
        name: "s",
        scheduleExpression: expression,
        scheduleExpressionTimezone: zone,
        startDate: start,
        endDate: end,
        flexibleTimeWindow: .init(minutes: window),
        target: target(on: bench),
        state: state,
        actionAfterCompletion: action
      )
    )
  }

  /// The scheduled times that the queue has got, without the year.
  static func times(
    after duration: Duration,
    on bench: MessagingBench
  ) async throws -> [String] {
    try await bench.sleep(duration)
    return try await ScheduledRuleTests.times("a", on: bench)
  }

  // MARK: Times

  static let times = [
    Story("a rate is due at once, and then each period", ["00:00:30Z", "00:05:30Z", "00:10:30Z"]) {
      bench in
      try await bench.sleep(.seconds(30))
      try await create("rate(5 minutes)", on: bench)
      return try await times(after: .seconds(610), on: bench)
    },
    Story("from its start, before its end", ["00:10:00Z", "00:11:00Z", "00:12:00Z"]) { bench in
      try await create(
        "rate(1 minute)",
        start: "2026-01-01T00:10:00Z",
        end: 1_767_226_380,
        on: bench
      )
      return try await times(after: .seconds(3_600), on: bench)
    },
    Story("a single time, whatever start and end say", ["00:05:30Z"]) { bench in
      try await create("at(2026-01-01T00:05:30)", start: "2026-01-02", on: bench)
      return try await times(after: .seconds(3_600), on: bench)
    },
    Story("on the clocks of its zone", ["14:00:00Z"]) { bench in
      try await create("cron(0 9 * * ?)", in: "America/New_York", on: bench)
      return try await times(after: .seconds(86_400), on: bench)
    },
    Story("not while it is disabled", []) { bench in
      try await create("rate(1 minute)", state: .disabled, on: bench)
      return try await times(after: .seconds(3_600), on: bench)
    },
    Story("within its window, and not all at the same place of it", ["true", "true"]) { bench in
      try await create("rate(1 hour)", window: 15, on: bench)
      let instants = Instants()
      bench.cloud.simulation.trace.read(SchedulerEvent.self) { instant, _, event in
        if case .due = event { instants.all.withLock { $0.append(instant) } }
      }
      try await bench.sleep(.seconds(86_400))
      let waits = instants.all.withLock { $0.map { $0.nanoseconds / 1_000_000_000 % 3_600 } }
      return [
        "\(waits.count >= 23 && waits.allSatisfy { $0 < 900 })", "\(Set(waits).count > 15)",
      ]
    },
  ]

  // MARK: Inputs

  static let inputs = [
    Story(
      "with what it asks of the schedule",
      [
        "arn:aws:scheduler:us-east-1:123456789012:schedule/default/s 2026-01-01T00:00:00Z true 1"
      ]
    ) { bench in
      try await bench.queue("a")
      let input =
        "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.execution-id>"
        + " <aws.scheduler.attempt-number>"
      _ = try await bench(
        CreateSchedule(
          name: "s",
          scheduleExpression: "rate(1 day)",
          target: target(input: input, on: bench)
        )
      )
      let words = try await bench.bodies("a", wait: 5)[0].split(separator: " ").map(String.init)
      return ["\(words[0]) \(words[1]) \(words[2].count == 16) \(words[3])"]
    },
    Story(
      "with a notification when it gives none",
      [
        #"{"version":"0","id":"ID","detail-type":"Scheduled Event","source":"aws.scheduler","#
          + #""account":"123456789012","time":"2026-01-01T00:00:00Z","region":"us-east-1","#
          + #""resources":["arn:aws:scheduler:us-east-1:123456789012:schedule/default/s"],"#
          + #""detail":"{}"}"#
      ]
    ) { bench in
      let function = try await bench.echoFunction()
      _ = try await bench(
        CreateSchedule(
          name: "s",
          scheduleExpression: "rate(1 day)",
          target: ScheduleTarget(arn: function, roleArn: role)
        )
      )
      let body = try await bench.bodies("seen", wait: 5)[0]
      let id = try JSONValue(parsing: body)["id"]?.stringValue ?? ""
      return [body.replacing(id, with: "ID")]
    },
    Story(
      "a bus gets an event, a topic a notification, a FIFO queue a group",
      ["t s 1", "hello", "g"]
    ) {
      bench in
      try await bench.openQueue("b")
      let rule = RuleTarget(id: "1", arn: bench.queueARN("b"))
      try await EventBridgeTests.rule("r", rule, on: bench)
      _ = try await bench(PutRule(name: "r", eventPattern: #"{"source":["s"]}"#))
      let topic = try await bench.topic("news")
      try await bench.queue("c", [:])
      try await bench.subscribe("c", to: topic, ["RawMessageDelivery": "true"])
      try await bench.queue("d.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "true"])
      let targets = [
        ScheduleTarget(
          arn: "arn:aws:events:us-east-1:123456789012:event-bus/default",
          roleArn: role,
          input: #"{"n":1}"#,
          eventBridgeParameters: .init(detailType: "t", source: "s")
        ),
        ScheduleTarget(arn: topic, roleArn: role, input: "hello"),
        ScheduleTarget(
          arn: bench.queueARN("d.fifo"),
          roleArn: role,
          input: "x",
          sqsParameters: .init(messageGroupId: "g")
        ),
      ]
      for (place, target) in targets.enumerated() {
        _ = try await bench(
          CreateSchedule(name: "s\(place)", scheduleExpression: "rate(1 day)", target: target)
        )
      }
      try await bench.sleep(.seconds(2))
      let event = try JSONValue(parsing: try await bench.bodies("b", wait: 5)[0])
      let fifo = try await bench.receive("d.fifo", wait: 5)[0]
      return [
        "\(event["detail-type"]?.stringValue ?? "") \(event["source"]?.stringValue ?? "")"
          + " \(event["detail"]?["n"]?.text() ?? "")",
        try await bench.bodies("c", wait: 5)[0], fifo.attributes?["MessageGroupId"] ?? "",
      ]
    },
    Story("an operation of a service, on what the role allows", ["a", "0"]) { bench in
      for queue in ["a", "b"] { try await bench.queue(queue) }
      try await bench.role(
        "scheduler",
        trusts: "scheduler.amazonaws.com",
        allows: "sqs:SendMessage",
        on: bench.queueARN("a")
      )
      for queue in ["a", "b"] {
        _ = try await bench(
          CreateSchedule(
            name: queue,
            scheduleExpression: "rate(1 day)",
            target: ScheduleTarget(
              arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
              roleArn: role,
              input: #"{"QueueUrl":"\#(queue)","MessageBody":"\#(queue)"}"#
            )
          )
        )
      }
      try await bench.sleep(.seconds(5))
      return try await bench.bodies("a") + ["\(await bench.depths("b")[0])"]
    },
  ]

  // MARK: Ends

  /// What the dead letter says.
  static func deadLetter(_ bench: MessagingBench) async throws -> [String] {
    let message = try await bench.receive("dead", wait: 20)[0]
    let attributes = message.messageAttributes ?? [:]
    let names = ["ERROR_CODE", "EXHAUSTED_RETRY_CONDITION", "RETRY_ATTEMPTS", "SCHEDULED_TIME"]
    return [message.body] + names.map { attributes[$0]?.stringValue ?? "none" }
  }

  static func schedule(
    _ target: ScheduleTarget,
    fails failures: FaultBoard.Failures?,
    on bench: MessagingBench
  ) async throws {
    for queue in ["a", "dead"] { try await bench.queue(queue) }
    if let failures { bench.cloud.faults.fail("a", failures, .beforeEffects) }
    _ = try await bench(
      CreateSchedule(name: "s", scheduleExpression: "at(2026-01-01T00:01:00)", target: target)
    )
    try await bench.sleep(.seconds(60))
  }

  static let ends = [
    Story("a target that is out is tried again", ["try 3"]) { bench in
      let target = target(input: "try <aws.scheduler.attempt-number>", on: bench)
      try await schedule(target, fails: .next(2), on: bench)
      try await bench.sleep(.seconds(10))
      return try await bench.bodies("a", wait: 20)
    },
    Story(
      "as often as its policy says",
      ["x", "ServiceUnavailable", "MaximumRetryAttempts", "2", "2026-01-01T00:01:00Z"]
    ) { bench in
      let target = target(input: "x", retries: 2, dead: "dead", on: bench)
      try await schedule(target, fails: .all, on: bench)
      return try await deadLetter(bench)
    },
    Story(
      "or for as long",
      ["0", "x", "ServiceUnavailable", "MaximumEventAgeInSeconds", "5", "2026-01-01T00:01:00Z"]
    ) { bench in
      let target = target(input: "x", age: 60, dead: "dead", on: bench)
      try await schedule(target, fails: .all, on: bench)
      // The last retry is half a minute old; the event is not yet given up.
      try await bench.sleep(.milliseconds(59_900))
      let early = await bench.depths("dead")[0]
      return ["\(early)"] + (try await deadLetter(bench))
    },
    Story(
      "a dead letter has the nine attributes of the user guide's example",
      [
        "ERROR_CODE=ServiceUnavailable", "ERROR_MESSAGE=…", "EXECUTION_ID=16",
        "EXHAUSTED_RETRY_CONDITION=MaximumRetryAttempts", "IS_PAYLOAD_TRUNCATED=false",
        "RETRY_ATTEMPTS=0", "SCHEDULED_TIME=2026-01-01T00:01:00Z",
        "SCHEDULE_ARN=arn:aws:scheduler:us-east-1:123456789012:schedule/default/s",
        "TARGET_ARN=arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
      ]
    ) { bench in
      let target = target(input: "x", retries: 0, dead: "dead", on: bench)
      try await schedule(target, fails: .all, on: bench)
      let message = try await bench.receive("dead", wait: 20)[0]
      return (message.messageAttributes ?? [:]).sorted { $0.key < $1.key }.map { name, value in
        let text = value.stringValue ?? ""
        switch name {
        case "EXECUTION_ID": return "\(name)=\(text.filter(\.isHexDigit).count)"
        case "ERROR_MESSAGE": return "\(name)=…"
        default: return "\(name)=\(text)"
        }
      }
    },
    Story(
      "but not when it is gone",
      ["x", "AWS.SimpleQueueService.NonExistentQueue", "none", "0", "2026-01-01T00:01:00Z"]
    ) { bench in
      let target = target("gone", input: "x", dead: "dead", on: bench)
      try await schedule(target, fails: nil, on: bench)
      return try await deadLetter(bench)
    },
    Story(
      "nor when the role does not allow it",
      ["x", "AccessDenied", "none", "0", "2026-01-01T00:01:00Z"]
    ) { bench in
      try await bench.role(
        "scheduler",
        trusts: "scheduler.amazonaws.com",
        allows: "sqs:SendMessage",
        on: bench.queueARN("dead")
      )
      let target = target(input: "x", dead: "dead", on: bench)
      try await schedule(target, fails: nil, on: bench)
      return try await deadLetter(bench)
    },
    Story("a schedule that is over is deleted, if it says so", ["1", "0"]) { bench in
      try await create("at(2026-01-01T00:01:00)", after: .delete, on: bench)
      let before = try await bench(ListSchedules()).schedules.count
      try await bench.sleep(.seconds(61))
      return ["\(before)", "\(try await bench(ListSchedules()).schedules.count)"]
    },
    Story("and stays otherwise", ["ENABLED"]) { bench in
      try await create("at(2026-01-01T00:01:00)", on: bench)
      try await bench.sleep(.seconds(61))
      return try await bench(ListSchedules()).schedules.map(\.state.rawValue)
    },
  ]
}

/// When something happened.
private final class Instants: Sendable {
  let all = Mutex<[SimulationInstant]>([])
}

extension MessagingBench {
  /// Creates a role that a service may take, and that allows one action.
  func role(
    _ name: String,
    trusts service: String,
    allows action: String,
    on resource: String
  ) async throws {
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"#
      + #""\#(service)"},"Action":"sts:AssumeRole"}]}"#
    _ = try await cloud.perform(
      service: "iam",
      operation: "create-role",
      input: ["RoleName": .string(name), "AssumeRolePolicyDocument": .string(trust)],
      for: .learner
    )
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"\#(action)","#
      + #""Resource":"\#(resource)"}]}"#
    _ = try await cloud.perform(
      service: "iam",
      operation: "put-role-policy",
      input: [
        "RoleName": .string(name), "PolicyName": "p", "PolicyDocument": .string(policy),
      ],
      for: .learner
    )
  }
}
