import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Several accounts in one simulation: what is apart, and what goes across.
@Suite struct AccountTests {
  static let other = "444455556666"

  /// What a call about the other account's queue comes to.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let operation: any Operation<SQS>
    /// The actions that the queue's policy allows the first account.
    var allowed: [String] = []
    /// The error's code; `nil` when it succeeds.
    var code: String?
  }

  static let url = "https://sqs.us-east-1.amazonaws.com/\(other)/parcels"
  static let send = SendMessage(queueUrl: url, messageBody: "hello")

  static let rows: [Row] = [
    Row(testDescription: "without a policy", operation: send, code: "AccessDenied"),
    Row(testDescription: "allowed", operation: send, allowed: ["SendMessage"]),
    Row(
      testDescription: "another action is allowed",
      operation: ReceiveMessage(queueUrl: url),
      allowed: ["SendMessage"],
      code: "AccessDenied"
    ),
    Row(
      testDescription: "what only its own account may ever do",
      operation: DeleteQueue(queueUrl: url),
      allowed: ["*"],
      code: "AccessDenied"
    ),
    Row(
      testDescription: "by the owner's number",
      operation: GetQueueUrl(queueName: "parcels", queueOwnerAWSAccountId: other),
      allowed: ["GetQueueUrl"]
    ),
    Row(
      testDescription: "a bare name is one's own",
      operation: SendMessage(queueUrl: "parcels", messageBody: "x"),
      allowed: ["*"],
      code: "AWS.SimpleQueueService.NonExistentQueue"
    ),
    Row(
      testDescription: "an account that nobody uses",
      operation: SendMessage(
        queueUrl: "https://sqs.us-east-1.amazonaws.com/999999999999/parcels",
        messageBody: "x"
      ),
      allowed: ["*"],
      code: "AccessDenied"
    ),
    Row(
      testDescription: "the URL of a queue in an account that nobody uses",
      operation: GetQueueUrl(queueName: "parcels", queueOwnerAWSAccountId: "999999999999"),
      code: "AWS.SimpleQueueService.NonExistentQueue"
    ),
  ]

  @Test(arguments: rows) func `another account's queue asks its policy`(row: Row) throws {
    let code = try MessagingBench.run { bench -> String? in
      let other = bench.cloud.account(Self.other)
      let owner = other.client(of: SQS.self, for: .learner)
      _ = try await owner(CreateQueue(queueName: "parcels"))
      if !row.allowed.isEmpty {
        _ = try await owner(
          SQS.AddPermission(
            queueUrl: "parcels",
            label: "partner",
            awsAccountIds: [Cloud.homeAccount],
            actions: row.allowed
          )
        )
      }
      do {
        try await Self.call(row.operation, in: bench)
        return nil
      } catch let error as ServiceError {
        return error.code
      }
    }
    #expect(code == row.code)
  }

  private static func call(_ operation: some Operation<SQS>, in bench: MessagingBench) async throws
  {
    _ = try await bench(operation)
  }

  @Test func `accounts share a clock and a trace, and nothing else`() throws {
    let names = Mutex<[String]>([])
    let texts = try MessagingBench.run { bench -> [String] in
      bench.cloud.simulation.trace.read(SQSEvent.self) { _, component, event in
        if case .sent = event { names.withLock { $0.append(component) } }
      }
      let other = bench.cloud.account(Self.other)
      var identifiers: [String] = []
      for cloud in [bench.cloud, other] {
        let client = cloud.client(of: SQS.self, for: .learner)
        _ = try await client(CreateQueue(queueName: "parcels"))
        let sent = try await client(SendMessage(queueUrl: "parcels", messageBody: "x"))
        identifiers.append(sent.messageId)
      }
      _ = try await bench(SendMessage(queueUrl: "parcels", messageBody: "y"))
      return [
        "differ: \(identifiers[0] != identifiers[1])",
        "clocks: \(other.simulation === bench.cloud.simulation)",
        "same: \(other.account(Cloud.homeAccount) === bench.cloud)",
        "own: \(other.account(Self.other) === other)",
        "depths: \(await bench.cloud.sqs.figures(of: "parcels")?.visible ?? 0)"
          + " \(await other.sqs.figures(of: "parcels")?.visible ?? 0)",
      ]
    }
    #expect(
      texts + names.withLock { $0 } == [
        "differ: true", "clocks: true", "same: true", "own: true", "depths: 2 1",
        "parcels", "\(Self.other)/parcels", "parcels",
      ]
    )
  }

  @Test func `a function's metrics and logs are those of its own account`() throws {
    let bench = InvocationBench()
    defer { bench.cloud.shutDown() }
    let sums = try bench.cloud.simulation.run { () -> [String] in
      try await bench.create("quote", "[]")
      let other = bench.cloud.account(Self.other)
      let perform = { @Sendable (service: String, operation: String, input: JSONObject) in
        try await other.perform(
          service: service,
          operation: operation,
          input: .object(input),
          for: .learner
        )
      }
      _ = try await perform("lambda", "create-function", bench.definition("quote", "[]"))
      try await bench.sleep("2s")
      _ = try await bench.invoke("quote")
      for _ in 0..<3 { _ = try await perform("lambda", "invoke", ["FunctionName": "quote"]) }
      try await bench.sleep("1m")
      let statistics = try await perform(
        "cloudwatch",
        "get-metric-statistics",
        [
          "Namespace": "AWS/Lambda", "MetricName": "Invocations", "Period": 3_600,
          "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T01:00:00Z",
          "Statistics": ["Sum"],
          "Dimensions": [["Name": "FunctionName", "Value": "quote"]],
        ]
      )
      let runs = { (cloud: Cloud) in
        cloud.logs["/aws/lambda/quote"]?.events(at: cloud.simulation.now)
          .count { $0.line.message.hasPrefix("REPORT") } ?? 0
      }
      return [
        "\(try await bench.metric("Invocations", of: "quote", "Sum"))",
        statistics["Datapoints"]?[0]?["Sum"]?.text() ?? "none",
        "\(runs(bench.cloud)) \(runs(other))",
      ]
    }
    #expect(sums == [#"["1"]"#, "3.0", "1 3"])
  }
}
