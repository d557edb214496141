import Cloud
import JSON
import Simulation
import Testing

/// What mappings do with a queue's messages.
///
/// One row, one fact of `lambda-invocation.md`, section 6.2.
struct MappingConformance {
  @Test(arguments: batches + failures + partial + limits + order + permissions)
  func `a mapping does`(row: MappingCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  static func numbered(_ count: Int) -> [String] { (0..<count).map { "order \($0)" } }

  /// Batches of messages that all wait already when polling begins.
  private static func sizes(
    _ fact: String,
    _ settings: JSONObject,
    bodies: [String],
    after time: String,
    _ expected: [Int]
  ) -> MappingCase {
    MappingCase(fact, ["\(expected)", "deleted \(expected.reduce(0, +))"]) { bench in
      try await bench.deploy(visibility: 600)
      try await bench.send(bodies)
      // One poller at a time would do; with two, both take of what is there.
      var settings = settings
      settings["ScalingConfig"] = ["MaximumConcurrency": 2]
      try await bench.map(settings)
      try await bench.sleep(time)
      let deleted = await bench.cloud.sqs.figures(of: "orders")?.deleted ?? -1
      return ["\(bench.batches.sorted())", "deleted \(deleted)"]
    }
  }

  static let batches = [
    sizes("no window: what is there, at once", [:], bodies: numbered(3), after: "1s", [3]),
    sizes("ten at the most", [:], bodies: numbered(20), after: "1s", [10, 10]),
    sizes("fewer if told so", ["BatchSize": 4], bodies: numbered(12), after: "1s", [4, 4, 4]),
    sizes(
      "a window gathers more than ten",
      ["BatchSize": 100, "MaximumBatchingWindowInSeconds": 5],
      bodies: numbered(60),
      after: "10s",
      [30, 30]
    ),
    sizes(
      "until the batch is full",
      ["BatchSize": 15, "MaximumBatchingWindowInSeconds": 300],
      bodies: numbered(30),
      after: "1s",
      [15, 15]
    ),
    MappingCase("or the payload has 6 MB", ["[1, 5]", "given to nobody 0"]) { bench in
      try await bench.deploy(visibility: 600)
      for _ in 0..<6 { try await bench.messaging.send(megabyte, to: "orders") }
      try await bench.map([
        "BatchSize": 6, "MaximumBatchingWindowInSeconds": 300,
        "ScalingConfig": ["MaximumConcurrency": 2],
      ])
      try await bench.sleep("1s")
      let depth = await bench.cloud.sqs.figures(of: "orders")?.depth ?? -1
      return ["\(bench.batches.sorted())", "given to nobody \(depth)"]
    },
    MappingCase("a batch waits for its window and no longer", ["6 run on 2"]) { bench in
      try await bench.deploy()
      try await bench.map(["MaximumBatchingWindowInSeconds": 5])
      try await bench.send(["a", "b"])
      try await bench.sleep("10s")
      return bench.told {
        if case .batchInvoked(_, _, let count) = $0 { "run on \(count)" } else { nil }
      }
    },
    MappingCase(
      "the function sees texts, and where the message comes from",
      [
        #"{"ApproximateReceiveCount":"1","SentTimestamp":"N","SenderId":"123456789012","#
          + #""ApproximateFirstReceiveTimestamp":"N"}"#,
        #"{"n":{"stringValue":"v","stringListValues":[],"binaryListValues":[],"dataType":"String"}}"#,
        "5d41402abc4b2a76b9719d911017c592 aws:sqs arn:aws:sqs:us-east-1:123456789012:orders"
          + " us-east-1",
      ]
    ) { bench in
      try await bench.deploy()
      _ = try await bench.messaging.echoFunction()
      try await bench.map(["FunctionName": "echo"])
      let attributes = ["n": MessageAttributeValue.string("v")]
      _ = try await bench.messaging(
        SendMessage(queueUrl: "orders", messageBody: "hello", messageAttributes: attributes)
      )
      try await bench.sleep("1s")
      let seen = try JSONValue(parsing: try await bench.messaging.bodies("seen")[0])
      let record = seen["Records"]?[0]
      let names = ["md5OfBody", "eventSource", "eventSourceARN", "awsRegion"]
      return [
        record?["attributes"]?.text().replacing(/[0-9]{13}/, with: "N") ?? "",
        record?["messageAttributes"]?.text() ?? "",
        names.map { record?[$0]?.stringValue ?? "-" }.joined(separator: " "),
      ]
    },
    MappingCase(
      "the sender's trace header, and the queue that gave the message up",
      ["Root=1-2-3;Sampled=0 arn:aws:sqs:us-east-1:123456789012:orders"]
    ) { bench in
      try await bench.deploy(maxReceiveCount: 1)
      _ = try await bench.messaging.echoFunction()
      let header = ["AWSTraceHeader": MessageAttributeValue.string("Root=1-2-3;Sampled=0")]
      _ = try await bench.messaging(
        SendMessage(queueUrl: "orders", messageBody: "x", messageSystemAttributes: header)
      )
      // The second receive gives it up to `dead`, which the mapping reads.
      for _ in 0..<2 { _ = try await bench.messaging.receive("orders", visibility: 0) }
      try await bench.map(["FunctionName": "echo"], "dead")
      try await bench.sleep("1s")
      let seen = try JSONValue(parsing: try await bench.messaging.bodies("seen")[0])
      let attributes = seen["Records"]?[0]?["attributes"]
      let names = ["AWSTraceHeader", "DeadLetterQueueSourceArn"]
      return [names.map { attributes?[$0]?.stringValue ?? "-" }.joined(separator: " ")]
    },
    MappingCase(
      "each record has its cause",
      ["batch-ended <- batch-invoked <- batch-fetched <- received <- sent"]
    ) { bench in
      bench.simulation.trace.retention = .everything
      try await bench.deploy()
      try await bench.map()
      try await bench.send(["a"])
      try await bench.sleep("1s")
      let records = bench.simulation.trace.records
      var chain: [String] = []
      var next = records.last { $0.event.name == "batch-ended" }
      while let record = next {
        chain.append(record.event.name)
        next = record.cause.flatMap { cause in records.first { $0.id == cause } }
      }
      return [chain.joined(separator: " <- ")]
    },
  ]

  private static let megabyte = String(repeating: "x", count: 1_048_576)

  /// What becomes of messages in an hour, with three receives before a message is given up.
  private static func fate(
    _ fact: String,
    _ bodies: [String],
    partial: Bool = false,
    fault: FaultBoard.Failures? = nil,
    deleted: Int,
    givenUp: Int
  ) -> MappingCase {
    MappingCase(fact, ["deleted \(deleted), given up \(givenUp), there 0"]) { bench in
      try await bench.deploy(["PARTIAL": partial ? "on" : "off"])
      try await bench.map(
        partial ? ["FunctionResponseTypes": ["ReportBatchItemFailures"]] : [:]
      )
      if let fault { bench.cloud.faults.fail("worker", fault) }
      try await bench.send(bodies)
      try await bench.sleep("1h")
      return [await bench.places()]
    }
  }

  static let failures = [
    fate("good messages are deleted", numbered(25), deleted: 25, givenUp: 0),
    fate("a poison message alone is given up", ["poison"], deleted: 0, givenUp: 1),
    fate("it takes its batch along", numbered(9) + ["poison"], deleted: 0, givenUp: 10),
    fate(
      "unless the function says which has failed",
      numbered(9) + ["poison"],
      partial: true,
      deleted: 9,
      givenUp: 1
    ),
    fate("a batch that fails once comes again", numbered(9) + ["flaky"], deleted: 10, givenUp: 0),
    fate(
      "a function that cannot be run once is run again",
      numbered(10),
      fault: .next(1),
      deleted: 10,
      givenUp: 0
    ),
    fate("one that never can gets nothing done", numbered(3), fault: .all, deleted: 0, givenUp: 3),
    MappingCase(
      "a message comes back after its visibility time-out, as often as the policy says",
      ["0 a", "30 a", "60 a", "in dead 1"]
    ) { bench in
      try await bench.deploy()
      try await bench.map()
      let start = bench.simulation.now
      try await bench.send(["poison a"])
      try await bench.sleep("5m")
      let dead = await bench.cloud.sqs.figures(of: "dead")?.visible ?? -1
      let offset = Int(start.duration(since: .start).seconds)
      let runs = bench.told { if case .batchInvoked = $0 { "a" } else { nil } }.map { line in
        let second = Int(line.prefix { $0 != " " }) ?? 0
        return "\(second - offset) a"
      }
      return runs + ["in dead \(dead)"]
    },
    MappingCase(
      "a throttled batch is kept and tried again until its messages become visible",
      [
        "after 1", "after 2", "after 4", "after 8", "after 15",
        "PROBLEM: Rate Exceeded.", "received 2",
      ]
    ) { bench in
      try await bench.deploy()
      _ = try await bench.lambda(
        "put-function-concurrency",
        ["FunctionName": "worker", "ReservedConcurrentExecutions": 0]
      )
      let id = try await bench.map()
      try await bench.send(["a"])
      try await bench.sleep("30500ms")
      let waits = bench.told {
        guard case .batchHeldBack(_, _, "TooManyRequestsException", let wait) = $0 else {
          return nil
        }
        return "after \(Int(wait.seconds.rounded()))"
      }
      let received = await bench.cloud.sqs.figures(of: "orders")?.received ?? -1
      return waits.prefix(5).map { String($0.drop { $0 != "a" }) } + [
        try await bench.get(id, "LastProcessingResult"), "received \(received)",
      ]
    },
    MappingCase(
      "and run as soon as there is room, without another receive",
      ["deleted 1, given up 0, there 0", "received 1", "OK"]
    ) { bench in
      try await bench.deploy()
      _ = try await bench.lambda(
        "put-function-concurrency",
        ["FunctionName": "worker", "ReservedConcurrentExecutions": 0]
      )
      let id = try await bench.map()
      try await bench.send(["a"])
      try await bench.sleep("5s")
      _ = try await bench.lambda("delete-function-concurrency", ["FunctionName": "worker"])
      try await bench.sleep("10s")
      let received = await bench.cloud.sqs.figures(of: "orders")?.received ?? -1
      return [
        await bench.places(), "received \(received)",
        try await bench.get(id, "LastProcessingResult"),
      ]
    },
    MappingCase(
      "a deleted function fails its batches at once",
      [
        "PROBLEM: Function not found: arn:aws:lambda:us-east-1:123456789012:function:worker",
        "deleted 0, given up 0, there 1", "held back 0",
      ]
    ) { bench in
      try await bench.deploy()
      let id = try await bench.map()
      _ = try await bench.lambda("delete-function", ["FunctionName": "worker"])
      try await bench.send(["a"])
      try await bench.sleep("10s")
      let held = bench.told { if case .batchHeldBack = $0 { "" } else { nil } }.count
      return [
        try await bench.get(id, "LastProcessingResult"), await bench.places(),
        "held back \(held)",
      ]
    },
    MappingCase(
      "a deleted queue stalls the mapping, which stays",
      [
        "Enabled",
        "PROBLEM: Error occurred while ReceiveMessage. SQS Error Code:"
          + " AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does"
          + " not exist.", "1 problem",
      ]
    ) { bench in
      try await bench.deploy()
      let id = try await bench.map()
      _ = try await bench.messaging(DeleteQueue(queueUrl: "orders"))
      try await bench.sleep("2m")
      let problems = bench.told { if case .problem = $0 { "problem" } else { nil } }
      return [
        try await bench.get(id, "State"), try await bench.get(id, "LastProcessingResult"),
        "\(problems.count) problem",
      ]
    },
    MappingCase(
      "a queue of the same name is polled again",
      ["deleted 1, given up 0, there 0", "OK"]
    ) { bench in
      try await bench.deploy()
      let id = try await bench.map()
      _ = try await bench.messaging(DeleteQueue(queueUrl: "orders"))
      try await bench.sleep("70s")
      try await bench.messaging.queue("orders")
      try await bench.send(["a"])
      try await bench.sleep("40s")
      return [await bench.places(), try await bench.get(id, "LastProcessingResult")]
    },
    MappingCase(
      "a message that cannot be deleted comes back",
      ["deleted 0, given up 0, there 1", "deleted 1, given up 0, there 0", "seen 2 times"]
    ) { bench in
      try await bench.deploy()
      try await bench.map()
      try await bench.send(["a"])
      // Strikes the request that deletes, and no earlier one.
      try await bench.sleep("100ms")
      bench.cloud.faults.fail("orders", .next(1), .beforeEffects)
      try await bench.sleep("5s")
      let first = await bench.places()
      try await bench.sleep("60s")
      return [first, await bench.places(), "seen \(bench.logged("seen ").count) times"]
    },
  ]

  /// What becomes of three messages when the function answers this.
  private static func answer(_ response: String, _ expected: String) -> MappingCase {
    MappingCase("answer \(response)", [expected]) { bench in
      try await bench.deploy(["RESPONSE": response])
      try await bench.map(["FunctionResponseTypes": ["ReportBatchItemFailures"]])
      try await bench.send(numbered(3))
      try await bench.sleep("5s")
      return [await bench.places()]
    }
  }

  private static let all = "deleted 3, given up 0, there 0"
  private static let none = "deleted 0, given up 0, there 3"
  private static let two = "deleted 2, given up 0, there 1"

  static let partial = [
    answer(#"{"batchItemFailures":[]}"#, all),
    answer(#"{"batchItemFailures":null}"#, all),
    answer("{}", all),
    answer("null", all),
    answer(#""""#, all),
    answer("[]", all),
    answer(#"{"batchItemFailures":[{"itemIdentifier":"FIRST"}]}"#, two),
    answer(#"{"batchItemFailures":[{"itemIdentifier":"FIRST"}],"more":1}"#, two),
    answer(
      #"{"batchItemFailures":[{"itemIdentifier":"FIRST"},{"itemIdentifier":"FIRST"}]}"#,
      two
    ),
    answer(#""no object""#, none),
    answer("[1]", none),
    answer("7", none),
    answer("true", none),
    answer(#"{"batchItemFailures":[{"itemIdentifier":""}]}"#, none),
    answer(#"{"batchItemFailures":[{"itemIdentifier":null}]}"#, none),
    answer(#"{"batchItemFailures":[{"itemIdentifier":7}]}"#, none),
    answer(#"{"batchItemFailures":[{"itemidentifier":"FIRST"}]}"#, none),
    answer(#"{"batchItemFailures":[{}]}"#, none),
    answer(#"{"batchItemFailures":["FIRST"]}"#, none),
    answer(#"{"batchItemFailures":{"itemIdentifier":"FIRST"}}"#, none),
    answer(#"{"batchItemFailures":"FIRST"}"#, none),
    answer(#"{"batchitemfailures":[]}"#, none),
    answer(#"{"batchItemFailures":[{"itemIdentifier":"nobody"}]}"#, none),
    answer(
      #"{"batchItemFailures":[{"itemIdentifier":"FIRST"},{"itemIdentifier":"nobody"}]}"#,
      none
    ),
    MappingCase("an exception fails the whole batch", [none]) { bench in
      try await bench.deploy()
      try await bench.map(["FunctionResponseTypes": ["ReportBatchItemFailures"]])
      try await bench.send(["a", "b", "poison"])
      try await bench.sleep("5s")
      return [await bench.places()]
    },
    MappingCase("an answer counts only where it was asked for", [all]) { bench in
      try await bench.deploy(["RESPONSE": #"{"batchItemFailures":[{"itemIdentifier":"FIRST"}]}"#])
      try await bench.map()
      try await bench.send(numbered(3))
      try await bench.sleep("5s")
      return [await bench.places()]
    },
  ]
}
