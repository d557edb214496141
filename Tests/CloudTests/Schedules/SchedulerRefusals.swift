import Cloud
import JSON
import Testing

/// What is no schedule, or is left out of schedules.
extension SchedulerTests {
  @Test(arguments: refusals) func `what is wrong about a schedule is refused`(
    _ refusal: Refusal
  ) throws {
    let seen = try refusal.outcome()
    #expect(seen.hasPrefix(refusal.expected), "\(seen)")
  }

  static func create(
    _ title: String,
    _ expected: String,
    _ change: @escaping @Sendable (inout CreateSchedule, MessagingBench) async throws -> Void
  ) -> Refusal {
    Refusal(title, expected) { bench in
      var request = CreateSchedule(
        name: "s",
        scheduleExpression: "rate(1 day)",
        target: target(on: bench)
      )
      try await change(&request, bench)
      _ = try await bench(request)
    }
  }

  static let invalid = "ValidationException 400 "
  /// What only a rule refuses, as recorded on AWS.
  static let lenient = [
    "at(2026-01-01T00:00:00)", "rate(1 minutes)", "rate(5 minute)", "rate(10 MINUTES)",
    "RATE(10 minutes)",
  ]
  static let refusals =
    ScheduleExpressionTests.refused.filter {
      !["", "cron(0 10 * * ?)"].contains($0.expression) && !lenient.contains($0.expression)
    }.map { row in
      create(row.expression, invalid + "Invalid Schedule Expression \(row.expression).") {
        request,
        _ in request.scheduleExpression = row.expression
      }
    }
    + ["at(2026-01-01T00:00:00Z)", "at(2026-01-01)"].map { text in
      create(text, invalid + "Invalid Schedule Expression \(text).") { request, _ in
        request.scheduleExpression = text
      }
    } + [
      create("a name with a space", invalid + "1 validation error detected: Value 'a b' at 'name'")
      {
        request,
        _ in request.name = "a b"
      },
      create("an unknown zone", invalid + "Invalid ScheduleExpressionTimezone Mars/Base.") {
        request,
        _ in request.scheduleExpressionTimezone = "Mars/Base"
      },
      create(
        "an unknown group",
        "ResourceNotFoundException 404 Schedule group g does not exist."
      ) { request, _ in request.groupName = "g" },
      create("the same twice", "ConflictException 409 Schedule s already exists.") {
        request,
        bench in _ = try await bench(request)
      },
      create("a window that is off and long", invalid + "MaximumWindowInMinutes must not be") {
        request,
        _ in request.flexibleTimeWindow.maximumWindowInMinutes = 5
      },
      create(
        "a window without a length",
        invalid + "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is"
      ) {
        request,
        _ in request.flexibleTimeWindow.mode = .flexible
      },
      create(
        "a window of a day and a minute",
        invalid + "1 validation error detected: Value '1441'"
      ) {
        request,
        _ in request.flexibleTimeWindow = .init(minutes: 1_441)
      },
      create("a start long ago", invalid + "The StartDate you specify cannot be earlier than 5") {
        request,
        _ in request.startDate = "2025-12-31T23:54:59Z"
      },
      create("a start not long ago", "accepted") { request, _ in
        request.startDate = "2025-12-31T23:55:00Z"
      },
      create("an end before the start", invalid + "The StartDate you specify must come before") {
        request,
        _ in
        request.startDate = "2026-01-03"
        request.endDate = "2026-01-02"
      },
      create("an end that is past", invalid + "The EndDate you specify cannot be earlier") {
        request,
        _ in request.endDate = "2025-12-31"
      },
      create("a date that is none", invalid + "StartDate soon is neither") { request, _ in
        request.startDate = "soon"
      },
      create("a role that is none", invalid + "1 validation error detected: Value 'me'") {
        request,
        _ in request.target.roleArn = "me"
      },
      create(
        "a role that does not trust the service",
        invalid + "The execution role you provide must allow AWS EventBridge Scheduler to assume"
      ) { request, bench in
        try await bench.role(
          "scheduler",
          trusts: "lambda.amazonaws.com",
          allows: "sqs:*",
          on: "*"
        )
      },
      create("a target that is left out", "NotSupportedHere 501 A target of states exists") {
        request,
        _ in
        request.target.arn = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
      },
      create("a target that is none of what its service has", invalid + "Provided Arn is not") {
        request,
        _ in request.target.arn = "arn:aws:events:us-east-1:123456789012:rule/r"
      },
      create("a target that AWS does not take", invalid + "dynamodb is not a supported service") {
        request,
        _ in
        request.target.arn = "arn:aws:dynamodb:us-east-1:123456789012:table/t"
      },
      create("a target in another Region", invalid + "The target ARN provided does not match the") {
        request,
        _ in request.target.arn = "arn:aws:sqs:eu-west-1:123456789012:a"
      },
      create("a universal target in a Region", invalid + "scheduler is not a supported service") {
        request,
        _ in
        request.target.arn = "arn:aws:scheduler:us-east-1:123456789012:aws-sdk:sqs:sendMessage"
      },
      create("a universal target without an input", invalid + "You must provide an input to set") {
        request,
        _ in
        request.target.arn = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage"
        request.target.input = nil
      },
      create("a FIFO queue without a group", invalid + "Parameters SqsParameters must be specified")
      {
        request,
        _ in request.target.arn += ".fifo"
      },
      create("a group for a standard queue", invalid + "Parameters MessageGroupId not valid") {
        request,
        _ in request.target.sqsParameters = .init(messageGroupId: "g")
      },
      create("an event's source for a queue", invalid + "Parameters EventBridgeParameters not") {
        request,
        _ in request.target.eventBridgeParameters = .init(detailType: "T", source: "s")
      },
      create("a universal target that only reads", invalid + "receiveMessage API is not supported")
      {
        request,
        _ in request.target.arn = "arn:aws:scheduler:::aws-sdk:sqs:receiveMessage"
      },
      create("a universal target that is left out", "NotSupportedHere 501 The universal target") {
        request,
        _ in request.target.arn = "arn:aws:scheduler:::aws-sdk:ec2:rebootInstances"
      },
      create("a bus without source and type", invalid + "EventBridgeParameters is required") {
        request,
        _ in
        request.target.arn = "arn:aws:events:us-east-1:123456789012:event-bus/default"
      },
      create("an event in the name of AWS", invalid + "1 validation error detected: Value 'aws.x'")
      {
        request,
        _ in
        request.target.arn = "arn:aws:events:us-east-1:123456789012:event-bus/default"
        request.target.eventBridgeParameters = .init(detailType: "T", source: "aws.x")
      },
      create("a function's input that is not JSON", invalid + "JSON syntax error in input") {
        request,
        _ in
        request.target = ScheduleTarget(
          arn: "arn:aws:lambda:us-east-1:123456789012:function:f",
          roleArn: role,
          input: "plain"
        )
      },
      create("a FIFO dead-letter queue", invalid + "1 validation error detected: Value 'arn") {
        request,
        bench in
        request.target.deadLetterConfig = .init(arn: bench.queueARN("dead.fifo"))
      },
      create("186 retries", invalid + "1 validation error detected: Value '186'") { request, _ in
        request.target.retryPolicy = .init(maximumRetryAttempts: 186)
      },
      create("an age below a minute", invalid + "1 validation error detected: Value '59'") {
        request,
        _ in request.target.retryPolicy = .init(maximumEventAgeInSeconds: 59)
      },
      Refusal("no such schedule", "ResourceNotFoundException 404 Schedule x does not exist.") {
        bench in _ = try await bench(GetSchedule(name: "x"))
      },
      Refusal("updating none", "ResourceNotFoundException 404 Schedule x does not exist.") {
        bench in
        _ = try await bench(
          UpdateSchedule(
            name: "x",
            scheduleExpression: "rate(1 day)",
            target: target(on: bench)
          )
        )
      },
      Refusal("deleting the default group", invalid + "This operation cannot be performed") {
        bench in _ = try await bench(DeleteScheduleGroup(name: "default"))
      },
      Refusal("making the default group", invalid + "This operation cannot be performed") { bench in
        _ = try await bench(CreateScheduleGroup(name: "default"))
      },
      Refusal("a group twice", "ConflictException 409 Schedule group g already exists.") { bench in
        for _ in 0..<2 { _ = try await bench(CreateScheduleGroup(name: "g")) }
      },
      Refusal("a key of one's own", "NotSupportedHere 501 KmsKeyArn of a schedule") { bench in
        _ = try await bench.perform(
          "create-schedule",
          [
            "Name": "s", "ScheduleExpression": "rate(1 day)", "KmsKeyArn": "arn:aws:kms:x",
            "FlexibleTimeWindow": ["Mode": "OFF"],
            "Target": ["Arn": .string(bench.queueARN("a")), "RoleArn": .string(role)],
          ]
        )
      },
    ]
}
