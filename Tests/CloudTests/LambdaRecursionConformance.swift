import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What the service is claimed to do about loops: facts §7 of `lambda-invocation.md`.
@Suite struct LambdaRecursionConformance {
  @Test(arguments: loops + settings)
  func `the guard`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  /// A recipe that hands its event on to whoever the service's operation names.
  private static func sender(_ service: String, _ operation: String, _ input: String) -> String {
    #"[{"call": "\#(service) \#(operation)", "with": \#(input)}]"#
  }

  private static let intoItsQueue = sender(
    "sqs",
    "send-message",
    #"{"QueueUrl": "work", "MessageBody": "again"}"#
  )

  private static let toItself = sender(
    "lambda",
    "invoke",
    #"{"FunctionName": "f", "InvocationType": "Event", "Payload": {"again": true}}"#
  )

  /// `f` sends to the queue that it is mapped to.
  private static func queueLoop(_ bench: InvocationBench) async throws {
    try await bench.create("f", intoItsQueue)
    try await bench.queue("dead")
    try await bench.queue(
      "work",
      [
        "RedrivePolicy": .string(
          #"{"deadLetterTargetArn": "\#(InvocationBench.arn("sqs", "dead"))", "maxReceiveCount": 5}"#
        )
      ]
    )
    try await bench.map("work", to: "f")
    try await bench.call("sqs", "send-message", ["QueueUrl": "work", "MessageBody": "first"])
    try await bench.sleep("10m")
  }

  static let loops: [InvocationCase] = [
    .init(
      "through its own queue a function runs 16 times; the queue's redrive policy takes the rest",
      ["16 runs", "1 dead"]
    ) { bench in
      try await queueLoop(bench)
      return ["\(bench.runs) runs", "\(try await bench.messages(in: "dead").count) dead"]
    },
    .init(
      "asynchronously to itself: 16 times, and the event goes to the dead-letter queue",
      [
        "16 runs", "1 dead", "RecursiveInvocationException", "400",
      ]
    ) { bench in
      try await bench.queue("dead")
      try await bench.create(
        "f",
        toItself,
        ["DeadLetterConfig": ["TargetArn": .string(InvocationBench.arn("sqs", "dead"))]]
      )
      try await bench.send("f")
      try await bench.sleep("1m")
      let dead = try await bench.messages(in: "dead")
      let text = dead.first?["MessageAttributes"]?["ErrorMessage"]?["StringValue"]?.stringValue
      let code = dead.first?["MessageAttributes"]?["ErrorCode"]?["StringValue"]?.stringValue
      let isLoop = text?.hasPrefix("Lambda has detected") == true
      return [
        "\(bench.runs) runs", "\(dead.count) dead",
        isLoop ? "RecursiveInvocationException" : text ?? "-", code ?? "-",
      ]
    },
    .init(
      "synchronously to itself: the seventeenth call is refused with 400",
      [
        "16 runs", "RecursiveInvocationException",
      ]
    ) { bench in
      try await bench.create(
        "f",
        #"""
        [{"try": [{"call": "lambda invoke", "with": {"FunctionName": "f"}, "as": "a"},
                  {"return": "{a.Payload}"}],
          "catch": {"*": [{"return": "{error.type}"}]}}]
        """#,
        ["Timeout": 60]
      )
      let answer = try await bench.invoke("f")
      return ["\(bench.runs) runs"] + InvocationBench.parts(answer, "Payload")
    },
    .init("through a topic", ["16 runs"]) { bench in
      let topic = InvocationBench.arn("sns", "news")
      try await bench.create(
        "f",
        sender("sns", "publish", #"{"TopicArn": "\#(topic)", "Message": "again"}"#)
      )
      try await bench.call("sns", "create-topic", ["Name": "news"])
      try await bench.call(
        "sns",
        "subscribe",
        [
          "TopicArn": .string(topic), "Protocol": "lambda",
          "Endpoint": .string(InvocationBench.arn("lambda", "function:f")),
        ]
      )
      try await bench.letIn("sns", to: "f")
      try await bench.call("sns", "publish", ["TopicArn": .string(topic), "Message": "first"])
      try await bench.sleep("1m")
      return ["\(bench.runs) runs"]
    },
    .init("two functions that call each other run 16 times each", ["32 runs"]) { bench in
      for (name, other) in [("f", "g"), ("g", "f")] {
        try await bench.create(
          name,
          sender("lambda", "invoke", #"{"FunctionName": "\#(other)", "InvocationType": "Event"}"#)
        )
      }
      try await bench.send("f")
      try await bench.sleep("1m")
      return ["\(bench.runs) runs"]
    },
    .init(
      "over an on-failure destination; what the last of them leaves goes to its own",
      ["16 runs", "1 left"]
    ) { bench in
      try await bench.queue("work")
      try await bench.create("f", #"[{"fail": {"type": "Boom", "message": "no"}}]"#)
      try await bench.create("g", toItself)
      try await bench.configure(
        "f",
        [
          "MaximumRetryAttempts": 0,
          "DestinationConfig": [
            "OnFailure": ["Destination": .string(InvocationBench.arn("lambda", "function:g"))]
          ],
        ]
      )
      try await bench.queue("end")
      try await bench.configure(
        "g",
        [
          "DestinationConfig": [
            "OnFailure": ["Destination": .string(InvocationBench.arn("sqs", "end"))]
          ]
        ]
      )
      try await bench.send("f")
      try await bench.sleep("1m")
      let left = try await bench.bodies(in: "end")
      let dropped = left.filter {
        $0["requestContext"]?["approximateInvokeCount"] == 0
      }
      return ["\(bench.runs / 2) runs", "\(dropped.count) left"]
    },
    .init("a loop over a bus is not noticed", ["more than 16 runs"]) { bench in
      try await bench.create(
        "f",
        sender(
          "events",
          "put-events",
          #"{"Entries": [{"Source": "f", "DetailType": "Again", "Detail": "{}"}]}"#
        )
      )
      try await bench.call(
        "events",
        "put-rule",
        ["Name": "loop", "EventPattern": #"{"source": ["f"]}"#]
      )
      try await bench.call(
        "events",
        "put-targets",
        [
          "Rule": "loop",
          "Targets": [
            ["Id": "f", "Arn": .string(InvocationBench.arn("lambda", "function:f"))]
          ],
        ]
      )
      try await bench.letIn("events", to: "f")
      try await bench.send("f")
      try await bench.sleep("10s")
      return [bench.runs > 16 ? "more than 16 runs" : "\(bench.runs) runs"]
    },
    .init("messages from elsewhere begin chains of their own", ["20 runs"]) { bench in
      try await bench.create("f", "[]")
      try await bench.queue("work")
      try await bench.map("work", to: "f")
      for _ in 0..<20 {
        try await bench.call("sqs", "send-message", ["QueueUrl": "work", "MessageBody": "one"])
        try await bench.sleep("1m")
      }
      return ["\(bench.runs) runs"]
    },
  ]

  static let settings: [InvocationCase] = [
    .init("a function terminates loops unless told otherwise", ["Terminate", "Allow"]) { bench in
      try await bench.create("f", "[]")
      let before = try await bench.call(
        "lambda",
        "get-function-recursion-config",
        ["FunctionName": "f"]
      )
      let after = try await bench.call(
        "lambda",
        "put-function-recursion-config",
        ["FunctionName": "f", "RecursiveLoop": "Allow"]
      )
      return InvocationBench.parts(before, "RecursiveLoop")
        + InvocationBench.parts(after, "RecursiveLoop")
    },
    .init("a loop that is allowed goes on", ["more than 16 runs"]) { bench in
      try await bench.create("f", toItself)
      try await bench.call(
        "lambda",
        "put-function-recursion-config",
        ["FunctionName": "f", "RecursiveLoop": "Allow"]
      )
      try await bench.send("f")
      try await bench.sleep("2s")
      return [bench.runs > 16 ? "more than 16 runs" : "\(bench.runs) runs"]
    },
    .init(
      "no function, no setting; a version has none",
      [
        "404 ResourceNotFoundException: Function not found:"
          + " arn:aws:lambda:us-east-1:123456789012:function:g",
        "400 ValidationException",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      let missing = try await bench.refusal {
        try await bench.call("lambda", "get-function-recursion-config", ["FunctionName": "g"])
      }
      let version = try await bench.refusal {
        try await bench.call("lambda", "get-function-recursion-config", ["FunctionName": "f:1"])
      }
      return [missing, String(version.prefix { $0 != ":" })]
    },
  ]
}
