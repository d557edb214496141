import Cloud
import JSON
import Simulation
import Testing

/// What the service is claimed to do with `Invoke`: facts §1, §2 and §4 of `lambda-invocation.md`.
@Suite struct LambdaInvokeConformance {
  @Test(arguments: kinds + names + refusals)
  func `an invocation`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static func parts(_ value: JSONValue, _ paths: String...) -> [String] {
    paths.flatMap { InvocationBench.parts(value, $0) }
  }

  /// A recipe that answers with its event.
  private static let echo = #"[{"return": "{event}"}]"#

  static let kinds: [InvocationCase] = [
    .init(
      "RequestResponse is 200 with the result, the version and no error",
      ["200", "{\"a\":1}", "$LATEST", "-", "-"]
    ) { bench in
      try await bench.create("f", echo)
      let answer = try await bench.invoke("f", ["Payload": ["a": 1]])
      return parts(
        answer,
        "StatusCode",
        "Payload",
        "ExecutedVersion",
        "FunctionError",
        "LogResult"
      )
    },
    .init(
      "Event is 202 without anything else, and says nothing of the outcome",
      [
        "202", "-", "-", "-", "0 so far", "1 later",
      ]
    ) { bench in
      try await bench.create("f", #"[{"fail": {"type": "Boom", "message": "no"}}]"#)
      let answer = try await bench.send("f")
      let before = bench.runs
      try await bench.sleep("30s")
      return parts(answer, "StatusCode", "Payload", "ExecutedVersion", "FunctionError")
        + ["\(before) so far", "\(bench.runs) later"]
    },
    .init("DryRun is 204 and runs nothing", ["204", "-", "0 runs"]) { bench in
      try await bench.create("f", echo)
      let answer = try await bench.invoke("f", ["InvocationType": "DryRun"])
      try await bench.sleep("5m")
      return parts(answer, "StatusCode", "Payload") + ["\(bench.runs) runs"]
    },
    .init("any JSON value is an event", ["5", "text", "null", "[1,2]", "true", "{}"]) { bench in
      try await bench.create("f", echo)
      var answers: [String] = []
      for event: JSONValue in [5, "text", .null, [1, 2], true] {
        answers += parts(try await bench.invoke("f", ["Payload": event]), "Payload")
      }
      return answers + parts(try await bench.invoke("f"), "Payload")
    },
    .init("a handler that returns nothing answers null", ["200", "null"]) { bench in
      try await bench.create("f", "[]")
      return parts(try await bench.invoke("f"), "StatusCode", "Payload")
    },
    .init("only the first answer of a handler counts", ["1"]) { bench in
      try await bench.create("f", #"[{"return": 1}, {"log": "never"}, {"return": 2}]"#)
      return parts(try await bench.invoke("f"), "Payload")
    },
    .init(
      "work that outlives the answer is frozen, and goes on with the next request",
      [
        "0", "1", "2",
      ]
    ) { bench in
      try await bench.create(
        "f",
        #"[{"spawn": [{"wait": "50ms"}, {"count": "done"}]}, {"wait": "40ms"}, {"return": "{global.done}"}]"#
      )
      var answers: [String] = []
      for _ in 0..<3 {
        let answer = try await bench.invoke("f")
        answers += parts(answer, "Payload").map { $0 == "null" ? "0" : $0 }
        try await bench.sleep("1m")
      }
      return answers
    },
    .init(
      "two requests at once run at once, each in an environment of its own",
      [
        "2 runs", "cold", "cold",
      ]
    ) { bench in
      try await bench.create("f", #"[{"work": "1s"}]"#)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<2 { group.addTask { _ = try await bench.invoke("f") } }
        try await group.waitForAll()
      }
      return ["\(bench.runs) runs"] + bench.coldness
    },
    .init(
      "the client's context reaches a synchronous request and no event",
      [
        "shop", "null",
      ]
    ) { bench in
      try await bench.create("f", #"[{"log": "{context.clientContext.app}"}]"#)
      let context: JSONValue = .string(base64(#"{"app": "shop"}"#))
      _ = try await bench.invoke("f", ["ClientContext": context])
      _ = try await bench.invoke(
        "f",
        ["ClientContext": context, "InvocationType": "Event"]
      )
      try await bench.sleep("1s")
      return bench.lines("f").filter { $0 == "shop" || $0 == "null" }
    },
    .init(
      "a throttled request has a reason and a time to wait",
      [
        "429 TooManyRequestsException: Rate Exceeded.",
        "User ReservedFunctionConcurrentInvocationLimitExceeded 1", "0 runs",
      ]
    ) { bench in
      try await bench.create("f", echo)
      try await bench.reserve("f", 0)
      var lines: [String] = []
      do {
        _ = try await bench.invoke("f")
      } catch let error as ServiceError {
        let wait = error.retryAfterSeconds.map { "\($0)" } ?? "-"
        lines = [
          "\(error.status) \(error.code): \(error.message)",
          "\(error.type) \(error.reason ?? "-") \(wait)",
        ]
      }
      return lines + ["\(bench.runs) runs"]
    },
  ]

  static let names: [InvocationCase] = [
    .init(
      "a function is named in six forms, and with a qualifier in three",
      [
        "$LATEST", "$LATEST", "$LATEST", "$LATEST", "1", "1", "1", "1", "1", "1",
      ]
    ) { bench in
      try await bench.create("f", echo)
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      try await bench.call(
        "lambda",
        "create-alias",
        ["FunctionName": "f", "Name": "live", "FunctionVersion": "1"]
      )
      let arn = InvocationBench.arn("lambda", "function:f")
      var versions: [String] = []
      for name in [
        "f", "f:$LATEST", "123456789012:function:f", arn, "f:1", "f:live",
        "123456789012:function:f:1", arn + ":live",
      ] {
        versions += parts(try await bench.invoke(name), "ExecutedVersion")
      }
      for qualifier: JSONValue in ["1", "live"] {
        versions += parts(
          try await bench.invoke("f", ["Qualifier": qualifier]),
          "ExecutedVersion"
        )
      }
      return versions
    },
    .init(
      "the function sees the ARN by which it was asked for",
      [
        "arn:aws:lambda:us-east-1:123456789012:function:f",
        "arn:aws:lambda:us-east-1:123456789012:function:f:live",
      ]
    ) { bench in
      try await bench.create("f", #"[{"return": "{context.invokedFunctionArn}"}]"#)
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      try await bench.call(
        "lambda",
        "create-alias",
        ["FunctionName": "f", "Name": "live", "FunctionVersion": "1"]
      )
      return parts(try await bench.invoke("f"), "Payload")
        + parts(try await bench.invoke("f:live"), "Payload")
    },
  ]

  static let refusals: [InvocationCase] = [
    .init(
      "a name that is none, or whose parts do not fit, is refused",
      [
        "400 InvalidParameterValueException: The derived qualifier from the function name does not"
          + " match the specified qualifier.",
        "404 ResourceNotFoundException: Function not found:"
          + " arn:aws:lambda:us-east-1:123456789012:function:g",
        "404 ResourceNotFoundException: Function not found:"
          + " arn:aws:lambda:us-east-1:123456789012:function:f:7",
        "404 ResourceNotFoundException: Function not found:"
          + " arn:aws:lambda:us-east-1:123456789012:function:f:live",
        "404 ResourceNotFoundException", "400 ValidationException", "400 ValidationException",
      ]
    ) { bench in
      try await bench.create("f", echo)
      let other = "arn:aws:lambda:eu-west-1:123456789012:function:f"
      var lines: [String] = []
      for (name, qualifier) in [
        ("f:1", "2"), ("g", nil), ("f", "7"), ("f:live", nil), (other, nil), ("a b", nil),
        (String(repeating: "x", count: 200), nil),
      ] as [(String, String?)] {
        let more: JSONObject = qualifier.map { ["Qualifier": .string($0)] } ?? [:]
        lines.append(try await bench.refusal { try await bench.invoke(name, more) })
      }
      return lines.prefix(4) + lines.dropFirst(4).map { String($0.prefix { $0 != ":" }) }
    },
    .init("a function that is being made is not run", ["409 ResourceConflictException"]) { bench in
      try await bench.create("g", "[]")
      try await bench.call("lambda", "create-function", bench.definition("f", echo))
      let refusal = try await bench.refusal { try await bench.invoke("f") }
      return [String(refusal.prefix { $0 != ":" })]
    },
    .init(
      "a payload may have 6 MB and an event 1 MB, and not a byte more",
      [
        "200",
        "413 RequestTooLargeException: 6291457 byte payload is too large for the"
          + " RequestResponse invocation type (limit 6291456 bytes)",
        "202",
        "413 RequestTooLargeException: 1048577 byte payload is too large for the Event"
          + " invocation type (limit 1048576 bytes)", "204",
      ]
    ) { bench in
      try await bench.create("f", "[]", ["MemorySize": 256])
      var lines: [String] = []
      for (type, size) in [
        ("RequestResponse", 6_291_456), ("RequestResponse", 6_291_457), ("Event", 1_048_576),
        ("Event", 1_048_577), ("DryRun", 6_291_456),
      ] {
        lines.append(
          try await bench.refusal {
            let answer = try await bench.invoke(
              "f",
              [
                "InvocationType": .string(type),
                // A text of so many bytes with its quotes.
                "Payload": .string(String(repeating: "x", count: size - 2)),
              ]
            )
            return answer["StatusCode"] ?? .null
          }
        )
      }
      return lines
    },
    .init(
      "a client's context is an object in Base64 of 3,583 bytes at the most",
      [
        "200",
        "400 InvalidRequestContentException: Client context must be no more than 3583 bytes.",
        "400 InvalidRequestContentException: Client context must be a valid Base64-encoded JSON"
          + " object.",
        "400 InvalidRequestContentException: Client context must be a valid Base64-encoded JSON"
          + " object.",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      var lines: [String] = []
      for context in [
        base64(#"{"a": "\#(String(repeating: "x", count: 2_676))"}"#),
        String(repeating: "A", count: 3_584), "no base64", base64("[1]"),
      ] {
        lines.append(
          try await bench.refusal {
            try await bench.invoke("f", ["ClientContext": .string(context)])["StatusCode"] ?? .null
          }
        )
      }
      return lines
    },
  ]

  private static func base64(_ text: String) -> String { Base64.encode(Array(text.utf8)) }
}
