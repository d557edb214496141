import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Functions: environments, the three invocation models, concurrency, versions and aliases.
@Suite struct LambdaTests {
  typealias Case = BenchCase<LambdaBench>

  static let environments: [Case] = [
    Case("the first request is cold, the second warm, and memory survives", ["cold 1", "warm 2"]) {
      bench in
      try await bench.create()
      let answers = [try await bench.invoke(), try await bench.invoke()]
      return zip(bench.reports, answers).map { report, answer in
        "\(report.initDuration == nil ? "warm" : "cold") \(answer.payload?["requests"]?.intValue ?? 0)"
      }
    },
    Case("requests at once take an environment each", ["5", "5 cold"]) { bench in
      try await bench.create()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<5 {
          group.addTask { _ = try await bench.invoke(["work": "100ms"]) }
        }
        try await group.waitForAll()
      }
      let cold = bench.reports.filter { $0.initDuration != nil }.count
      return ["\(await bench.cloud.lambda.environmentCount(of: "probe"))", "\(cold) cold"]
    },
    Case("an environment that is idle for ten minutes is removed", ["1", "0"]) { bench in
      try await bench.create()
      _ = try await bench.invoke()
      try await bench.sleep("9m")
      let before = await bench.cloud.lambda.environmentCount(of: "probe")
      try await bench.sleep("2m")
      return ["\(before)", "\(await bench.cloud.lambda.environmentCount(of: "probe"))"]
    },
    Case(
      "a function error is status 200 and leaves the environment warm",
      ["200 Unhandled Boom", "2"]
    ) { bench in
      try await bench.create()
      let failed = try await bench.invoke(["fail": "no"])
      let next = try await bench.invoke()
      let type = failed.payload?["errorType"]?.stringValue ?? ""
      return [
        "\(failed.statusCode) \(failed.functionError ?? "") \(type)",
        "\(next.payload?["requests"]?.intValue ?? 0)",
      ]
    },
    Case(
      "a time-out resets: the next request is initialised within its own time",
      ["Sandbox.Timedout", "timeout 3000", "1 warm", "invoke"]
    ) { bench in
      try await bench.create(variables: ["INIT": "500ms"])
      let answer = try await bench.invoke(["work": "10s"])
      let next = try await bench.invoke()
      let phases = bench.events.withLock { events in
        events.compactMap {
          if case .initEnded(_, let phase, _, _, _) = $0.event { phase } else { nil }
        }
      }
      let reports = bench.reports
      return [
        answer.payload?["errorType"]?.stringValue ?? "",
        "\(reports[0].status.rawValue) \(reports[0].duration.nanoseconds / 1_000_000)",
        "\(next.payload?["requests"]?.intValue ?? 0) \(reports[1].initDuration == nil ? "warm" : "cold")",
        phases.last ?? "",
      ]
    },
    Case("memory beyond the setting ends the process", ["Runtime.ExitError", "128"]) { bench in
      try await bench.create(memory: 128)
      let answer = try await bench.invoke(["allocate": 200])
      return [
        answer.payload?["errorType"]?.stringValue ?? "", "\(bench.reports[0].maxMemoryUsed)",
      ]
    },
    Case(
      "memory gives processor time in proportion, up to one vCPU",
      ["128: 1383", "1769: 101", "3538: 101"]
    ) { bench in
      try await bench.create(timeout: 30, memory: 128)
      var lines: [String] = []
      for memory in [128, 1_769, 3_538] {
        _ = try await bench.cloud.perform(
          service: "lambda",
          operation: "update-function-configuration",
          input: ["FunctionName": "probe", "MemorySize": .number(JSONNumber(memory))],
          for: .learner
        )
        _ = try await bench.invoke(["work": "100ms"])
        lines.append("\(memory): \((bench.reports.last?.duration.nanoseconds ?? 0) / 1_000_000)")
      }
      return lines
    },
    Case(
      "INIT beyond ten seconds is stopped and done again within the request",
      ["timeout", "success", "15"]
    ) { bench in
      try await bench.create(timeout: 60, variables: ["INIT": "15s"])
      _ = try await bench.invoke()
      let statuses = bench.events.withLock { events in
        events.compactMap {
          if case .initEnded(_, _, _, let status, _) = $0.event { status } else { nil }
        }
      }
      return statuses + ["\((bench.reports.last?.duration.nanoseconds ?? 0) / 1_000_000_000)"]
    },
  ]

  static let models: [Case] = [
    Case("a dry run runs nothing", ["204", "0"]) { bench in
      try await bench.create()
      let answer = try await bench.invoke([:], .dryRun)
      return ["\(answer.statusCode)", "\(bench.reports.count)"]
    },
    Case(
      "a failing event is tried at once, after one and after two more minutes",
      ["202", "event-ended 180", "3 requests, 1 id", "retriesExhausted"]
    ) { bench in
      try await bench.create()
      let answer = try await bench.invoke(["fail": "no"], .event)
      try await bench.sleep("10m")
      let ids = Set(bench.reports.map(\.requestID))
      let outcome = bench.events.withLock { events in
        events.compactMap {
          if case .eventEnded(_, _, let outcome) = $0.event { outcome.rawValue } else { nil }
        }
      }
      return ["\(answer.statusCode)"] + bench.names(of: ["event-ended"])
        + ["\(bench.reports.count) requests, \(ids.count) id"] + outcome
    },
    Case("a retry that would come too late is not made", ["2", "eventAgeExceeded"]) { bench in
      try await bench.create()
      _ = try await bench.cloud.perform(
        service: "lambda",
        operation: "put-function-event-invoke-config",
        input: ["FunctionName": "probe", "MaximumEventAgeInSeconds": 90],
        for: .learner
      )
      _ = try await bench.invoke(["fail": "no"], .event)
      try await bench.sleep("10m")
      return ["\(bench.reports.count)", try #require(bench.lastOutcome)]
    },
    Case("reserved concurrency of zero sends events straight to failure", ["0", "switchedOff"]) {
      bench in
      try await bench.create()
      try await bench.reserve(0)
      _ = try await bench.invoke([:], .event)
      try await bench.sleep("1s")
      return ["\(bench.reports.count)", try #require(bench.lastOutcome)]
    },
    Case("a throttled event waits for its turn", ["2", "succeeded"]) { bench in
      try await bench.create(timeout: 60)
      try await bench.reserve(1)
      _ = try await bench.invoke(["work": "30s"], .event)
      _ = try await bench.invoke(["work": "30s"], .event)
      try await bench.sleep("10m")
      return ["\(bench.reports.count)", try #require(bench.lastOutcome)]
    },
  ]

  static let versions: [Case] = [
    Case("publishing without a change makes no version", ["1", "1", "2"]) { bench in
      try await bench.create()
      var numbers = [try await bench.publish(), try await bench.publish()]
      try await bench.update(["MemorySize": 256])
      numbers.append(try await bench.publish())
      return numbers
    },
    Case("a version keeps what was published", ["1769", "256"]) { bench in
      try await bench.create()
      _ = try await bench.publish()
      try await bench.update(["MemorySize": 256])
      _ = try await bench.invoke(qualifier: "1")
      _ = try await bench.invoke()
      return bench.reports.map { "\($0.memorySize)" }
    },
    Case("an alias moves, and is a name of its own", ["1", "2", "2"]) { bench in
      try await bench.create()
      _ = try await bench.publish()
      try await bench.update(["MemorySize": 256])
      _ = try await bench.publish()
      try await bench.lambda("create-alias", ["Name": "PROD", "FunctionVersion": "1"])
      var versions = [try await bench.invoke(qualifier: "PROD").executedVersion ?? ""]
      try await bench.lambda("update-alias", ["Name": "PROD", "FunctionVersion": "2"])
      versions.append(try await bench.invoke(qualifier: "PROD").executedVersion ?? "")
      return versions + ["\(bench.reports.last?.version ?? "")"]
    },
  ]

  @Test(arguments: environments + models + versions)
  func `a case goes as on the service`(_ row: Case) throws {
    let bench = LambdaBench()
    let result = try bench.cloud.simulation.run { try await row.body(bench) }
    bench.cloud.shutDown()
    #expect(result == row.expected)
  }

  static let refusals: [(operation: String, input: JSONValue, code: String)] = [
    (
      "create-function",
      ["FunctionName": "a b", "Runtime": "provided.al2023", "Role": "r", "Handler": "h"],
      "ValidationException"
    ),
    (
      "create-function",
      [
        "FunctionName": "f", "Runtime": "python3.8", "Role": "arn:aws:iam::123456789012:role/r",
        "Handler": "h",
      ], "InvalidParameterValueException"
    ),
    (
      "create-function",
      ["FunctionName": "f", "Runtime": "python3.13", "Role": "r", "Handler": "h"],
      "ValidationException"
    ),
    (
      "create-function",
      [
        "FunctionName": "probe", "Runtime": "python3.13",
        "Role": "arn:aws:iam::123456789012:role/r", "Handler": "h",
      ], "ResourceConflictException"
    ),
    (
      "update-function-configuration", ["FunctionName": "probe", "MemorySize": 127],
      "ValidationException"
    ),
    (
      "update-function-configuration", ["FunctionName": "probe", "MemorySize": 10_241],
      "ValidationException"
    ),
    (
      "update-function-configuration", ["FunctionName": "probe", "Timeout": 901],
      "ValidationException"
    ),
    (
      "update-function-configuration",
      ["FunctionName": "probe", "Environment": ["Variables": ["AWS_REGION": "x"]]],
      "InvalidParameterValueException"
    ),
    (
      "update-function-code", ["FunctionName": "probe", "ZipFile": "{}"],
      "InvalidParameterValueException"
    ),
    (
      "put-function-concurrency", ["FunctionName": "probe", "ReservedConcurrentExecutions": 901],
      "InvalidParameterValueException"
    ),
    (
      "put-function-event-invoke-config", ["FunctionName": "probe", "MaximumRetryAttempts": 3],
      "ValidationException"
    ),
    ("invoke", ["FunctionName": "nobody"], "ResourceNotFoundException"),
    ("invoke", ["FunctionName": "probe", "Qualifier": "7"], "ResourceNotFoundException"),
    ("invoke", ["FunctionName": "probe:1", "Qualifier": "2"], "InvalidParameterValueException"),
    (
      "create-alias", ["FunctionName": "probe", "Name": "12", "FunctionVersion": "$LATEST"],
      "ValidationException"
    ),
    (
      "create-alias", ["FunctionName": "probe", "Name": "PROD", "FunctionVersion": "9"],
      "ResourceNotFoundException"
    ),
    (
      "create-event-source-mapping",
      ["FunctionName": "probe", "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:none"],
      "InvalidParameterValueException"
    ),
    (
      "create-event-source-mapping",
      [
        "FunctionName": "probe", "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:none",
        "BatchSize": 11,
      ], "InvalidParameterValueException"
    ),
  ]

  @Test(arguments: refusals)
  func `the service refuses`(operation: String, input: JSONValue, code: String) throws {
    let bench = LambdaBench()
    let error = try bench.cloud.simulation.run { () -> ServiceError? in
      try await bench.create()
      do {
        _ = try await bench.cloud.perform(
          service: "lambda",
          operation: operation,
          input: input,
          for: .learner
        )
        return nil
      } catch let error as ServiceError {
        return error
      }
    }
    #expect(error?.code == code, "\(error.map { "\($0)" } ?? "accepted")")
  }

  /// Random requests, synchronous and not, with failures, under a small reservation.
  @Test(arguments: [1, 2, 3] as [UInt64], [nil, 9] as [UInt64?])
  func `whatever comes, the laws hold`(seed: UInt64, shuffling: UInt64?) throws {
    let bench = LambdaBench(seed: seed, shuffling: shuffling)
    let simulation = bench.cloud.simulation
    try simulation.run {
      try await bench.create(timeout: 2, memory: 512)
      try await bench.reserve(4)
      var draws = simulation.randomStream("requests")
      for _ in 0..<200 {
        try await simulation.sleep(for: .milliseconds(draws.uniform(below: 300)))
        let kinds: [JSONValue] = [
          ["work": "50ms"], ["work": "50ms", "fail": "x"], ["work": "5s"], ["allocate": 900],
        ]
        let payload = kinds[min(draws.uniform(below: 8), 3)]
        let type: Invoke.InvocationType = draws.uniform(below: 2) == 0 ? .event : .requestResponse
        simulation.spawn(on: bench.cloud.lambda) { _ in
          _ = try await bench.invoke(payload, type)
        }
      }
      try await bench.sleep("7h")
    }
    try bench.checkLaws(limit: 4)
  }
}
