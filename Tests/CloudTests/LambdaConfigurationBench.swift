import Cloud
import JSON
import Simulation
import Testing

/// One bullet of the facts about configuration: an operation, and what it answers.
struct LambdaRow: Sendable, CustomTestStringConvertible {
  let fact: String
  /// What is done before: an operation and its input, or `sleep` and a number of seconds.
  let before: [(operation: String, input: JSONValue)]
  let operation: String
  let input: JSONValue
  /// `STATUS CODE: TEXT`, or `PATH = VALUE` for each part that matters.
  let expected: [String]
  var testDescription: String { fact }

  init(
    _ fact: String,
    after before: [(String, JSONValue)] = [],
    _ operation: String,
    _ input: JSONValue,
    _ expected: String...
  ) {
    self.fact = fact
    self.before = before.map { (operation: $0.0, input: $0.1) }
    self.operation = operation
    self.input = input
    self.expected = expected
  }

  /// What really comes out, in the form of ``expected``.
  func actual() throws -> [String] {
    let cloud = Cloud(on: Simulation(seed: 5))
    defer { cloud.shutDown() }
    return try cloud.simulation.run {
      try await Self.prepare(cloud)
      for (operation, input) in before {
        if operation == "sleep" {
          try await cloud.simulation.sleep(for: .seconds(input.intValue ?? 0))
        } else {
          _ = try? await Self.call(operation, input, on: cloud)
        }
      }
      do {
        let answer = try await Self.call(operation, input, on: cloud)
        return expected.map { line in
          let path = String(line.split(separator: " = ", maxSplits: 1)[0])
          return "\(path) = \(Self.text(at: path, in: answer))"
        }
      } catch let error as ServiceError {
        return ["\(error.status) \(error.code): \(error.message)"]
      }
    }
  }

  /// Function `f` with versions 1 and 2, alias `live` on 1, and layer `tools` with one version.
  private static func prepare(_ cloud: Cloud) async throws {
    _ = try await call("create-function", Self.function("f"), on: cloud)
    try await cloud.simulation.sleep(for: .seconds(5))
    _ = try await call("publish-version", ["FunctionName": "f"], on: cloud)
    _ = try await call(
      "update-function-code",
      ["FunctionName": "f", "ZipFile": #"{"handler": [{"return": 2}]}"#],
      on: cloud
    )
    try await cloud.simulation.sleep(for: .seconds(5))
    _ = try await call("publish-version", ["FunctionName": "f"], on: cloud)
    _ = try await call(
      "create-alias",
      ["FunctionName": "f", "Name": "live", "FunctionVersion": "1"],
      on: cloud
    )
    _ = try await call(
      "publish-layer-version",
      ["LayerName": "tools", "ZipFile": #"{"extensions": {}}"#],
      on: cloud
    )
  }

  /// What makes a function from a recipe, with more or other settings.
  static func function(_ name: String, _ more: JSONObject = [:]) -> JSONValue {
    var input: JSONObject = [
      "FunctionName": .string(name), "Runtime": "python3.13", "Handler": "app.handler",
      "Role": "arn:aws:iam::123456789012:role/shop",
      "ZipFile": #"{"handler": [{"return": 1}]}"#,
    ]
    for (key, value) in more { input[key] = value == .null ? nil : value }
    return .object(input)
  }

  /// The input that changes `f`.
  static func update(_ settings: JSONObject) -> JSONValue {
    var input = settings
    input["FunctionName"] = "f"
    return .object(input)
  }

  static func call(
    _ operation: String,
    _ input: JSONValue,
    on cloud: Cloud
  ) async throws -> JSONValue {
    try await cloud.perform(service: "lambda", operation: operation, input: input, for: .learner)
  }

  /// The part at a path such as `Versions.0.Version`; `#` counts, `-` is nothing.
  private static func text(at path: String, in answer: JSONValue) -> String {
    var value: JSONValue? = answer
    for part in path.split(separator: ".") {
      if part == "#" { return "\(value?.arrayValue?.count ?? value?.objectValue?.count ?? 0)" }
      value = Int(part).flatMap { value?[$0] } ?? value?[String(part)]
    }
    return value.map { $0.stringValue ?? $0.text() } ?? "-"
  }

  static let fixed =
    "400 InvalidParameterValueException: Current operation does not support versions other than"
    + " $LATEST. Please set the version to $LATEST or do not set a version in your request."
  static let mismatch =
    "412 PreconditionFailedException: The Revision Id provided does not match the latest Revision"
    + " Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id"

  static let arn = "arn:aws:lambda:us-east-1:123456789012:function:f"
  static let tools = "arn:aws:lambda:us-east-1:123456789012:layer:tools:1"
}
