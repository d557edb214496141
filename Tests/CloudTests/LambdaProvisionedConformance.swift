import Cloud
import JSON
import Simulation
import Testing

extension LambdaScalingConformance {
  static let provisioned: [Case] = [
    Case(
      "config 6 provisioned",
      "not on $LATEST, nor on an alias of it",
      [
        "InvalidParameterValueException 400 Provisioned Concurrency Configs cannot be applied to"
          + " unpublished function versions.",
        "InvalidParameterValueException 400 Provisioned Concurrency Configs cannot be applied to"
          + " unpublished function versions.",
        "InvalidParameterValueException 400 The function resource provided must be an alias or a"
          + " published version.",
      ]
    ) { bench in
      try await bench.create()
      try await bench.alias("head", "$LATEST")
      return [
        await bench.outcome { try await bench.provision("$LATEST", 1) },
        await bench.outcome { try await bench.provision("head", 1) },
        await bench.outcome { _ = try await bench.status("$LATEST") },
      ]
    },
    Case(
      "lifecycle 5 provisioned",
      "what is refused: nothing, what is not there, more than is left, more than is reserved",
      [
        "ValidationException 400 1 validation error detected: Value '0' at"
          + " 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have"
          + " value greater than or equal to 1",
        "ResourceNotFoundException 404 Function not found:"
          + " arn:aws:lambda:us-east-1:123456789012:function:probe:7",
        "ResourceNotFoundException 404 Cannot find alias arn:"
          + " arn:aws:lambda:us-east-1:123456789012:function:probe:no",
        "InvalidParameterValueException 400 Specified ConcurrentExecutions for function decreases"
          + " account's UnreservedConcurrentExecution below its minimum value of [100].",
        "InvalidParameterValueException 400 Specified ConcurrentExecutions for function is greater"
          + " than account's unreserved concurrency [1000].",
        "InvalidParameterValueException 400 Requested Provisioned Concurrency should not be"
          + " greater than the reservedConcurrentExecution for function",
      ]
    ) { bench in
      try await bench.create()
      _ = try await bench.publish()
      var answers: [String] = []
      for (qualifier, count) in [("1", 0), ("7", 1), ("no", 1), ("1", 901), ("1", 1_001)] {
        answers.append(await bench.outcome { try await bench.provision(qualifier, count) })
      }
      try await bench.reserve(5)
      return answers + [await bench.outcome { try await bench.provision("1", 6) }]
    },
    Case(
      "lifecycle 5 provisioned",
      "a version is provisioned once: directly, or through one alias without weights",
      [
        "ResourceConflictException 409 Alias can't be used for Provisioned Concurrency"
          + " configuration on an already Provisioned version",
        "ResourceConflictException 409 Version is pointed by a Provisioned Concurrency alias",
        "InvalidParameterValueException 400 Invalid alias configuration for Provisioned"
          + " Concurrency",
      ]
    ) { bench in
      try await bench.publishTwo()
      try await bench.alias("one", "1")
      try await bench.alias("two", "2")
      try await bench.alias("both", "2", also: "1", 0.5)
      try await bench.provision("1", 1)
      try await bench.provision("two", 1)
      return [
        await bench.outcome { try await bench.provision("one", 1) },
        await bench.outcome { try await bench.provision("2", 1) },
        await bench.outcome { try await bench.provision("both", 1) },
      ]
    },
    Case(
      "lifecycle 5 provisioned",
      "environments become ready one after the other, and are initialised ahead of requests",
      [
        "IN_PROGRESS 0/0 of 10", "IN_PROGRESS 0/10 of 10", "READY 10/10 of 10",
        "10 environments", "0 cold", "provisioned",
      ]
    ) { bench in
      let reasons = bench.readReasons()
      try await bench.create(variables: ["INIT": "2s"])
      _ = try await bench.publish()
      try await bench.provision("1", 10)
      // Nothing has been made at the instant of the answer but the first.
      var lines = ["IN_PROGRESS 0/0 of 10"]
      try await bench.sleep("1s")
      lines.append(try await bench.status("1"))
      try await bench.sleep("5s")
      lines.append(try await bench.status("1"))
      lines.append("\(await bench.cloud.lambda.environmentCount(of: "probe")) environments")
      _ = try await bench.burst(10, work: "1s", qualifier: "1")
      lines.append("\(bench.reports.filter { $0.initDuration != nil }.count) cold")
      return lines + [Set(reasons.values).joined(separator: ",")]
    },
    Case(
      "lifecycle 5 over it",
      "what finds none ready spills over to on demand, with a cold start",
      ["5 ran", "2 spilled over", "2 cold"]
    ) { bench in
      let spills = bench.countSpills()
      try await bench.publishReady("1", 3)
      let outcome = try await bench.burst(5, work: "1s", qualifier: "1")
      let cold = bench.reports.filter { $0.initDuration != nil }.count
      return outcome + ["\(spills.count) spilled over", "\(cold) cold"]
    },
    Case(
      "lifecycle 5 over it",
      "up to the reservation: when all of it is provisioned, $LATEST is throttled",
      ["2 ran", "ReservedFunctionConcurrentInvocationLimitExceeded ×1", "0 ran"]
    ) { bench in
      try await bench.create()
      try await bench.reserve(2)
      _ = try await bench.publish()
      try await bench.provision("1", 2)
      try await bench.sleep("5s")
      let version = try await bench.burst(3, work: "1s", qualifier: "1")
      let latest = try await bench.burst(1, work: "1s")
      return version + [latest[0]]
    },
    Case(
      "lifecycle 5 limits",
      "it counts against the account and the reservation, used or not",
      [
        "950",
        "InvalidParameterValueException 400  ReservedConcurrentExecutions  49 should not be"
          + " lower than function's total provisioned concurrency [50].", "950", "1000",
      ]
    ) { bench in
      try await bench.publishReady("1", 50)
      let left = "\(try await bench.unreserved())"
      let refused = await bench.outcome { try await bench.reserve(49) }
      try await bench.reserve(50)
      let same = "\(try await bench.unreserved())"
      try await bench.lambda("delete-function-concurrency", [:])
      try await bench.lambda("delete-provisioned-concurrency-config", ["Qualifier": "1"])
      return [left, refused, same, "\(try await bench.unreserved())"]
    },
    Case(
      "config 7 provisioned on an alias",
      "it is split by weight, and moves with the alias",
      ["1: 10, 2: 0", "1: 7, 2: 3", "1: 0, 2: 10", "READY 10/10 of 10"]
    ) { bench in
      try await bench.publishTwo()
      try await bench.alias("live", "1")
      try await bench.provision("live", 10)
      try await bench.sleep("5s")
      var lines = [await bench.readyByVersion()]
      try await bench.weigh("live", "1", also: "2", 0.3)
      try await bench.sleep("5s")
      lines.append(await bench.readyByVersion())
      try await bench.weigh("live", "2", also: nil, 0)
      try await bench.sleep("5s")
      lines.append(await bench.readyByVersion())
      return lines + [try await bench.status("live")]
    },
    Case(
      "lifecycle 5 status",
      "FAILED when INIT fails; the reason is told, and another request tries anew",
      ["FAILED 0/0 of 2 FUNCTION_ERROR_INIT_FAILURE", "IN_PROGRESS 0/0 of 1"]
    ) { bench in
      try await bench.create(timeout: 1, variables: ["INIT": "200s"])
      _ = try await bench.publish()
      try await bench.provision("1", 2)
      try await bench.sleep("30m")
      let failed = try await bench.status("1")
      try await bench.provision("1", 1)
      return [failed, try await bench.status("1")]
    },
    Case(
      "lifecycle 5 API",
      "without a configuration there is none to be told, and none to be deleted",
      [
        "ProvisionedConcurrencyConfigNotFoundException 404 No Provisioned Concurrency Config found"
          + " for this function",
        "ok", "0 listed", "1 listed",
      ]
    ) { bench in
      try await bench.create()
      _ = try await bench.publish()
      let missing = await bench.outcome { _ = try await bench.status("1") }
      let deleted = await bench.outcome {
        try await bench.lambda("delete-provisioned-concurrency-config", ["Qualifier": "1"])
      }
      let before = try await bench.listed()
      try await bench.provision("1", 1)
      return [missing, deleted, before, try await bench.listed()]
    },
  ]

  static let bill: [Case] = [
    Case(
      "lifecycle 6 bill",
      "a GB-second while configured, a lower price while running, one request each",
      ["requests 2", "duration 0", "provisioned duration 3541538", "provisioned 10", "storage 0"]
    ) { bench in
      try await bench.publishReady("1", 10)
      let start = bench.cloud.meter.reading
      _ = try await bench.burst(2, work: "1s", qualifier: "1")
      try await bench.sleep("9s")
      let used = bench.cloud.meter.reading.since(start)
      let seconds = used.instant.duration(since: start.instant).seconds
      let kept = Double(used.quantity(of: .lambdaProvisioned)) / 1_769 / 1_000 / seconds
      return [
        "requests \(used.quantity(of: .lambdaRequests))",
        "duration \(used.quantity(of: .lambdaDuration))",
        "provisioned duration \(used.quantity(of: .lambdaProvisionedDuration))",
        "provisioned \(Int(kept.rounded()))",
        "storage \(used.quantity(of: .lambdaStorage))",
      ]
    },
    Case(
      "lifecycle 6 bill",
      "/tmp beyond 512 MB is billed by the millisecond of duration",
      ["100 MB"]
    ) { bench in
      try await bench.create()
      try await bench.update(["EphemeralStorage": ["Size": 612]])
      _ = try await bench.invoke(["work": "1s"])
      let used = bench.cloud.meter.reading.quantity(of: .lambdaStorage)
      return ["\(used / (bench.reports.last?.billedMilliseconds ?? 1)) MB"]
    },
  ]
}
