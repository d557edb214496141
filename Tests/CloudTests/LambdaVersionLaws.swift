import Cloud
import JSON
import Simulation
import Testing

/// What holds for versions, aliases and URLs whatever happens.
struct LambdaVersionLaws {
  /// Random changes, versions and deletions; each version answers what it did when it was published.
  @Test(arguments: [1, 2, 3] as [UInt64], [nil, 7] as [UInt64?])
  func `a published version answers the same for ever`(seed: UInt64, shuffling: UInt64?) throws {
    let cloud = Cloud(on: Simulation(seed: seed, shuffling: shuffling))
    defer { cloud.shutDown() }
    let wrong = try cloud.simulation.run { () -> [String] in
      _ = try await LambdaRow.call("create-function", LambdaRow.function("f"), on: cloud)
      try await cloud.simulation.sleep(for: .seconds(2))
      var draws = cloud.simulation.randomStream("law")
      var answers: [String: JSONValue] = [:]
      var wrong: [String] = []
      for round in 0..<90 {
        switch draws.uniform(below: 3) {
        case 0:
          let recipe = #"{"handler": [{"return": \#(round)}]}"#
          let input: JSONValue = ["FunctionName": "f", "ZipFile": .string(recipe)]
          _ = try? await LambdaRow.call("update-function-code", input, on: cloud)
        case 1:
          let input: JSONValue = ["FunctionName": "f"]
          guard
            let published = try? await LambdaRow.call("publish-version", input, on: cloud),
            let version = published["Version"]?.stringValue
          else { break }
          let answer = try await invoke(version, on: cloud)
          if let old = answers.updateValue(answer, forKey: version), old != answer {
            wrong.append(version)
          }
        default: try await cloud.simulation.sleep(for: .milliseconds(700))
        }
        for (version, answer) in answers.sorted(by: { $0.key < $1.key })
        where try await invoke(version, on: cloud) != answer {
          wrong.append(version)
        }
      }
      return answers.count >= 3 ? wrong : ["too few versions: \(answers.count)"]
    }
    #expect(wrong == [])
  }

  private func invoke(_ version: String, on cloud: Cloud) async throws -> JSONValue {
    let input: JSONValue = ["FunctionName": "f", "Qualifier": .string(version)]
    return try await LambdaRow.call("invoke", input, on: cloud)["Payload"] ?? .null
  }

  /// Within five standard deviations of the binomial distribution.
  @Test(arguments: [0.0, 0.05, 0.1, 0.5, 0.9, 1.0])
  func `an alias's weights hold`(weight: Double) throws {
    let cloud = Cloud(on: Simulation(seed: 11))
    defer { cloud.shutDown() }
    let count = 4_000
    let second = try cloud.simulation.run { () -> Int in
      _ = try await LambdaRow.call("create-function", LambdaRow.function("f"), on: cloud)
      try await cloud.simulation.sleep(for: .seconds(2))
      _ = try await LambdaRow.call("publish-version", ["FunctionName": "f"], on: cloud)
      let recipe: JSONValue = ["FunctionName": "f", "ZipFile": #"{"handler": [{"return": 2}]}"#]
      _ = try await LambdaRow.call("update-function-code", recipe, on: cloud)
      try await cloud.simulation.sleep(for: .seconds(2))
      _ = try await LambdaRow.call("publish-version", ["FunctionName": "f"], on: cloud)
      let weights: JSONValue = ["AdditionalVersionWeights": ["2": .number(JSONNumber(weight))]]
      _ = try await LambdaRow.call(
        "create-alias",
        ["FunctionName": "f", "Name": "live", "FunctionVersion": "1", "RoutingConfig": weights],
        on: cloud
      )
      var second = 0
      for _ in 0..<count where try await invoke("live", on: cloud) == 2 { second += 1 }
      return second
    }
    let deviation = (Double(count) * weight * (1 - weight)).squareRoot()
    #expect(abs(Double(second) - Double(count) * weight) <= 5 * deviation)
  }

  @Test func `a function URL answers once a permission opens it`() throws {
    let cloud = Cloud(on: Simulation(seed: 2))
    defer { cloud.shutDown() }
    let recipe = #"{"handler": [{"return": {"path": "{event.rawPath}"}}]}"#
    let answers = try cloud.simulation.run { () -> [String] in
      let create = LambdaRow.function("f", ["ZipFile": .string(recipe)])
      _ = try await LambdaRow.call("create-function", create, on: cloud)
      try await cloud.simulation.sleep(for: .seconds(2))
      let input: JSONValue = ["FunctionName": "f", "AuthType": "NONE"]
      let config = try await LambdaRow.call("create-function-url-config", input, on: cloud)
      let endpoint = try await cloud.lambda.endpoint(config["FunctionUrl"]?.stringValue ?? "")
      let client = HTTPClient(cloud: cloud, component: "browser")
      let request = HTTPRequest(method: "GET", path: "/orders?id=1")
      let before = try await client.send(request, to: endpoint)
      let permission: JSONValue = [
        "FunctionName": "f", "StatementId": "open", "Action": "lambda:InvokeFunctionUrl",
        "Principal": "*", "FunctionUrlAuthType": "NONE",
      ]
      _ = try await LambdaRow.call("add-permission", permission, on: cloud)
      let half = try await client.send(request, to: endpoint)
      let invoking: JSONValue = [
        "FunctionName": "f", "StatementId": "invoke", "Action": "lambda:InvokeFunction",
        "Principal": "*", "InvokedViaFunctionUrl": true,
      ]
      _ = try await LambdaRow.call("add-permission", invoking, on: cloud)
      let after = try await client.send(request, to: endpoint)
      _ = try await LambdaRow.call("delete-function-url-config", ["FunctionName": "f"], on: cloud)
      let gone = await Result { try await client.send(request, to: endpoint) }
      return [before, half, after].map { "\($0.status) \($0.body?.text() ?? "")" } + ["\(gone)"]
    }
    #expect(
      answers == [
        #"403 {"Message":"Forbidden"}"#, #"403 {"Message":"Forbidden"}"#,
        #"200 {"path":"/orders"}"#,
        "failure(connection refused)",
      ]
    )
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
