import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What Lambda's scaling does, one row a case; each names the bullet of
/// `facts/lambda-lifecycle.md` or `lambda-config.md` that it covers.
@Suite struct LambdaScalingConformance {
  typealias Case = BenchCase<LambdaBench>

  static let limits: [Case] = [
    Case(
      "lifecycle 5 account",
      "beyond the account's concurrency requests are throttled",
      ["3 ran", "ConcurrentInvocationLimitExceeded ×2", "Rate Exceeded. 429 after 1 s"]
    ) { bench in
      try await bench.create()
      await bench.cloud.lambda.setAccountConcurrency(3)
      return try await bench.burst(5, work: "1s") + [await bench.lastThrottle]
    },
    Case(
      "lifecycle 5 reserved",
      "reserved concurrency is a cap of its own",
      ["2 ran", "ReservedFunctionConcurrentInvocationLimitExceeded ×2", "others: 998"]
    ) { bench in
      try await bench.create()
      try await bench.reserve(2)
      let outcome = try await bench.burst(4, work: "1s")
      return Array(outcome) + ["others: \(try await bench.unreserved())"]
    },
    Case(
      "lifecycle 5 reserved",
      "zero switches the function off",
      ["0 ran", "ReservedFunctionConcurrentInvocationLimitExceeded ×1"]
    ) { bench in
      try await bench.create()
      try await bench.reserve(0)
      return try await bench.burst(1, work: "1ms")
    },
    Case(
      "lifecycle 5 reserved",
      "not on a version or an alias",
      [
        "InvalidParameterValueException 400 This operation is permitted on Lambda functions only."
          + " Aliases and versions do not support this operation. Please specify either a function"
          + " name or an unqualified function ARN."
      ]
    ) { bench in
      try await bench.create()
      _ = try await bench.publish()
      return [
        await bench.outcome {
          _ = try await bench.ask(
            "lambda",
            "put-function-concurrency",
            ["FunctionName": "probe:1", "ReservedConcurrentExecutions": 1]
          )
        }
      ]
    },
    Case(
      "lifecycle 5 reserved",
      "100 stay unreserved",
      [
        "InvalidParameterValueException 400 Specified ReservedConcurrentExecutions for function"
          + " decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
        "ok",
      ]
    ) { bench in
      try await bench.create()
      return [
        await bench.outcome { try await bench.reserve(901) },
        await bench.outcome { try await bench.reserve(900) },
      ]
    },
    Case(
      "lifecycle 5 requests per second",
      "ten times the account's concurrency; the bucket refills continuously",
      ["21 ran", "FunctionInvocationRateLimitExceeded ×4", "1 ran"]
    ) { bench in
      try await bench.create()
      await bench.cloud.lambda.setAccountConcurrency(2)
      let first = try await bench.sequence(25)
      try await bench.sleep("60ms")
      return first + (try await bench.sequence(1))
    },
    Case(
      "lifecycle 5 requests per second",
      "ten times the reservation",
      ["11 ran", "ReservedFunctionInvocationRateLimitExceeded ×1"]
    ) { bench in
      try await bench.create()
      try await bench.reserve(1)
      return try await bench.sequence(12)
    },
    Case(
      "lifecycle 5 requests per second",
      "asynchronous events do not count towards it",
      ["30 ran"]
    ) { bench in
      try await bench.create()
      await bench.cloud.lambda.setAccountConcurrency(2)
      for _ in 0..<30 {
        _ = try await bench.invoke([:], .event)
        try await bench.sleep("2ms")
      }
      try await bench.sleep("1m")
      return ["\(bench.reports.count) ran"]
    },
    Case(
      "lifecycle 5 scaling rate",
      "a thousand environments at once, then a hundred more each second",
      ["1000 ran", "ConcurrentInvocationLimitExceeded ×200", "100 ran", "1 ran"]
    ) { bench in
      try await bench.create(timeout: 60)
      await bench.cloud.lambda.setAccountConcurrency(5_000)
      let first = try await bench.burst(1_200, work: "30s", waits: false)
      try await bench.sleep("1s")
      let second = try await bench.burst(150, work: "30s", waits: false)
      // What is not used is not saved up: a minute later it is a thousand again, and not 6,000.
      try await bench.sleep("100ms")
      let third = try await bench.burst(1, work: "1ms", waits: false)
      return first + [second[0], third[0]]
    },
    Case(
      "config 6 quota",
      "the quota is told and raised by operation",
      ["1000", "APPROVED", "1500", "IllegalArgumentException"]
    ) { bench in
      let quota: JSONObject = ["ServiceCode": "lambda", "QuotaCode": "L-B99A9384"]
      var raise = quota
      raise["DesiredValue"] = 1_500
      let before = try await bench.ask("service-quotas", "get-service-quota", quota)
      let raised = try await bench.ask("service-quotas", "request-service-quota-increase", raise)
      let after = try await bench.ask("service-quotas", "get-service-quota", quota)
      let lower = await bench.outcome { [raise] in
        _ = try await bench.ask("service-quotas", "request-service-quota-increase", raise)
      }
      return [
        before["Quota"]?["Value"]?.intValue.map { "\($0)" } ?? "",
        raised["RequestedQuota"]?["Status"]?.stringValue ?? "",
        after["Quota"]?["Value"]?.intValue.map { "\($0)" } ?? "",
        String(lower.prefix { $0 != " " }),
      ]
    },
  ]

  static let coldStarts: [Case] = [
    Case(
      "lifecycle 5 teaching example",
      "ten overlapping requests: the first five are cold, later ones reuse what is idle",
      ["1 c", "2 c", "3 c", "4 c", "5 c", "6 w", "7 w", "8 w", "9 w", "10 c"]
    ) { bench in
      try await bench.create(variables: ["INIT": "1ms"])
      let starts = [0, 1, 2, 3, 4, 30, 31, 32, 33, 34]
      for (number, start) in starts.enumerated() {
        bench.cloud.simulation.spawn(on: bench.cloud.lambda) { _ in
          try await bench.sleep("\(start * 100)ms")
          _ = try await bench.invoke(["work": number < 4 ? "1500ms" : "2900ms"])
        }
      }
      try await bench.sleep("10s")
      let cold = bench.events.withLock { events in
        events.compactMap { entry -> Bool? in
          if case .invokeStarted(_, _, _, let cold) = entry.event { cold } else { nil }
        }
      }
      return cold.enumerated().map { "\($0.offset + 1) \($0.element ? "c" : "w")" }
    },
    Case(
      "issue 5.9",
      "why a start was cold",
      ["first request", "all busy", "idle too long", "replaced by an update", "zone lost"]
    ) { bench in
      let reasons = bench.readReasons()
      try await bench.create()
      _ = try await bench.burst(2, work: "1s")
      try await bench.sleep("11m")
      _ = try await bench.invoke()
      try await bench.update(["Timeout": 5])
      _ = try await bench.invoke()
      try await bench.cloud.lose(zone: "a")
      try await bench.cloud.lose(zone: "b")
      _ = try await bench.invoke()
      return reasons.values
    },
  ]

  @Test("Limits", arguments: limits)
  func keepsLimits(_ row: Case) throws { try check(row) }

  @Test("Cold starts", arguments: coldStarts)
  func startsCold(_ row: Case) throws { try check(row) }

  @Test("Provisioned concurrency", arguments: provisioned)
  func provisions(_ row: Case) throws { try check(row) }

  @Test("The bill", arguments: bill)
  func bills(_ row: Case) throws { try check(row) }

  private func check(_ row: Case) throws {
    let bench = LambdaBench()
    let lines = try bench.cloud.simulation.run { try await row.body(bench) }
    #expect(lines == row.expected)
    bench.cloud.shutDown()
  }
}
