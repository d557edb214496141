import Cloud
import JSON
import Simulation
import Testing

/// A cloud with a function of two versions, an alias on the first, and a deployment group.
struct DeploymentBench {
  let cloud = Cloud(on: Simulation(seed: 3))

  func call(_ operation: String, _ input: JSONValue = [:]) async throws -> JSONValue {
    try await cloud.perform(service: "deploy", operation: operation, input: input, for: .learner)
  }

  func lambda(_ operation: String, _ input: JSONValue) async throws -> JSONValue {
    try await cloud.perform(service: "lambda", operation: operation, input: input, for: .learner)
  }

  func prepare(config: String, alarms: [String] = [], rollback: [String] = []) async throws {
    _ = try await lambda(
      "create-function",
      [
        "FunctionName": "checkout", "Runtime": "python3.13", "Handler": "app.handler",
        "Role": "arn:aws:iam::123456789012:role/shop",
        "ZipFile": #"{"handler": [{"return": 1}]}"#,
      ]
    )
    try await cloud.simulation.sleep(for: .seconds(30))
    _ = try await lambda("publish-version", ["FunctionName": "checkout"])
    _ = try await lambda(
      "update-function-code",
      ["FunctionName": "checkout", "ZipFile": #"{"handler": [{"return": 2}]}"#]
    )
    try await cloud.simulation.sleep(for: .seconds(30))
    _ = try await lambda("publish-version", ["FunctionName": "checkout"])
    _ = try await lambda(
      "create-alias",
      ["FunctionName": "checkout", "Name": "live", "FunctionVersion": "1"]
    )
    _ = try await call(
      "create-application",
      ["applicationName": "shop", "computePlatform": "Lambda"]
    )
    _ = try await call(
      "create-deployment-group",
      [
        "applicationName": "shop", "deploymentGroupName": "checkout",
        "serviceRoleArn": "arn:aws:iam::123456789012:role/deploy",
        "deploymentConfigName": .string("CodeDeployDefault.Lambda\(config)"),
        "alarmConfiguration": [
          "enabled": true, "alarms": .array(alarms.map { ["name": .string($0)] }),
        ],
        "autoRollbackConfiguration": [
          "enabled": .bool(!rollback.isEmpty), "events": .array(rollback.map { .string($0) }),
        ],
      ]
    )
  }

  func deploy(from current: String = "1", to target: String = "2") async throws -> String {
    let answer = try await call(
      "create-deployment",
      [
        "applicationName": "shop", "deploymentGroupName": "checkout",
        "revision": [
          "revisionType": "AppSpecContent",
          "appSpecContent": ["content": .string(Self.appSpec(current, target))],
        ],
      ]
    )
    return answer["deploymentId"]?.stringValue ?? ""
  }

  static func appSpec(_ current: String, _ target: String) -> String {
    #"{"version": 0.0, "Resources": [{"checkout": {"Type": "AWS::Lambda::Function", "#
      + #""Properties": {"Name": "checkout", "Alias": "live", "CurrentVersion": "\#(current)", "#
      + #""TargetVersion": "\#(target)"}}}]}"#
  }

  /// Where the alias points now: `1`, or `1 + 2×0.1`.
  func route() async throws -> String {
    let alias = try await lambda("get-alias", ["FunctionName": "checkout", "Name": "live"])
    let version = alias["FunctionVersion"]?.stringValue ?? ""
    let weights = alias["RoutingConfig"]?["AdditionalVersionWeights"]?.objectValue
    guard let second = weights?.first else { return version }
    return "\(version) + \(second.key)×\(second.value.doubleValue ?? 0)"
  }

  func status(_ id: String) async throws -> String {
    let info = try await call("get-deployment", ["deploymentId": .string(id)])["deploymentInfo"]
    let code = info?["errorInformation"]?["code"]?.stringValue
    return (info?["status"]?.stringValue ?? "") + (code.map { " \($0)" } ?? "")
  }
}

@Suite("CodeDeploy")
struct CodeDeployTests {
  @Test(
    "Traffic shifts as the configuration says",
    arguments: [
      ("AllAtOnce", ["2", "2"], [1, 60]),
      ("Canary10Percent5Minutes", ["1 + 2×0.1", "1 + 2×0.1", "2"], [1, 298, 2]),
      (
        "Linear10PercentEvery1Minute", ["1 + 2×0.1", "1 + 2×0.2", "1 + 2×0.9", "2"],
        [1, 60, 420, 60]
      ),
    ]
  )
  func shifting(config: String, routes: [String], waits: [Int]) throws {
    let bench = DeploymentBench()
    let seen = try bench.cloud.simulation.run {
      try await bench.prepare(config: config)
      let id = try await bench.deploy()
      var seen: [String] = []
      for wait in waits {
        try await bench.cloud.simulation.sleep(for: .seconds(wait))
        seen.append(try await bench.route())
      }
      return seen + [try await bench.status(id)]
    }
    #expect(seen == routes + ["Succeeded"])
  }

  @Test(
    "An alarm stops a deployment, and moves the alias back where that is wanted",
    arguments: [
      ([], "1 + 2×0.1", ["Stopped ALARM_ACTIVE"]),
      (["DEPLOYMENT_STOP_ON_ALARM"], "1", ["Succeeded", "Stopped ALARM_ACTIVE"]),
      (["DEPLOYMENT_FAILURE"], "1 + 2×0.1", ["Stopped ALARM_ACTIVE"]),
    ]
  )
  func alarms(rollback: [String], route: String, statuses: [String]) throws {
    let bench = DeploymentBench()
    let cloud = bench.cloud
    let seen = try cloud.simulation.run {
      let simulation = cloud.simulation
      let start = simulation.now
      await cloud.codeDeploy.setAlarm("errors") {
        simulation.now.duration(since: start) > .seconds(180)
      }
      try await bench.prepare(
        config: "Canary10Percent30Minutes",
        alarms: ["errors"],
        rollback: rollback
      )
      _ = try await bench.deploy()
      try await simulation.sleep(for: .seconds(240))
      let list = try await bench.call("list-deployments")["deployments"]?.arrayValue ?? []
      var statuses: [String] = []
      for id in list { statuses.append(try await bench.status(id.stringValue ?? "")) }
      return [try await bench.route()] + statuses
    }
    #expect(seen == [route] + statuses)
  }

  @Test("A deployment can be stopped, and the group is free for the next")
  func stopping() throws {
    let bench = DeploymentBench()
    let seen = try bench.cloud.simulation.run {
      try await bench.prepare(config: "Canary10Percent5Minutes")
      let id = try await bench.deploy()
      try await bench.cloud.simulation.sleep(for: .seconds(1))
      var refused = ""
      do { _ = try await bench.deploy() } catch let error as ServiceError { refused = error.code }
      _ = try await bench.call(
        "stop-deployment",
        ["deploymentId": .string(id), "autoRollbackEnabled": true]
      )
      try await bench.cloud.simulation.sleep(for: .seconds(20))
      let after = [refused, try await bench.status(id), try await bench.route()]
      let next = try await bench.deploy(from: "2", to: "1")
      try await bench.cloud.simulation.sleep(for: .seconds(1))
      return after + [try await bench.status(next), try await bench.route()]
    }
    #expect(
      seen == [
        "DeploymentLimitExceededException", "Stopped MANUAL_STOP", "1",
        "Failed INVALID_LAMBDA_CONFIGURATION", "1",
      ]
    )
  }

  @Test(
    "What cannot be deployed is refused",
    arguments: [
      ("create-application", #"{"applicationName": "a"}"#, "left out of this mini cloud"),
      ("create-deployment", #"{"applicationName": "none", "deploymentGroupName": "g"}"#, "No app"),
      ("get-deployment", #"{"deploymentId": "d-NONE"}"#, "could not be found"),
      ("get-deployment-config", #"{"deploymentConfigName": "Fast"}"#, "No Deployment Config"),
      (
        "create-deployment",
        #"{"applicationName": "shop", "deploymentGroupName": "checkout"}"#,
        "revision ID was not specified"
      ),
      (
        "create-deployment",
        #"""
        {"applicationName": "shop", "deploymentGroupName": "checkout", "revision":
          {"revisionType": "AppSpecContent", "appSpecContent": {"content": "version: 0.0"}}}
        """#,
        "not JSON"
      ),
      (
        "create-deployment-group",
        #"""
        {"applicationName": "shop", "deploymentGroupName": "g", "serviceRoleArn":
          "arn:aws:iam::123456789012:role/deploy", "alarmConfiguration":
          {"enabled": true, "alarms": [{"name": "bell"}]}}
        """#,
        "No alarm found for name: bell"
      ),
    ]
  )
  func refusals(operation: String, input: String, text: String) throws {
    let bench = DeploymentBench()
    let message = try bench.cloud.simulation.run {
      try await bench.prepare(config: "AllAtOnce")
      do {
        _ = try await bench.call(operation, try JSONValue(parsing: input))
        return "accepted"
      } catch let error as ServiceError {
        return error.message
      }
    }
    #expect(message.contains(text), "\(message)")
  }
}
