import Cloud
import JSON
import Simulation
import Testing

/// What the service is claimed to answer, log and bill when a function fails, and when it does not:
/// facts §1 of `lambda-invocation.md`, §5 of `lambda-config.md`, §6 and §7 of `lambda-lifecycle.md`.
@Suite struct LambdaFailureConformance {
  @Test(arguments: errors + logs + bill)
  func `a failure`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  /// Makes a function of a runtime that fails, and tells what the caller gets.
  private static func failure(
    _ runtime: String,
    _ handler: String,
    initially: String = "[]",
    _ settings: JSONObject = [:]
  ) -> @Sendable (InvocationBench) async throws -> [String] {
    { bench in
      var settings = settings
      settings["Runtime"] = .string(runtime)
      try await bench.create("f", handler, initially: initially, settings)
      let answer = try await bench.invoke("f")
      let id = answer["RequestId"]?.stringValue ?? "-"
      let payload = answer["Payload"]?.text().split(separator: id).joined(separator: "ID") ?? "-"
      return InvocationBench.parts(answer, "StatusCode", "FunctionError") + [payload]
    }
  }

  private static let boom = #"[{"fail": {"type": "Boom", "message": "no"}}]"#

  static let errors: [InvocationCase] = [
    .init(
      "what a Python function throws is 200 and Unhandled, with the request's id",
      [
        "200", "Unhandled",
        #"{"errorMessage":"no","errorType":"Boom","requestId":"ID","stackTrace":[]}"#,
      ],
      failure("python3.13", boom)
    ),
    .init(
      "Node has a trace",
      [
        "200", "Unhandled",
        #"{"errorMessage":"no","errorType":"Boom","trace":["Boom: no"]}"#,
      ],
      failure("nodejs22.x", boom)
    ),
    .init(
      "Java has a stack trace",
      ["200", "Unhandled", #"{"errorMessage":"no","errorType":"Boom","stackTrace":[]}"#],
      failure("java21", boom)
    ),
    .init(
      "an OS-only runtime adds nothing",
      ["200", "Unhandled", #"{"errorMessage":"no","errorType":"Boom"}"#],
      failure("provided.al2023", boom)
    ),
    .init(
      "a handler that never returns is stopped",
      [
        "200", "Unhandled",
        #"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ID Error: Task timed out after"#
          + #" 3.00 seconds"}"#,
      ],
      failure("python3.13", #"[{"wait": "10h"}]"#)
    ),
    .init(
      "a process that exits",
      [
        "200", "Unhandled",
        #"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with"#
          + #" error: exit status 1"}"#,
      ],
      failure("python3.13", #"[{"exit": 1}]"#)
    ),
    .init(
      "a process that ends with status 0",
      [
        "200", "Unhandled",
        #"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited"#
          + #" without providing a reason"}"#,
      ],
      failure("python3.13", #"[{"exit": 0}]"#)
    ),
    .init(
      "a process that takes more memory than there is",
      [
        "200", "Unhandled",
        #"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with"#
          + #" error: signal: killed"}"#,
      ],
      failure("python3.13", #"[{"allocate": "2GB"}]"#)
    ),
    .init(
      "INIT that fails is the first request's error",
      ["200", "Unhandled", "Boom: no"]
    ) { bench in
      try await bench.create("f", "[]", initially: boom)
      let answer = try await bench.invoke("f")
      return InvocationBench.parts(answer, "StatusCode", "FunctionError") + [
        InvocationBench.parts(answer, "Payload.errorType", "Payload.errorMessage")
          .joined(separator: ": ")
      ]
    },
    .init(
      "an answer may have 6,291,556 bytes, and not one more",
      [
        "-", "6291556",
        #"{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size"#
          + #" exceeded maximum allowed payload size (6291556 bytes)."}"#,
      ]
    ) { bench in
      // The largest event is smaller than the largest answer: a variable brings the rest.
      try await bench.create(
        "f",
        #"[{"return": "{event.text}{event.more}{env.MORE}"}]"#,
        ["Environment": ["Variables": ["MORE": .string(String(repeating: "x", count: 400))]]]
      )
      let text = String(repeating: "x", count: 6_291_000)
      func answer(_ more: Int) async throws -> JSONValue {
        try await bench.invoke(
          "f",
          [
            "Payload": [
              "text": .string(text), "more": .string(String(repeating: "x", count: more)),
            ]
          ]
        )
      }
      let fits = try await answer(154)
      let tooLarge = try await answer(155)
      return InvocationBench.parts(fits, "FunctionError")
        + ["\(fits["Payload"]?.textSize ?? 0)", tooLarge["Payload"]?.text() ?? "-"]
    },
    .init(
      "Ruby names the class of the error, and what it came from",
      [
        "200", "Unhandled",
        #"{"errorMessage":"no","errorType":"Function<Boom>","stackTrace":[]}"#,
      ],
      failure("ruby3.4", boom)
    ),
    .init(
      "/tmp that is full is an error of the function's, in Python's words",
      [
        "200", "Unhandled",
        #"{"errorMessage":"[Errno 28] No space left on device: '/tmp/b'","errorType":"OSError","#
          + #""requestId":"ID","stackTrace":[]}"#,
      ],
      failure(
        "python3.13",
        #"[{"write": "/tmp/a", "size": "500MB"}, {"write": "/tmp/b", "size": "13MB"}]"#
      )
    ),
    .init("what a runtime cannot write as JSON", ["Runtime.MarshalError"]) { bench in
      await bench.cloud.lambda.register(handler: "numbers", NotANumber.self)
      _ = try await bench.cloud.lambda.call(
        CreateFunction(functionName: "f", handler: "numbers"),
        for: .learner
      )
      return InvocationBench.parts(try await bench.invoke("f"), "Payload.errorType")
    },
    .init(
      "a function error leaves the environment warm, a crash does not",
      [
        "cold", "warm", "warm", "2", "-",
      ]
    ) { bench in
      try await bench.create(
        "f",
        #"""
        [{"count": "n"}, {"if": "{event.exit}", "is": [true], "then": [{"exit": 1}]},
         {"if": "{event.fail}", "is": [true], "then": [{"fail": {"type": "E", "message": "m"}}]},
         {"return": "{global.n}"}]
        """#
      )
      _ = try await bench.invoke("f", ["Payload": ["fail": true]])
      let kept = try await bench.invoke("f")
      let crashed = try await bench.invoke("f", ["Payload": ["exit": true]])
      return bench.coldness
        + InvocationBench.parts(kept, "Payload")
        + InvocationBench.parts(crashed, "Payload.stackTrace")
    },
  ]

  /// The last lines of a request, without what differs from request to request.
  private static func tail(of answer: JSONValue) -> [String] {
    let id = answer["RequestId"]?.stringValue ?? "-"
    let bytes = Base64.decode(answer["LogResult"]?.stringValue ?? "") ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: id, omittingEmptySubsequences: false).joined(separator: "ID")
    }
  }

  static let logs: [InvocationCase] = [
    .init(
      "the tail holds the request's own lines, in order",
      [
        "START RequestId: ID Version: $LATEST", "hello", "END RequestId: ID",
        "REPORT RequestId: ID\tDuration: 21.00 ms\tBilled Duration: 21 ms\tMemory Size: 1769 MB\t"
          + "Max Memory Used: 40 MB\t",
      ]
    ) { bench in
      try await bench.create("f", #"[{"work": "20ms"}, {"log": "hello"}]"#)
      _ = try await bench.invoke("f")
      return tail(of: try await bench.invoke("f", ["LogType": "Tail"]))
    },
    .init("with JSON logs, too", ["platform.start", "hello", "platform.report"]) { bench in
      try await bench.create(
        "f",
        #"[{"log": "hello"}]"#,
        ["LoggingConfig": ["LogFormat": "JSON"]]
      )
      let answer = try await bench.invoke("f", ["LogType": "Tail"])
      return try tail(of: answer).map { line in
        let object = try JSONValue(parsing: line)
        return object["type"]?.stringValue ?? object["message"]?.stringValue ?? "-"
      }.filter { $0 != "platform.runtimeDone" }
    },
    .init("and of the platform's lines only what went wrong, at level WARN", ["hello"]) { bench in
      try await bench.create(
        "f",
        #"[{"log": "hello"}]"#,
        ["LoggingConfig": ["LogFormat": "JSON", "SystemLogLevel": "WARN"]]
      )
      let answer = try await bench.invoke("f", ["LogType": "Tail"])
      return try tail(of: answer).compactMap { line in
        try JSONValue(parsing: line)["message"]?.stringValue
      }
    },
    .init("of a long log only the last 4 KB", ["4096", "x"]) { bench in
      try await bench.create("f", #"[{"for": "n", "in": "{event}", "do": [{"log": "{n}"}]}]"#)
      let line = JSONValue.string(String(repeating: "x", count: 1_000))
      let answer = try await bench.invoke(
        "f",
        ["LogType": "Tail", "Payload": .array(Array(repeating: line, count: 10))]
      )
      let bytes = Base64.decode(answer["LogResult"]?.stringValue ?? "") ?? []
      return ["\(bytes.count)", String(decoding: bytes.prefix(1), as: UTF8.self)]
    },
    .init("no tail unless it is asked for", ["-", "-"]) { bench in
      try await bench.create("f", "[]")
      return InvocationBench.parts(try await bench.invoke("f"), "LogResult")
        + InvocationBench.parts(try await bench.invoke("f", ["LogType": "None"]), "LogResult")
    },
    .init(
      "the REPORT of a cold start, of a time-out and of a crash",
      [
        "Init Duration: 100.00 ms", "Status: timeout", "Error Type: Runtime.ExitError",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "{event.wait}"}, {"exit": 3}]"#)
      _ = try await bench.invoke("f", ["Payload": ["wait": "1h"]])
      _ = try await bench.invoke("f", ["Payload": ["wait": "1ms"]])
      let reports = bench.lines("f").filter { $0.hasPrefix("REPORT") }
      let fields = reports.map { $0.split(separator: "\t").map(String.init) }
      return [fields[0][5], fields[0].last ?? "-", fields[1].last ?? "-"]
    },
  ]

  static let bill: [InvocationCase] = [
    .init(
      "requests, and GB-seconds to the millisecond with INIT",
      [
        "requests 2", "MB-ms \((121 + 21) * 1_769)", "/tmp -",
      ]
    ) { bench in
      try await bench.create("f", #"[{"work": "20ms"}]"#)
      for _ in 0..<2 { _ = try await bench.invoke("f") }
      return bench.billed
    },
    .init(
      "failed and timed-out requests are billed, throttled and filtered ones are not",
      [
        "requests 2", "MB-ms \((100 + 1 + 3_000) * 1_769)", "/tmp -",
      ]
    ) { bench in
      try await bench.create(
        "f",
        #"[{"if": "{event.hang}", "is": [true], "then": [{"wait": "1h"}]}, {"exit": 1}]"#
      )
      _ = try await bench.invoke("f")
      try await bench.reserve("f", 0)
      _ = try await bench.refusal { try await bench.invoke("f") }
      try await bench.reserve("f", 5)
      // The second request does INIT again, within its own three seconds.
      _ = try await bench.invoke("f", ["Payload": ["hang": true]])
      return bench.billed
    },
    .init(
      "a started millisecond counts whole, and /tmp beyond 512 MB by itself",
      [
        "requests 1", "MB-ms \(102 * 1_769)", "/tmp \(102 * 512)",
      ]
    ) { bench in
      try await bench.create(
        "f",
        #"[{"work": "0.2ms"}]"#,
        ["EphemeralStorage": ["Size": 1_024]]
      )
      _ = try await bench.invoke("f")
      return bench.billed
    },
    .init("each try of an event is billed", ["requests 3"]) { bench in
      try await bench.create("f", boom)
      try await bench.send("f")
      try await bench.sleep("5m")
      return [bench.billed[0]]
    },
  ]
}

/// Returns what JSON has no number for.
actor NotANumber: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    throw EncodingError.invalidValue(
      Double.nan,
      .init(codingPath: [], debugDescription: "NaN is no JSON number")
    )
  }
}
