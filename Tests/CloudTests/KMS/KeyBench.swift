import Cloud
import JSON
import Simulation

/// What the tests of keys have in common.
extension MessagingBench {
  /// Calls an operation of a service as the command line does.
  @discardableResult
  func call(
    _ service: String,
    _ operation: String,
    _ input: JSONObject = [:],
    as account: String = Cloud.homeAccount
  ) async throws -> JSONValue {
    try await cloud.account(account).perform(
      service: service,
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }

  /// Calls an operation of KMS.
  @discardableResult
  func kms(
    _ operation: String,
    _ input: JSONObject = [:],
    as account: String = Cloud.homeAccount
  ) async throws -> JSONValue {
    try await call("kms", operation, input, as: account)
  }

  /// Makes a key, whose policy has these statements if any are given, and returns its ARN.
  func makeKey(
    _ statements: [JSONValue]? = nil,
    as account: String = Cloud.homeAccount
  ) async throws -> String {
    var input: JSONObject = [:]
    if let statements {
      input = ["Policy": .string(Self.policy(statements)), "BypassPolicyLockoutSafetyCheck": true]
    }
    let made = try await kms("create-key", input, as: account)
    return made["KeyMetadata"]?["Arn"]?.stringValue ?? "no key"
  }

  /// Puts a policy with these statements over that of a key.
  func setPolicy(_ statements: [JSONValue], of key: String) async throws {
    try await kms(
      "put-key-policy",
      [
        "KeyId": .string(key), "Policy": .string(Self.policy(statements)),
        "BypassPolicyLockoutSafetyCheck": true,
      ]
    )
  }

  /// Makes a role, whose one policy has these statements if any are given, and returns its ARN.
  func makeRole(_ name: String, _ statements: [JSONValue] = []) async throws -> String {
    let trust =
      #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"#
      + #"{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}"#
    try await call(
      "iam",
      "create-role",
      ["RoleName": .string(name), "AssumeRolePolicyDocument": .string(trust)]
    )
    if !statements.isEmpty { try await setRole(name, statements) }
    return "arn:aws:iam::123456789012:role/\(name)"
  }

  /// Puts a policy with these statements over that of a role.
  func setRole(_ name: String, _ statements: [JSONValue]) async throws {
    try await call(
      "iam",
      "put-role-policy",
      [
        "RoleName": .string(name), "PolicyName": "p",
        "PolicyDocument": .string(Self.policy(statements)),
      ]
    )
  }

  static func policy(_ statements: [JSONValue]) -> String {
    let policy: JSONValue = ["Version": "2012-10-17", "Statement": .array(statements)]
    return policy.text()
  }

  /// The statement that lets an account's own policies decide.
  static let delegation: JSONValue = [
    "Effect": "Allow", "Principal": ["AWS": "arn:aws:iam::123456789012:root"], "Action": "kms:*",
    "Resource": "*",
  ]

  /// A statement that lets a service use a key.
  static func letting(_ service: String, _ condition: JSONValue? = nil) -> JSONValue {
    var statement: JSONObject = [
      "Effect": "Allow", "Principal": ["Service": .string("\(service).amazonaws.com")],
      "Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*",
    ]
    if let condition { statement["Condition"] = condition }
    return .object(statement)
  }

  /// What somebody was answered: `done`, or the error's code.
  static func outcome(_ body: () async throws -> Void) async throws -> String {
    do {
      try await body()
      return "done"
    } catch let error as ServiceError {
      return error.code
    }
  }

  /// What the function `sender` does unless told otherwise.
  static let sending = #""call": "sqs send-message", "with": {"QueueUrl": "q", "MessageBody": "x"}"#

  /// Makes a function that makes one call in the role of this name.
  func makeSender(
    as role: String,
    _ name: String = "sender",
    _ call: String = MessagingBench.sending
  ) async throws {
    try await self.call(
      "lambda",
      "create-function",
      [
        "FunctionName": .string(name), "Runtime": "python3.13", "Handler": "app.handler",
        "Role": .string("arn:aws:iam::123456789012:role/\(role)"),
        "ZipFile": .string(#"{"handler": [{\#(call)}]}"#),
      ]
    )
    try await sleep(.seconds(2))
  }

  /// Lets the function make its call, and tells what came of it.
  func invokeSender(_ name: String = "sender") async throws -> String {
    let answer = try await call("lambda", "invoke", ["FunctionName": .string(name)])
    guard answer["FunctionError"] != nil else { return "done" }
    return answer["Payload"]?["errorType"]?.stringValue ?? answer.text()
  }

  /// How many requests to KMS were billed to a component.
  func requests(of component: String) -> String {
    "\(cloud.meter.reading.quantity(of: .kmsRequests, for: component))"
  }
}
