import Cloud
import JSON
import Simulation
import Testing

/// What is claimed to stand in a function's log, where, and for how long: §7 of
/// `lambda-lifecycle.md` and §5 of `lambda-config.md`; what each runtime writes about an error as
/// AWS's runtime interface clients do.
@Suite struct LambdaLogConformance {
  @Test(arguments: errors + groups)
  func `a log`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static let boom = #"[{"fail": {"type": "Boom", "message": "no"}}]"#

  /// What stands in the log of a function of a runtime, between its START and its END.
  private static func lines(
    _ runtime: String,
    json level: String? = nil,
    initially: String = "[]"
  ) -> @Sendable (InvocationBench) async throws -> [String] {
    { bench in
      var settings: JSONObject = ["Runtime": .string(runtime)]
      if let level {
        settings["LoggingConfig"] = [
          "LogFormat": "JSON", "ApplicationLogLevel": .string(level), "SystemLogLevel": "WARN",
        ]
      }
      try await bench.create("f", boom, initially: initially, settings)
      let id = try await bench.invoke("f")["RequestId"]?.stringValue ?? "-"
      let platform = ["INIT_START", "START", "END", "REPORT", "{\"time\""]
      return bench.lines("f").filter { line in !platform.contains { line.hasPrefix($0) } }
        .map { $0.replacing(id, with: "ID").replacing(/[0-9T:.-]{23}Z/, with: "TIME") }
    }
  }

  static let errors: [InvocationCase] = [
    .init(
      "START, what went wrong, END and REPORT, in this order",
      ["INIT_START", "START", "hello", "[ERROR]", "END", "REPORT"]
    ) { bench in
      try await bench.create(
        "f",
        #"[{"log": "hello"}, {"fail": {"type": "Boom", "message": "no"}}]"#
      )
      _ = try await bench.invoke("f")
      return bench.lines("f").map { String($0.split(separator: " ")[0]) }
    },
    .init("Python", ["[ERROR] Boom: no"], lines("python3.13")),
    .init(
      "Python as JSON, where the error is the entry",
      [
        #"{"timestamp":"TIME","level":"ERROR","errorMessage":"no","errorType":"Boom","#
          + #""requestId":"ID","stackTrace":[]}"#
      ],
      lines("python3.13", json: "ERROR")
    ),
    .init(
      "Node.js",
      [
        "TIME\tID\tERROR\tInvoke Error \t"
          + #"{"errorType":"Boom","errorMessage":"no","stack":["Boom: no"]}"#
      ],
      lines("nodejs22.x")
    ),
    .init(
      "Node.js as JSON, where the error is the message",
      [
        #"{"timestamp":"TIME","level":"ERROR","message":{"errorType":"Boom","errorMessage":"no","#
          + #""stackTrace":["Boom: no"]},"requestId":"ID"}"#
      ],
      lines("nodejs22.x", json: "INFO")
    ),
    .init("Java", ["no: Boom\nBoom: no"], lines("java21")),
    .init(
      "Ruby",
      [
        "Error raised from handler method",
        """
        {
          "errorMessage": "no",
          "errorType": "Function<Boom>",
          "stackTrace": []
        }
        """,
      ],
      lines("ruby3.4")
    ),
    .init(".NET", ["Boom: no"], lines("dotnet8")),
    .init("an OS-only runtime is the function's own", [], lines("provided.al2023")),
    .init("at level FATAL an error is not worth an entry", [], lines("python3.13", json: "FATAL")),
    .init(
      "an error in INIT, each time that INIT is tried",
      [
        "[ERROR] Boom: no",
        "INIT_REPORT Init Duration: 100.00 ms\tPhase: init\tStatus: error\tError Type:"
          + " Runtime.ExitError",
        "[ERROR] Boom: no",
        "INIT_REPORT Init Duration: 100.00 ms\tPhase: invoke\tStatus: error\tError Type:"
          + " Runtime.ExitError",
      ],
      lines("python3.13", initially: boom)
    ),
    .init("a time-out and a crash are the platform's to tell", ["none"]) { bench in
      try await bench.create("f", #"[{"wait": "{event.wait}"}, {"exit": 1}]"#)
      for wait in ["1h", "1ms"] {
        _ = try await bench.invoke("f", ["Payload": ["wait": .string(wait)]])
      }
      return [bench.lines("f").contains { $0.hasPrefix("[ERROR]") } ? "some" : "none"]
    },
  ]

  /// How many entries a group has.
  private static func count(_ bench: InvocationBench) async throws -> String {
    let answer = try await bench.call(
      "logs",
      "filter-log-events",
      ["logGroupName": "/aws/lambda/f"]
    )
    return "\(answer["events"]?.arrayValue?.count ?? 0)"
  }

  static let groups: [InvocationCase] = [
    .init(
      "a stream is named by the day and the version that ran",
      ["2026/01/01/[$LATEST]", "2026/01/01/[1]", "2026/01/02/[1]"]
    ) { bench in
      try await bench.create("f", "[]")
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      for name in ["f", "f:1"] { _ = try await bench.invoke(name) }
      try await bench.sleep("24h")
      _ = try await bench.invoke("f:1")
      let answer = try await bench.call(
        "logs",
        "describe-log-streams",
        ["logGroupName": "/aws/lambda/f"]
      )
      let names = (answer["logStreams"]?.arrayValue ?? []).compactMap {
        $0["logStreamName"]?.stringValue
      }
      let isSpelled = names.allSatisfy { $0.wholeMatch(of: /.*\][0-9a-f]{32}/) != nil }
      return isSpelled ? names.map { String($0.dropLast(32)) }.sorted() : names
    },
    .init("entries are kept for ever unless a policy says otherwise", ["4", "4"]) { bench in
      try await bench.create("f", "[]")
      _ = try await bench.invoke("f")
      let before = try await count(bench)
      try await bench.sleep("9000h")
      return [before, try await count(bench)]
    },
    .init("with a policy they are gone after its days, and then the policy", ["4", "0", "4", "4"]) {
      bench in
      try await bench.create("f", "[]")
      _ = try await bench.invoke("f")
      let group: JSONObject = ["logGroupName": "/aws/lambda/f"]
      var policy = group
      policy["retentionInDays"] = 3
      try await bench.call("logs", "put-retention-policy", policy)
      try await bench.sleep("71h")
      var counts = [try await count(bench)]
      try await bench.sleep("2h")
      counts.append(try await count(bench))
      _ = try await bench.invoke("f")
      try await bench.call("logs", "delete-retention-policy", group)
      counts.append(try await count(bench))
      try await bench.sleep("500h")
      return counts + [try await count(bench)]
    },
    .init(
      "only some numbers of days, and only of a group that is there",
      [
        "400 InvalidParameterException: 1 validation error detected: Value '2' at"
          + " 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set:"
          + " [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,"
          + " 2557, 2922, 3288, 3653]",
        "400 ResourceNotFoundException: The specified log group does not exist.",
      ]
    ) { bench in
      try await bench.call("logs", "create-log-group", ["logGroupName": "g"])
      return [
        try await bench.refusal {
          try await bench.call(
            "logs",
            "put-retention-policy",
            ["logGroupName": "g", "retentionInDays": 2]
          )
        },
        try await bench.refusal {
          try await bench.call("logs", "delete-retention-policy", ["logGroupName": "h"])
        },
      ]
    },
  ]
}
