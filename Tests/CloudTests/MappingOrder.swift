import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What mappings do with FIFO queues, and with what their function's role may do.
extension MappingConformance {
  static let fifo = "orders.fifo"

  private static let byItem: JSONObject = ["FunctionResponseTypes": ["ReportBatchItemFailures"]]

  /// How many batches of three groups run at once.
  private static func concurrency(
    _ fact: String,
    _ settings: JSONObject,
    _ expected: Int
  ) -> MappingCase {
    MappingCase(fact, ["\(expected)"]) { bench in
      try await bench.deploy(isFIFO: true)
      for group in ["a", "b", "c"] {
        try await bench.send(
          (0..<6).map { #"{"work": "1s", "n": "\#(group)\#($0)"}"# },
          ofGroup: group
        )
      }
      var settings = settings
      settings["BatchSize"] = 1
      try await bench.map(settings, fifo)
      try await bench.sleep("60s")
      return ["\(bench.concurrency.withLock { $0.peak })"]
    }
  }

  static let order = [
    concurrency("FIFO: as many batches at once as groups", [:], 3),
    concurrency("or as the maximum concurrency", ["ScalingConfig": ["MaximumConcurrency": 2]], 2),
    MappingCase("one group is handled one message after another", ["0 1 2 3 4", "1"]) { bench in
      try await bench.deploy(isFIFO: true)
      try await bench.map(["BatchSize": 1], fifo)
      try await bench.send((0..<5).map { "\($0)" }, ofGroup: "a")
      try await bench.sleep("30s")
      return [
        bench.logged("seen ").joined(separator: " "),
        "\(bench.concurrency.withLock { $0.peak })",
      ]
    },
    MappingCase(
      "a failed batch holds up its group until it is done, and no other",
      ["a0 b0 b1 a0 a1", "deleted 4, given up 0, there 0"]
    ) { bench in
      try await bench.deploy(isFIFO: true)
      try await bench.map(["BatchSize": 1], fifo)
      try await bench.send(["flaky a0", "a1"], ofGroup: "a")
      try await bench.send(["b0", "b1"], ofGroup: "b")
      try await bench.sleep("60s")
      let seen = bench.logged("seen ").map { $0.replacing("flaky ", with: "") }
      return [seen.joined(separator: " "), await bench.places(fifo)]
    },
    MappingCase(
      "a poison message holds up its group until it is given up",
      ["poison poison poison after", "deleted 1, given up 1, there 0"]
    ) { bench in
      try await bench.deploy(isFIFO: true)
      try await bench.map(["BatchSize": 1], fifo)
      try await bench.send(["poison", "after"], ofGroup: "a")
      try await bench.sleep("5m")
      return [bench.logged("seen ").joined(separator: " "), await bench.places(fifo)]
    },
    MappingCase(
      "what comes behind a failed part of a batch is not handed over",
      ["[5, 5, 2]", "0 1 2 3 4 5 6"]
    ) { bench in
      try await bench.deploy(visibility: 30, isFIFO: true)
      // Too large for one request together; the first fails the first time.
      let padding = String(repeating: " ", count: 1_048_500)
      try await bench.send(
        (0..<7).map { ($0 == 0 ? "flaky " : "order ") + "\($0)" + padding },
        ofGroup: "a"
      )
      try await bench.map([:], fifo)
      try await bench.sleep("60s")
      let done = bench.logged("seen ").suffix(7).map { $0.filter(\.isNumber) }
      return ["\(bench.batches)", done.joined(separator: " ")]
    },
    MappingCase(
      "who stops at the first failure and lists all behind it keeps the order",
      ["0 flaky 1 flaky 1 2 3", "deleted 4, given up 0, there 0"]
    ) { bench in
      try await bench.deploy(["PARTIAL": "on", "ORDERED": "on"], isFIFO: true)
      try await bench.send(["0", "flaky 1", "2", "3"], ofGroup: "a")
      try await bench.map(byItem, fifo)
      try await bench.sleep("2m")
      return [bench.logged("seen ").joined(separator: " "), await bench.places(fifo)]
    },
    MappingCase(
      "the function sees group, number and what repetitions are told by",
      [#"["MessageDeduplicationId","MessageGroupId","SequenceNumber"]"#, #"["hello","a",20]"#]
    ) { bench in
      try await bench.deploy(isFIFO: true)
      _ = try await bench.messaging.echoFunction()
      try await bench.map(["FunctionName": "echo"], fifo)
      try await bench.send(["hello"], ofGroup: "a")
      try await bench.sleep("1s")
      let seen = try JSONValue(parsing: try await bench.messaging.bodies("seen")[0])
      let attributes = seen["Records"]?[0]?["attributes"]?.objectValue ?? [:]
      let names = attributes.keys.filter { $0.hasPrefix("Message") || $0.hasPrefix("Seq") }.sorted()
      let number = attributes["SequenceNumber"]?.stringValue?.count ?? 0
      let values = [
        attributes["MessageDeduplicationId"], attributes["MessageGroupId"],
        JSONValue.number(JSONNumber(number)),
      ]
      return [
        JSONValue.array(names.map { .string($0) }).text(),
        JSONValue.array(values.compactMap(\.self)).text(),
      ]
    },
  ]

  // MARK: The execution role

  /// Gives the function a role that may do these things on every queue.
  private static func role(_ actions: [String], _ bench: MappingBench) async throws {
    try await bench.makeRole()
    try await allow(actions, bench)
    _ = try await bench.lambda(
      "update-function-configuration",
      ["FunctionName": "worker", "Role": "arn:aws:iam::123456789012:role/worker"]
    )
  }

  private static func allow(_ actions: [String], _ bench: MappingBench) async throws {
    let policy: JSONValue = [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": "Allow", "Action": .array(actions.map { .string($0) }),
          "Resource": "arn:aws:sqs:*:*:orders",
        ]
      ],
    ]
    try await bench.put(policy.text(), as: "queue")
  }

  private static let queueActions = [
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
  ]

  private static func denied(_ action: String) -> MappingCase {
    MappingCase(
      "no mapping for a role without \(action)",
      [
        "400 InvalidParameterValueException: The function execution role does not have permissions"
          + " to call \(action.dropFirst(4)) on SQS"
      ]
    ) { bench in
      try await bench.deploy()
      try await role(queueActions.filter { $0 != action }, bench)
      return [try await bench.create().text()]
    }
  }

  static let permissions =
    queueActions.map(denied) + [
      MappingCase("three permissions are enough", ["deleted 1, given up 0, there 0", "OK"]) {
        bench in
        try await bench.deploy()
        try await role(queueActions, bench)
        let id = try await bench.map()
        try await bench.send(["a"])
        try await bench.sleep("5s")
        return [await bench.places(), try await bench.get(id, "LastProcessingResult")]
      },
      MappingCase(
        "a permission that is taken away stalls the mapping until it is given back",
        [
          "deleted 0, given up 0, there 1", "Enabled",
          "PROBLEM: Error occurred while ReceiveMessage. SQS Error Code: AccessDenied. SQS Error"
            + " Message: User: arn:aws:sts::123456789012:assumed-role/worker/worker is not authorized"
            + " to perform: sqs:receivemessage on resource:"
            + " arn:aws:sqs:us-east-1:123456789012:orders because no identity-based policy allows the"
            + " sqs:receivemessage action", "deleted 1, given up 0, there 0", "OK",
        ]
      ) { bench in
        try await bench.deploy()
        try await role(queueActions, bench)
        let id = try await bench.map()
        _ = try await bench.iam(
          "delete-role-policy",
          ["RoleName": "worker", "PolicyName": "queue"]
        )
        // What asked before that is still answered.
        try await bench.sleep("30s")
        try await bench.send(["a"])
        try await bench.sleep("60s")
        let stalled = [
          await bench.places(), try await bench.get(id, "State"),
          try await bench.get(id, "LastProcessingResult"),
        ]
        try await allow(queueActions, bench)
        try await bench.sleep("30s")
        return stalled + [await bench.places(), try await bench.get(id, "LastProcessingResult")]
      },
      MappingCase(
        "without the one to delete everything is handled again and again",
        ["deleted 0, given up 1, there 0", "3 times"]
      ) { bench in
        try await bench.deploy()
        try await role(queueActions, bench)
        try await bench.map()
        try await allow(["sqs:ReceiveMessage"], bench)
        try await bench.send(["a"])
        try await bench.sleep("5m")
        return [await bench.places(), "\(bench.logged("seen ").count) times"]
      },
    ]
}
