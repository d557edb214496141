import JSON
import Playground
import Simulation
import Testing

/// What a function made by command does with calls: by name, by alias, over HTTP, in great number.
@Suite struct CallTests {
  private static let role =
    "--runtime python3.13 --handler app.handler --role"
    + " arn:aws:iam::123456789012:role/fernway"

  private static func create(_ name: String, _ steps: String) -> String {
    "lambda create-function --function-name \(name) \(role) --zip-file '{\"handler\": [\(steps)]}'"
  }

  /// A session with a function of these steps that is active.
  private func session(_ steps: String, seed: UInt64 = 1) -> Session {
    PlaygroundTests.session(seed: seed, Self.create("f", steps), "advance 1m")
  }

  private func run(_ session: Session, _ lines: [String]) {
    for line in lines {
      expectEqual(session.execute(line).error, nil, "\(line)")
    }
  }

  @Test(
    "What came of calls is counted by outcome, by version and by the caller's wait",
    arguments: [
      (
        #"{"wait": "20ms"}"#,
        ["load steady --rate 50/s for 10s on f"],
        [
          "calls.total > 400", "calls.outcome(\"200\") == calls.total",
          "functions.invocations(\"f\") == calls.total(\"f\")", "calls.wait.max > 250ms",
          "calls.wait.p50 < 30ms", "functions.invocations(\"f:$LATEST\") == calls.total",
        ]
      ),
      (
        #"{"fail": {"type": "Broken", "message": "no"}}"#,
        [
          "load steady --rate 20/s for 5s on f with '{\"a\": 1}'",
          "lambda invoke --function-name f",
        ],
        ["calls.outcome(\"Unhandled\") == calls.total", "functions.errors(\"f\") == calls.total"]
      ),
      (
        #"{"if": "{event.item}", "is": ["rake"], "then": [{"fail": {"type": "NoRakes"}}]}"#,
        [
          "load steady --rate 20/s for 5s on f with '{\"item\": \"rake\"}'",
          "load steady --rate 20/s for 5s on f with '{\"item\": \"hose\"}'",
        ],
        ["calls.outcome(\"Unhandled\") > 60", "calls.outcome(\"200\") > 60"]
      ),
      (
        #"{"wait": "1s"}"#,
        [
          "lambda put-function-concurrency --function-name f --reserved-concurrent-executions 3",
          "load steady --rate 50/s for 4s on f",
        ],
        [
          "calls.outcome(\"TooManyRequestsException\") > 100",
          "functions.throttles(\"f\") == calls.outcome(\"TooManyRequestsException\")",
          "functions.throttles(\"f:$LATEST\") == functions.throttles(\"f\")",
          "functions.peak_concurrency(\"f\") == 3",
        ]
      ),
      (
        #"{"wait": "20ms"}"#,
        [
          "lambda publish-version --function-name f",
          "lambda update-function-configuration --function-name f --timeout 9",
          "advance 10s", "lambda publish-version --function-name f",
          "lambda create-alias --function-name f --name live --function-version 1"
            + " --routing-config '{\"AdditionalVersionWeights\": {\"2\": 0.25}}'",
          "load steady --rate 100/s for 20s on f:live",
          "lambda invoke --function-name arn:aws:lambda:us-east-1:123456789012:function:f:2",
        ],
        [
          "functions.invocations(\"f:2\") > 400", "functions.invocations(\"f:2\") < 600",
          "functions.invocations(\"f:1\") > 1400", "functions.invocations(\"f:$LATEST\") == 0",
          "functions.invocations(\"f\") == calls.total", "functions.environments(\"f:2\") > 0",
        ]
      ),
      (
        #"{"wait": "1s"}"#,
        ["load steady --rate 10/s for 10s on f in background", "advance 5s"],
        ["calls.total > 20", "calls.total < 80", "functions.concurrency(\"f\") > 3"]
      ),
      (
        #"{"wait": "1s"}"#,
        [
          "lambda invoke --function-name f --invocation-type Event",
          "lambda invoke --function-name f --invocation-type DryRun",
          "expect ResourceNotFoundException from lambda invoke --function-name g",
          "expect UnknownOption from lambda invoke --function-naem f",
        ],
        [
          "calls.outcome(\"202\") == 1", "calls.outcome(\"204\") == 1",
          "calls.outcome(\"ResourceNotFoundException\") == 1", "calls.total == 3",
        ]
      ),
    ]
  )
  func outcomes(_ steps: String, _ lines: [String], _ expectations: [String]) {
    let session = session(steps)
    run(session, lines + expectations.map { "expect \($0)" })
  }

  @Test func `the same load on a function brings the same calls, whatever it is called on`() {
    func calls(_ seed: UInt64) -> String {
      let session = session(#"{"wait": "10ms"}"#, seed: seed)
      return session.execute("load ramp --rate 40/s for 10s on f").output?.json?.text() ?? ""
    }
    expectEqual(calls(7), calls(7))
    #expect(calls(7) != calls(8))
  }

  @Test(
    "curl gets what an HTTP API or a function's address answers, and tries again as curl does",
    arguments: [
      (#"{"return": {"ok": true}}"#, "{api}/x", "200 1", 2),
      (#"{"fail": {"type": "Broken"}}"#, "{api}/x", "500 1", 2),
      (#"{"fail": {"type": "Broken"}}"#, "{url}x", "502 1", 2),
      (#"{"fail": {"type": "Broken"}}"#, "{api}/x --retry 2", "500 3", 5),
      (#"{"return": {"statusCode": 404, "body": "{}"}}"#, "{api}/x --retry 2", "404 1", 2),
      (
        #"{"count": "n"}, {"if": "{global.n}", "is": [1], "then": [{"fail": {"type": "Once"}}]}"#,
        "{api}/x --retry 5", "200 2", 3
      ),
      (#"{"wait": "2s"}"#, "{api}/x --max-time 1 --retry 1", "null 2", 5),
      (#"{"return": {"statusCode": 200, "body": "{event.body}"}}"#, "{api}/ -d '[1]'", "200 1", 2),
    ]
  )
  func curl(_ steps: String, _ arguments: String, _ expected: String, _ seconds: Int) {
    let session = session(steps)
    let target = "arn:aws:lambda:us-east-1:123456789012:function:f"
    let api = "apigatewayv2 create-api --name shop --protocol-type HTTP --target \(target)"
    let url =
      "lambda add-permission --function-name f --statement-id all"
      + " --action lambda:InvokeFunctionUrl --principal '*' --function-url-auth-type NONE"
    let invoking =
      "lambda add-permission --function-name f --statement-id invoke"
      + " --action lambda:InvokeFunction --principal '*' --invoked-via-function-url"
    let gateway =
      "lambda add-permission --function-name f --statement-id api"
      + " --action lambda:InvokeFunction --principal apigateway.amazonaws.com"
    run(
      session,
      [
        "let a = \(api)", url, invoking, gateway,
        "let u = lambda create-function-url-config --function-name f --auth-type NONE",
      ]
    )
    let before = session.now
    let line = arguments.replacing("{api}", with: "{a.ApiEndpoint}")
      .replacing("{url}", with: "{u.FunctionUrl}")
    let outcome = session.execute("curl \(line)")
    let json = outcome.output?.json
    expectEqual(
      "\(json?["status"]?.text() ?? outcome.error?.description ?? "") \(json?["tries"]?.text() ?? "")",
      expected
    )
    #expect(before.duration(to: session.now) < .seconds(seconds))
  }

  @Test(
    "What cannot be called is refused, and nothing has been done",
    arguments: [
      ("load steady for 10s on", "MissingArgument", 23),
      ("load steady for 10s on g", "ResourceNotFoundException", 24),
      ("load steady for 10s on f:live", "ResourceNotFoundException", 24),
      ("load steady for 10s on f with", "MissingArgument", 30),
      ("load steady for 10s on f with {", "BadArgument", 31),
      ("load steady for 10s on f with file://none", "UnreadableFile", 31),
      ("load steady for 10s on f on f", "BadArgument", 26),
      ("load steady for 10s in background on f", "TooManyWords", 35),
      ("load steady for 10s on https://nobody.execute-api.us-east-1.amazonaws.com", "NotFound", 24),
      ("curl", "MissingArgument", 5),
      ("curl f", "NotFound", 6),
      ("curl https://x.example --retry many", "NotFound", 6),
      ("expect 5 from", "MissingArgument", 14),
      ("expect NotFound from lambda invoke --function-name f", "ExpectationFailed", 0),
      ("expect NotFound from lambda invoke --function-name g", "ExpectationFailed", 0),
      ("expect functions.errors(\"f:7\") == 0", "NotFound", 0),
      ("expect calls.total(\"g\") == 0", "NotFound", 0),
    ]
  )
  func refusals(_ line: String, _ code: String, _ column: Int) {
    let session = session(#"{"wait": "1s"}"#)
    let error = session.execute(line).error
    expectEqual(error?.code, code, "\(line): \(error?.description ?? "accepted")")
    expectEqual(error?.column ?? 0, column)
  }
}
