import Cloud
import JSON
import Simulation
import Testing

/// Provisioned concurrency that follows a target or a schedule.
@Suite struct ApplicationAutoScalingTests {
  typealias Case = BenchCase<LambdaBench>

  private static let dimension = "lambda:function:ProvisionedConcurrency"
  private static let resource = "function:probe:live"

  static let refusals: [Case] = [
    Case(
      "other services are refused by their names",
      [
        "NotSupportedHere 501 Scaling in the namespace dynamodb exists on AWS and is left out of"
          + " this mini cloud.",
        "ValidationException 400 1 validation error detected: Value 'moon' at 'serviceNamespace'"
          + " failed to satisfy constraint: Member must satisfy enum value set: [ecs,"
          + " elasticmapreduce, ec2, appstream, dynamodb, rds, sagemaker, custom-resource,"
          + " comprehend, lambda, cassandra, kafka, elasticache, neptune, workspaces]",
      ]
    ) { bench in
      [
        await bench.outcome {
          _ = try await bench.scaling("describe-scalable-targets", ["ServiceNamespace": "dynamodb"])
        },
        await bench.outcome {
          _ = try await bench.scaling("describe-scalable-targets", ["ServiceNamespace": "moon"])
        },
      ]
    },
    Case(
      "what is no version and no alias cannot be scaled",
      [
        "ValidationException 400 Unsupported service namespace, resource type or scalable"
          + " dimension",
        "ResourceNotFoundException 404 Cannot find alias arn:"
          + " arn:aws:lambda:us-east-1:123456789012:function:probe:none",
        "ValidationException 400 A new scalable target needs a MinCapacity and a MaxCapacity.",
        "ValidationException 400 MinCapacity must be from 0 to MaxCapacity, and not 3 with 2.",
      ]
    ) { bench in
      try await bench.publishLive()
      var answers: [String] = []
      let bounds: JSONObject = ["MinCapacity": 1, "MaxCapacity": 2]
      let reversed: JSONObject = ["MinCapacity": 3, "MaxCapacity": 2]
      let nothing: JSONObject = [:]
      for (id, bounds) in [
        ("table/orders", bounds), ("function:probe:none", bounds), (resource, nothing),
        (resource, reversed),
      ] {
        answers.append(
          await bench.outcome {
            _ = try await bench.scaling("register-scalable-target", id: id, bounds)
          }
        )
      }
      return answers
    },
    Case(
      "without a target there is nothing to scale",
      [
        "No scalable target registered for service namespace: lambda, resource ID:"
          + " function:probe:live, scalable dimension: lambda:function:ProvisionedConcurrency",
        "No scalable target found for service namespace: lambda, resource ID:"
          + " function:probe:live, scalable dimension: lambda:function:ProvisionedConcurrency",
        "No scaling policy found for service namespace: lambda, resource ID: function:probe:live,"
          + " scalable dimension: lambda:function:ProvisionedConcurrency, policy name: p",
        "No scheduled action found for service namespace: lambda, resource ID:"
          + " function:probe:live, scalable dimension: lambda:function:ProvisionedConcurrency,"
          + " scheduled action name: a",
      ]
    ) { bench in
      try await bench.publishLive()
      var answers: [String] = []
      let policy: JSONObject = ["PolicyName": "p"]
      let action: JSONObject = ["ScheduledActionName": "a"]
      let nothing: JSONObject = [:]
      for (operation, input) in [
        ("put-scaling-policy", policy), ("deregister-scalable-target", nothing),
        ("delete-scaling-policy", policy), ("delete-scheduled-action", action),
      ] {
        let answer = await bench.outcome {
          _ = try await bench.scaling(operation, id: resource, input)
        }
        answers.append(String(answer.dropFirst("ObjectNotFoundException 400 ".count)))
      }
      return answers
    },
    Case(
      "schedules that are none are refused",
      ["refused", "refused", "refused", "refused", "ok", "ok", "ok"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(1, 5)
      var answers: [String] = []
      for schedule in [
        "at(tomorrow)", "rate(0 minutes)", "rate(5 minute)", "cron(0 8 * * * *)",
        "cron(0 8 ? * MON-FRI *)", "rate(1 hour)", "at(2026-01-01T08:00:00)",
      ] {
        let answer = await bench.outcome { try await bench.schedule("a", schedule, minimum: 1) }
        answers.append(answer == "ok" ? "ok" : "refused")
      }
      return answers
    },
  ]

  static let scaling: [Case] = [
    Case(
      "registering brings the capacity into the bounds",
      ["READY 2/2 of 2", "minimum capacity was set to 2", "READY 4/4 of 4"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(2, 10)
      try await bench.sleep("5s")
      let first = try await bench.status("live")
      let cause = try await bench.causes().first ?? ""
      try await bench.register(4, 10)
      try await bench.sleep("5s")
      return [first, cause, try await bench.status("live")]
    },
    Case(
      "out after three minutes above the target, in after fifteen far below it",
      ["10", "15", "alarm High", "2", "alarm Low"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(2, 50)
      try await bench.track(0.6)
      try await bench.provision("live", 10)
      try await bench.sleep("10s")
      // Nine in use all the time: 0.9 of ten, 1.5 times the target.
      bench.keepBusy(9, for: "4m")
      try await bench.sleep("2m")
      var lines = ["\(try await bench.requested())"]
      try await bench.sleep("2m")
      lines.append("\(try await bench.requested())")
      lines.append(try await bench.alarm())
      bench.keepBusy(1, for: "25m")
      try await bench.sleep("25m")
      return lines + ["\(try await bench.requested())", try await bench.alarm()]
    },
    Case(
      "without requests the metric has no data, and nothing is taken away",
      ["10"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(2, 50)
      try await bench.track(0.6)
      try await bench.provision("live", 10)
      try await bench.sleep("1h")
      return ["\(try await bench.requested())"]
    },
    Case(
      "a schedule sets the bounds at its times",
      ["0", "20", "scheduled action name up was triggered", "3", "20"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(0, 50)
      // The simulation begins at midnight on a Thursday.
      try await bench.schedule("up", "cron(0 8 ? * MON-FRI *)", minimum: 20)
      try await bench.schedule("down", "cron(30 9 ? * MON-FRI *)", minimum: 0, maximum: 3)
      try await bench.sleep("7h")
      var lines = ["\(try await bench.requested())"]
      try await bench.sleep("2h")
      lines.append("\(try await bench.requested())")
      lines.append(try await bench.causes().first ?? "")
      try await bench.sleep("1h")
      lines.append("\(try await bench.requested())")
      try await bench.sleep("23h")
      return lines + ["\(try await bench.requested())"]
    },
    Case(
      "a schedule may be on the clocks of a time zone",
      ["0", "20", "ValidationException 400 The time zone Mars/Base is not supported."]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(0, 50)
      // Eight in New York is one in the afternoon, UTC.
      try await bench.schedule("up", "cron(0 8 * * ? *)", in: "America/New_York", minimum: 20)
      try await bench.sleep("12h")
      var lines = ["\(try await bench.requested())"]
      try await bench.sleep("2h")
      lines.append("\(try await bench.requested())")
      lines.append(
        await bench.outcome {
          try await bench.schedule("up", "cron(0 8 * * ? *)", in: "Mars/Base", minimum: 20)
        }
      )
      return lines
    },
    Case(
      "a rate counts from its beginning, a date is once, and a deleted action is silent",
      ["1", "2", "7", "7"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(1, 50)
      try await bench.schedule("often", "rate(10 minutes)", minimum: 2)
      try await bench.schedule("once", "at(2026-01-01T01:00:00)", minimum: 7)
      try await bench.sleep("9m")
      var lines = ["\(try await bench.requested())"]
      try await bench.sleep("2m")
      lines.append("\(try await bench.requested())")
      try await bench.sleep("50m")
      lines.append("\(try await bench.requested())")
      _ = try await bench.scaling(
        "delete-scheduled-action",
        id: resource,
        ["ScheduledActionName": "often"]
      )
      try await bench.sleep("1h")
      return lines + ["\(try await bench.requested())"]
    },
    Case(
      "what Lambda refuses is a failed activity",
      ["Failed", "1"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(1, 2_000)
      try await bench.schedule("flood", "at(2026-01-01T01:00:00)", minimum: 1_500)
      try await bench.sleep("2h")
      let list = try await bench.activities()
      return [list.first?["StatusCode"]?.stringValue ?? "", "\(try await bench.requested())"]
    },
    Case(
      "what is there is described, and goes with its target",
      ["1 target, 1 policy, 1 action", "0 target, 0 policy, 0 action", "2"]
    ) { bench in
      try await bench.publishLive()
      try await bench.register(2, 10)
      try await bench.track(0.7)
      try await bench.schedule("a", "rate(1 day)", minimum: 3)
      let before = try await bench.inventory()
      _ = try await bench.scaling("deregister-scalable-target", id: resource, [:])
      return [before, try await bench.inventory(), "\(try await bench.requested())"]
    },
  ]

  @Test("Refusals", arguments: refusals)
  func refuses(_ row: Case) throws { try check(row) }

  @Test("Scaling", arguments: scaling)
  func scales(_ row: Case) throws { try check(row) }

  private func check(_ row: Case) throws {
    let bench = LambdaBench()
    let lines = try bench.cloud.simulation.run { try await row.body(bench) }
    #expect(lines == row.expected)
    bench.cloud.shutDown()
  }
}

extension LambdaBench {
  fileprivate func scaling(_ operation: String, _ input: JSONObject) async throws -> JSONValue {
    try await ask("application-autoscaling", operation, input)
  }

  /// Asks about one resource of Lambda's.
  fileprivate func scaling(
    _ operation: String,
    id: String,
    _ input: JSONObject
  ) async throws -> JSONValue {
    var input = input
    input["ServiceNamespace"] = "lambda"
    input["ResourceId"] = .string(id)
    input["ScalableDimension"] = "lambda:function:ProvisionedConcurrency"
    return try await scaling(operation, input)
  }

  private func live(_ operation: String, _ input: JSONObject) async throws -> JSONValue {
    try await scaling(operation, id: "function:probe:live", input)
  }

  /// The function with version 1 and the alias `live` of it.
  fileprivate func publishLive() async throws {
    try await create()
    _ = try await publish()
    try await alias("live", "1")
  }

  fileprivate func register(_ minimum: Int, _ maximum: Int) async throws {
    _ = try await live(
      "register-scalable-target",
      [
        "MinCapacity": .number(JSONNumber(minimum)), "MaxCapacity": .number(JSONNumber(maximum)),
      ]
    )
  }

  fileprivate func track(_ target: Double) async throws {
    _ = try await live(
      "put-scaling-policy",
      [
        "PolicyName": "p", "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": [
          "TargetValue": .number(JSONNumber(target)),
          "PredefinedMetricSpecification": [
            "PredefinedMetricType": "LambdaProvisionedConcurrencyUtilization"
          ],
        ],
      ]
    )
  }

  fileprivate func schedule(
    _ name: String,
    _ schedule: String,
    in zone: String? = nil,
    minimum: Int,
    maximum: Int? = nil
  ) async throws {
    var action: JSONObject = ["MinCapacity": .number(JSONNumber(minimum))]
    if let maximum { action["MaxCapacity"] = .number(JSONNumber(maximum)) }
    if maximum == nil { action["MaxCapacity"] = .number(JSONNumber(max(50, minimum))) }
    var settings: JSONObject = [
      "ScheduledActionName": .string(name), "Schedule": .string(schedule),
      "ScalableTargetAction": .object(action),
    ]
    settings["Timezone"] = zone.map { .string($0) }
    _ = try await live("put-scheduled-action", settings)
  }

  /// Keeps so many environments in use.
  fileprivate func keepBusy(_ count: Int, for text: String) {
    let end = cloud.simulation.now.advanced(by: Duration(spelled: text) ?? .zero)
    for _ in 0..<count {
      cloud.simulation.spawn(on: cloud.lambda) { [self] _ in
        while cloud.simulation.now < end {
          _ = try? await invoke(["work": "2900ms"], qualifier: "live")
        }
      }
    }
  }

  fileprivate func requested() async throws -> Int {
    let answer = try? await call(
      GetProvisionedConcurrencyConfig(functionName: "probe", qualifier: "live")
    )
    return answer?.requestedProvisionedConcurrentExecutions ?? 0
  }

  fileprivate func activities() async throws -> [JSONValue] {
    let list = try await live("describe-scaling-activities", [:])
    return list["ScalingActivities"]?.arrayValue ?? []
  }

  fileprivate func causes() async throws -> [String] {
    try await activities().compactMap { $0["Cause"]?.stringValue }
  }

  /// Which of its two alarms a policy has acted on last.
  fileprivate func alarm() async throws -> String {
    let cause = try await causes().first ?? ""
    let isHigh = cause.contains("-AlarmHigh-")
    return isHigh ? "alarm High" : cause.contains("-AlarmLow-") ? "alarm Low" : cause
  }

  fileprivate func inventory() async throws -> String {
    func count(_ operation: String, _ key: String) async throws -> Int {
      let list = try await scaling(operation, ["ServiceNamespace": "lambda"])
      return list[key]?.arrayValue?.count ?? 0
    }
    let targets = try await count("describe-scalable-targets", "ScalableTargets")
    let policies = try await count("describe-scaling-policies", "ScalingPolicies")
    let actions = try await count("describe-scheduled-actions", "ScheduledActions")
    return "\(targets) target, \(policies) policy, \(actions) action"
  }
}
