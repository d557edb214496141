import Cloud
import Testing

/// What is no pipe, or is left out of pipes.
extension PipeTests {
  @Test(arguments: refusals) func `what is wrong about a pipe is refused`(
    _ refusal: Refusal
  ) throws {
    let seen = try refusal.outcome()
    #expect(seen.hasPrefix(refusal.expected), "\(seen)")
  }

  static func create(
    _ title: String,
    _ expected: String,
    _ change: @escaping @Sendable (inout CreatePipe, MessagingBench) async throws -> Void
  ) -> Refusal {
    Refusal(title, expected) { bench in
      try await bench.queue("in")
      var request = CreatePipe(
        name: "p",
        source: bench.queueARN("in"),
        target: bench.queueARN("out"),
        roleArn: MessagingBench.pipeRole
      )
      try await change(&request, bench)
      _ = try await bench(request)
    }
  }

  static let invalid = "ValidationException 400 "
  private static let region = "Creating cross-region pipe is not permitted."
  static let refusals =
    ["kinesis", "dynamodb", "kafka", "mq"].map { service in
      create("a source of \(service)", "NotSupportedHere 501 A pipe's source of \(service)") {
        request,
        _ in request.source = "arn:aws:\(service):us-east-1:123456789012:x"
      }
    } + [
      create("a source that is not there", invalid + "The source") { request, bench in
        request.source = bench.queueARN("none")
      },
      create("a source in another Region", invalid + region) { request, _ in
        request.source = "arn:aws:sqs:eu-west-1:123456789012:in"
      },
      create("a target in another Region", invalid + region) { request, _ in
        request.target = "arn:aws:sqs:eu-west-1:123456789012:out"
      },
      create("an enrichment in another Region", invalid + region) { request, _ in
        request.enrichment = "arn:aws:lambda:eu-west-1:123456789012:function:f"
      },
      create("a target in another partition", invalid + region) { request, _ in
        request.target = "arn:aws-cn:sqs:us-east-1:123456789012:out"
      },
      create("a target that is no ARN", invalid + "1 validation error detected: Value 'out' at") {
        request,
        _ in request.target = "out"
      },
      create("a target whose account is none", invalid + "1 validation error detected: Value 'arn")
      {
        request,
        _ in request.target = "arn:aws:sqs:us-east-1:12345:out"
      },
      create("a target of 1,601 letters", invalid + "1 validation error detected: Value 'arn") {
        request,
        _ in request.target += String(repeating: "x", count: 1_601)
      },
      create("a source in another account", "NotSupportedHere 501 A pipe's source in another") {
        request,
        _ in request.source = "arn:aws:sqs:us-east-1:444455556666:in"
      },
      create("an enrichment by a queue", invalid + "Invalid pipe enrichment.") { request, bench in
        request.enrichment = bench.queueARN("in")
      },
      create("a FIFO topic", invalid + "SNS FIFO topics are not supported as a pipe target.") {
        request,
        _ in request.target = "arn:aws:sns:us-east-1:123456789012:t.fifo"
      },
      create("a target that is a log group", "NotSupportedHere 501 A pipe's target of logs") {
        request,
        _ in request.target = "arn:aws:logs:us-east-1:123456789012:log-group:/g"
      },
      create("an enrichment of states", "NotSupportedHere 501 An enrichment of states") {
        request,
        _ in request.enrichment = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
      },
      create("a target of states", "NotSupportedHere 501 A pipe's target of states") {
        request,
        _ in request.target = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
      },
      create("the same twice", "ConflictException 409 Pipe p already exists.") { request, bench in
        _ = try await bench(request)
      },
      create("a batch of 11 to a queue", invalid + "The configured batch size 11 is greater than") {
        request,
        _ in
        request.sourceParameters = .init(batchSize: 11, maximumBatchingWindowInSeconds: 1)
      },
      create("a batch of 11 without a window", invalid + "A batch of more than 10 events") {
        request,
        _ in
        request.target = "arn:aws:lambda:us-east-1:123456789012:function:f"
        request.sourceParameters = .init(batchSize: 11)
      },
      create("a window of 301 seconds", invalid + "1 validation error detected: Value '301'") {
        request,
        _ in request.sourceParameters = .init(maximumBatchingWindowInSeconds: 301)
      },
      create("six patterns", invalid + "A filter has 5 patterns") { request, _ in
        request.sourceParameters = .init(patterns: Array(repeating: #"{"body":["a"]}"#, count: 6))
      },
      create("an empty pattern", invalid + "Invalid Event Pattern. Reason: Empty objects are not") {
        request,
        _ in request.sourceParameters = .init(patterns: ["{}"])
      },
      create("an operator that pipes do not have", invalid + "Invalid Event Pattern. Reason: ") {
        request,
        _ in
        request.sourceParameters = .init(patterns: [#"{"body":[{"wildcard":"a*"}]}"#])
      },
      create("a mark that means nothing", invalid + "Invalid json path reference or predefined") {
        request,
        _ in request.targetParameters = .init(inputTemplate: "<x>")
      },
      create("a function's parameters for a queue", invalid + "Invalid target parameter provided") {
        request,
        _ in
        request.targetParameters = .init(
          lambdaFunctionParameters: .init(invocationType: .fireAndForget)
        )
      },
      create(
        "a role that is none",
        invalid + "1 validation error detected: Value 'me' at 'roleArn'"
      ) {
        request,
        _ in request.roleArn = "me"
      },
      create("a role that does not trust the service", invalid + "The role") { _, bench in
        try await bench.role("pipe", trusts: "lambda.amazonaws.com", allows: "sqs:*", on: "*")
      },
      create("a change while it is being made", "ConflictException 409 Pipe p is in the state") {
        request,
        bench in
        _ = try await bench(request)
        _ = try await bench(StopPipe(name: "p"))
      },
      Refusal("no such pipe", "NotFoundException 404 Pipe x does not exist.") { bench in
        _ = try await bench(StartPipe(name: "x"))
      },
    ]
}
