import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What the service is claimed to do with events: facts §5 of `lambda-invocation.md`.
@Suite struct LambdaAsynchronousConformance {
  @Test(arguments: retries + leavings + records)
  func `an event`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static let boom = #"[{"fail": {"type": "Boom", "message": "no"}}]"#

  /// What has become of events, with the second in which it did.
  private static func watch(_ bench: InvocationBench) -> Seen {
    let seen = Seen()
    bench.cloud.simulation.trace.read(LambdaEvent.self) { instant, _, event in
      let second = instant.nanoseconds / 1_000_000_000
      switch event {
      case .invokeStarted: seen.note("run at \(second)")
      case .eventRetried(_, _, let wait, _): seen.note("again after \(wait.readable)")
      case .eventEnded(_, let tries, let outcome):
        seen.note("\(outcome.rawValue) after \(tries) at \(second)")
      default: break
      }
    }
    return seen
  }

  private final class Seen: Sendable {
    private let lines = Mutex<[String]>([])

    func note(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }
  }

  /// What an event that always fails goes through.
  private static func story(
    _ settings: JSONObject?,
    _ handler: String = boom
  ) -> @Sendable (InvocationBench) async throws -> [String] {
    { bench in
      try await bench.create("f", handler)
      if let settings { try await bench.configure("f", settings) }
      let seen = watch(bench)
      try await bench.send("f")
      try await bench.sleep("7h")
      let ids = Set(bench.requestIDs)
      return seen.all + ["\(ids.count) id"]
    }
  }

  static let retries: [InvocationCase] = [
    .init(
      "a failing event is tried again after one minute and after two more, under one id",
      [
        "run at 2", "again after 1 min", "run at 62", "again after 2 min", "run at 182",
        "retriesExhausted after 3 at 182", "1 id",
      ],
      story(nil)
    ),
    .init(
      "or once",
      ["run at 2", "again after 1 min", "run at 62", "retriesExhausted after 2 at 62", "1 id"],
      story(["MaximumRetryAttempts": 1])
    ),
    .init(
      "or never",
      ["run at 2", "retriesExhausted after 1 at 2", "1 id"],
      story(["MaximumRetryAttempts": 0])
    ),
    .init(
      "a try that would come too late is not made: of 60 s of age none is left after one",
      ["run at 2", "eventAgeExceeded after 1 at 2", "1 id"],
      story(["MaximumEventAgeInSeconds": 60])
    ),
    .init(
      "and of 90 s one is",
      ["run at 2", "again after 1 min", "run at 62", "eventAgeExceeded after 2 at 62", "1 id"],
      story(["MaximumEventAgeInSeconds": 90])
    ),
    .init(
      "an event that succeeds ends at once",
      ["run at 2", "succeeded after 1 at 2", "1 id"],
      story(nil, "[]")
    ),
    .init(
      "a time-out is a function error",
      ["run at 2", "retriesExhausted after 1 at 5", "1 id"],
      story(["MaximumRetryAttempts": 0], #"[{"wait": "1h"}]"#)
    ),
    .init(
      "throttles back off from one second to five minutes, and count as no try",
      [
        "1 s", "2 s", "4 s", "8 s", "16 s", "32 s", "1 min 4 s", "2 min 8 s", "4 min 16 s", "5 min",
        "5 min",
        "5 min", "succeeded after 1",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "{event.wait}"}]"#, ["Timeout": 900])
      try await bench.reserve("f", 1)
      // One request after the other keeps the function busy for twenty minutes.
      bench.cloud.simulation.spawn(on: bench.cloud.lambda) { _ in
        for _ in 0..<2 { _ = try await bench.invoke("f", ["Payload": ["wait": "595s"]]) }
      }
      try await bench.sleep("1s")
      let seen = watch(bench)
      try await bench.send("f", ["wait": "1ms"])
      try await bench.sleep("1h")
      return seen.all.compactMap { line in
        if line.hasPrefix("again after ") { return String(line.dropFirst(12)) }
        guard line.hasPrefix("succeeded") else { return nil }
        return line.split(separator: " at ").first.map(String.init)
      }
    },
    .init(
      "system errors are tried again as well",
      [
        "run at 2", "again after 1 s", "run at 3",
        "succeeded after 1 at 3", "1 id",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      let seen = watch(bench)
      bench.cloud.faults.fail("f", .next(1), .afterEffects)
      try await bench.send("f")
      try await bench.sleep("1h")
      return seen.all + ["\(Set(bench.requestIDs).count) id"]
    },
    .init(
      "a throttled event gives up when it has become too old, unrun",
      [
        "eventAgeExceeded after 0", "0 runs",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "10m"}]"#, ["Timeout": 900])
      try await bench.configure("f", ["MaximumEventAgeInSeconds": 60])
      try await bench.reserve("f", 1)
      bench.cloud.simulation.spawn(on: bench.cloud.lambda) { _ in _ = try await bench.invoke("f") }
      try await bench.sleep("1s")
      let seen = watch(bench)
      try await bench.send("f")
      try await bench.sleep("5m")
      let ends = seen.all.filter { $0.hasPrefix("event") }
      return ends.compactMap { $0.split(separator: " at ").first.map(String.init) }
        + ["\(bench.runs) runs"]
    },
    .init("a later event may overtake a throttled one", ["b", "a"]) { bench in
      try await bench.create(
        "f",
        #"[{"log": "{event.name}"}, {"wait": "{event.wait}"}]"#,
        [
          "Timeout": 60
        ]
      )
      try await bench.reserve("f", 1)
      bench.cloud.simulation.spawn(on: bench.cloud.lambda) { _ in
        _ = try await bench.invoke("f", ["Payload": ["name": "first", "wait": "2500ms"]])
      }
      try await bench.sleep("500ms")
      try await bench.send("f", ["name": "a", "wait": "1ms"])
      try await bench.sleep("2500ms")
      try await bench.send("f", ["name": "b", "wait": "1ms"])
      try await bench.sleep("1m")
      return bench.lines("f").filter { ["a", "b"].contains($0) }
    },
    .init(
      "now and then an event comes twice, with one id and one end",
      [
        "2 runs", "1 id", "succeeded after 1",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      let seen = watch(bench)
      bench.cloud.faults.duplicate("f", .next(1))
      try await bench.send("f")
      try await bench.sleep("1m")
      let ends = seen.all.filter { $0.hasPrefix("succeeded") }
      return ["\(bench.runs) runs", "\(Set(bench.requestIDs).count) id"]
        + ends.compactMap { $0.split(separator: " at ").first.map(String.init) }
    },
    .init("a change of the settings holds for events that wait", ["1 runs"]) { bench in
      try await bench.create("f", boom)
      try await bench.send("f")
      try await bench.sleep("30s")
      try await bench.reserve("f", 0)
      try await bench.sleep("10m")
      return ["\(bench.runs) runs"]
    },
  ]

  private static let queue = InvocationBench.arn("sqs", "left")

  /// Where the records of events go.
  private static func destinations(
    _ name: String,
    _ arn: String,
    _ more: JSONObject = ["MaximumRetryAttempts": 0]
  ) -> JSONObject {
    var settings = more
    settings["DestinationConfig"] = .object([name: ["Destination": .string(arn)]])
    return settings
  }

  private static func attributes(_ message: JSONValue?) -> [String] {
    ["RequestID", "ErrorCode", "ErrorMessage"].map { name in
      let attribute = message?["MessageAttributes"]?[name]
      return "\(name) \(attribute?["DataType"]?.stringValue ?? "-") "
        + (attribute?["StringValue"]?.stringValue ?? "-")
    }
  }

  static let leavings: [InvocationCase] = [
    .init(
      "the dead-letter queue gets the event itself, and the error beside it",
      [
        #"{"id":7}"#, "RequestID String ID", "ErrorCode Number 200", "ErrorMessage String no",
      ]
    ) { bench in
      try await bench.queue("left")
      try await bench.create("f", boom, ["DeadLetterConfig": ["TargetArn": .string(queue)]])
      let id = try await bench.send("f")["RequestId"]?.stringValue ?? "-"
      try await bench.sleep("10m")
      let dead = try await bench.messages(in: "left")
      return [dead.first?["Body"]?.stringValue ?? "-"]
        + attributes(dead.first).map { $0 == "RequestID String \(id)" ? "RequestID String ID" : $0 }
    },
    .init("of the error's text only the first KB, whole letters", ["1023 ü"]) { bench in
      let text = "x" + String(repeating: "ü", count: 600)
      try await bench.queue("left")
      try await bench.create(
        "f",
        #"[{"fail": {"type": "E", "message": "\#(text)"}}]"#,
        ["DeadLetterConfig": ["TargetArn": .string(queue)]]
      )
      try await bench.send("f")
      try await bench.sleep("10m")
      let dead = try await bench.messages(in: "left")
      let kept = dead.first?["MessageAttributes"]?["ErrorMessage"]?["StringValue"]?.stringValue
      return ["\(kept?.utf8.count ?? 0) \(kept?.last ?? "-")"]
    },
    .init(
      "an error without a text leaves no attribute for it",
      [#"{"id":7}"#, "ErrorCode Number 200", "ErrorMessage - -"]
    ) { bench in
      try await bench.queue("left")
      try await bench.create(
        "f",
        #"[{"fail": {"type": "E", "message": ""}}]"#,
        ["DeadLetterConfig": ["TargetArn": .string(queue)]]
      )
      try await bench.send("f")
      try await bench.sleep("10m")
      let dead = try await bench.messages(in: "left")
      return [dead.first?["Body"]?.stringValue ?? "-"] + attributes(dead.first).dropFirst()
    },
    .init(
      "a switched-off function's events go straight there",
      [
        "0 runs", "ErrorCode Number 429", "ErrorMessage String Rate Exceeded.",
      ]
    ) { bench in
      try await bench.queue("left")
      try await bench.create("f", boom, ["DeadLetterConfig": ["TargetArn": .string(queue)]])
      try await bench.reserve("f", 0)
      try await bench.send("f")
      try await bench.sleep("1s")
      let dead = try await bench.messages(in: "left")
      return ["\(bench.runs) runs"] + attributes(dead.first).dropFirst()
    },
    .init(
      "a topic gets the same three attributes",
      [
        #"{"id":7}"#, "ErrorCode Number 200", "ErrorMessage String no",
      ]
    ) { bench in
      let topic = InvocationBench.arn("sns", "news")
      try await bench.openQueue("left")
      try await bench.call("sns", "create-topic", ["Name": "news"])
      try await bench.call(
        "sns",
        "subscribe",
        [
          "TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(queue),
          "Attributes": ["RawMessageDelivery": "true"],
        ]
      )
      try await bench.create("f", boom, ["DeadLetterConfig": ["TargetArn": .string(topic)]])
      try await bench.configure("f", ["MaximumRetryAttempts": 0])
      try await bench.send("f")
      try await bench.sleep("10s")
      let dead = try await bench.messages(in: "left")
      return [dead.first?["Body"]?.stringValue ?? "-"] + attributes(dead.first).dropFirst()
    },
    .init("dead-letter queue and destination are both used", ["2 left"]) { bench in
      try await bench.queue("left")
      try await bench.create("f", boom, ["DeadLetterConfig": ["TargetArn": .string(queue)]])
      try await bench.configure("f", destinations("OnFailure", queue))
      try await bench.send("f")
      try await bench.sleep("10s")
      return ["\(try await bench.messages(in: "left").count) left"]
    },
    .init(
      "the dead-letter queue is a version's, the destinations a name's",
      [
        "version 1: dead letter", "live: record",
      ]
    ) { bench in
      try await bench.queue("left")
      try await bench.create("f", boom, ["DeadLetterConfig": ["TargetArn": .string(queue)]])
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      try await bench.call(
        "lambda",
        "update-function-configuration",
        ["FunctionName": "f", "DeadLetterConfig": ["TargetArn": ""]]
      )
      try await bench.sleep("5s")
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      try await bench.call(
        "lambda",
        "create-alias",
        ["FunctionName": "f", "Name": "live", "FunctionVersion": "2"]
      )
      var settings = destinations("OnFailure", queue)
      settings["Qualifier"] = "live"
      try await bench.configure("f", settings)
      var lines: [String] = []
      for (name, wait) in [("f:1", "5m"), ("f:live", "10s")] {
        try await bench.send(name)
        try await bench.sleep(wait)
        let body = try await bench.bodies(in: "left").first
        let kind = body?["requestContext"] == nil ? "dead letter" : "record"
        lines.append("\(name == "f:1" ? "version 1" : "live"): \(body == nil ? "none" : kind)")
      }
      return lines
    },
  ]
}
