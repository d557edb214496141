import Cloud
import JSON
import Testing

/// What a role lets a function log, which functions take it, and what can be attached to it.
struct RoleUseConformance {
  @Test(arguments: logs + trust + managed) func `a role is used`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  // MARK: Logs

  /// Which of the function's lines are written, and what there is of its log group.
  private static func log(
    _ title: String,
    _ actions: [String],
    on resource: String = "*",
    isThere: Bool = false,
    _ expected: String
  ) -> InvocationCase {
    InvocationCase(title, ["200 ran", expected]) { bench in
      try await bench.makeRole()
      if !actions.isEmpty {
        let actions: [JSONValue] = actions.map { .string("logs:\($0)") }
        try await bench.permit([
          ["Effect": "Allow", "Action": .array(actions), "Resource": .string(resource)]
        ])
      }
      if isThere {
        try await bench.call("logs", "create-log-group", ["logGroupName": "/aws/lambda/f"])
      }
      try await bench.create("f", #"[{"log": "hello"}, {"return": "ran"}]"#)
      let answer = try await bench.invoke("f")
      let group = bench.cloud.logs["/aws/lambda/f"]
      let kinds = ["START", "hello", "END", "REPORT"].filter { kind in
        bench.lines("f").contains { $0.contains(kind) }
      }
      let found =
        group.map { "\($0.streams.count) streams" + kinds.map { " \($0)" }.joined() } ?? "no group"
      let status = answer["StatusCode"]?.text() ?? ""
      return ["\(status) \(answer["Payload"]?.stringValue ?? "")", found]
    }
  }

  private static let all = ["CreateLogGroup", "CreateLogStream", "PutLogEvents"]
  private static let group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f"

  private static let logs: [InvocationCase] = [
    log("all three", all, "1 streams START hello END REPORT"),
    log("on this group", all, on: group + ":*", "1 streams START hello END REPORT"),
    log("without the star behind the group", all, on: group, "no group"),
    log("on another group", all, on: group + "2:*", "no group"),
    log("none of them", [], "no group"),
    log("no new group", ["CreateLogStream", "PutLogEvents"], "no group"),
    log(
      "a group that is there",
      ["CreateLogStream", "PutLogEvents"],
      isThere: true,
      "1 streams START hello END REPORT"
    ),
    log("no new stream", ["CreateLogGroup", "PutLogEvents"], "0 streams"),
    log("no events", ["CreateLogGroup", "CreateLogStream"], "1 streams"),
    InvocationCase("the managed policy for logs", ["4 lines"]) { bench in
      try await bench.makeRole()
      try await bench.attach("service-role/AWSLambdaBasicExecutionRole")
      try await bench.create("f", #"[{"log": "hello"}]"#)
      _ = try await bench.invoke("f")
      return ["\(bench.lines("f").filter { !$0.hasPrefix("INIT_START") }.count) lines"]
    },
    InvocationCase("a permission taken away ends the log", ["no new lines"]) { bench in
      try await bench.makeRole()
      try await bench.attach("service-role/AWSLambdaBasicExecutionRole")
      try await bench.create("f", "[]")
      _ = try await bench.invoke("f")
      let before = bench.lines("f").count
      try await bench.iam(
        "detach-role-policy",
        ["PolicyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
      )
      _ = try await bench.invoke("f")
      return [bench.lines("f").count == before ? "no new lines" : "more"]
    },
  ]

  // MARK: Who may take a role

  private static let cannot =
    "400 InvalidParameterValueException: The role defined for the function cannot be assumed by"
    + " Lambda."

  private static func trusted(
    _ title: String,
    _ statement: String,
    _ expected: String
  ) -> InvocationCase {
    InvocationCase(title, [expected]) { bench in
      try await bench.makeRole(trust: #"{"Statement": [\#(statement)]}"#)
      return [try await outcome { try await bench.create("f", "[]") }]
    }
  }

  private static func outcome(_ body: () async throws -> Void) async throws -> String {
    do {
      try await body()
      return "accepted"
    } catch let error as ServiceError {
      return "\(error.status) \(error.code): \(error.message)"
    }
  }

  private static func statement(
    _ principal: String,
    _ effect: String = "Allow",
    _ more: String = ""
  ) -> String {
    #"{"Effect": "\#(effect)", "Principal": \#(principal), "Action": "sts:AssumeRole"\#(more)}"#
  }

  private static let lambda = statement(#"{"Service": "lambda.amazonaws.com"}"#)
  private static let trust: [InvocationCase] = [
    trusted("Lambda", lambda, "accepted"),
    trusted(
      "Lambda among others",
      statement(
        #"{"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]}"#
      ),
      "accepted"
    ),
    trusted("another service", statement(#"{"Service": "ec2.amazonaws.com"}"#), cannot),
    trusted("the account", statement(#"{"AWS": "123456789012"}"#), cannot),
    trusted("a denial", lambda + "," + statement("\"*\"", "Deny"), cannot),
    trusted(
      "a condition on the function",
      statement(
        #"{"Service": "lambda.amazonaws.com"}"#,
        "Allow",
        #", "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:*:function:f"}}"#
      ),
      "accepted"
    ),
    trusted(
      "a condition on another",
      statement(
        #"{"Service": "lambda.amazonaws.com"}"#,
        "Allow",
        #", "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:*:function:g"}}"#
      ),
      cannot
    ),
    InvocationCase("an update to a role that does not trust Lambda", [cannot, "accepted"]) {
      bench in
      try await bench.create("f", "[]", ["Role": "arn:aws:iam::123456789012:role/nobody"])
      try await bench.makeRole(
        trust: #"{"Statement": \#(statement(#"{"Service": "ec2.amazonaws.com"}"#))}"#
      )
      let update: JSONObject = [
        "FunctionName": "f", "Role": "arn:aws:iam::123456789012:role/shop",
      ]
      let first = try await outcome {
        try await bench.call("lambda", "update-function-configuration", update)
      }
      try await bench.iam(
        "update-assume-role-policy",
        ["PolicyDocument": .string(InvocationBench.trust)]
      )
      return [
        first,
        try await outcome {
          try await bench.call("lambda", "update-function-configuration", update)
        },
      ]
    },
    InvocationCase("a role that was deleted", [cannot]) { bench in
      try await bench.makeRole()
      try await bench.iam("delete-role")
      return [try await outcome { try await bench.create("f", "[]") }]
    },
  ]

  // MARK: Managed policies

  private static let managed: [InvocationCase] = [
    InvocationCase(
      "attached, listed, detached",
      [
        #"[{"PolicyName":"AWSLambdaBasicExecutionRole","#
          + #""PolicyArn":"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},"#
          + #"{"PolicyName":"AWSXRayDaemonWriteAccess","#
          + #""PolicyArn":"arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"}]"#,
        "409 DeleteConflict: Cannot delete entity, must detach all policies first.", "[]",
        "accepted",
      ]
    ) { bench in
      let names = ["service-role/AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess"]
      try await bench.makeRole()
      // Once more changes nothing.
      for name in names + names { try await bench.attach(name) }
      let attached = try await bench.iam("list-attached-role-policies")["AttachedPolicies"]
      let refused = try await outcome { try await bench.iam("delete-role") }
      for name in names {
        try await bench.iam(
          "detach-role-policy",
          ["PolicyArn": .string("arn:aws:iam::aws:policy/\(name)")]
        )
      }
      let rest = try await bench.iam("list-attached-role-policies")["AttachedPolicies"]
      return [
        attached?.text() ?? "", refused, rest?.text() ?? "",
        try await outcome { try await bench.iam("delete-role") },
      ]
    },
    InvocationCase(
      "what is refused",
      [
        "404 NoSuchEntity: Policy arn:aws:iam::123456789012:policy/mine does not exist or is not"
          + " attachable.",
        "400 InvalidInput: ARN mine is not valid.", "501 NotSupportedHere",
        "404 NoSuchEntity: Policy arn:aws:iam::aws:policy/AdministratorAccess was not found.",
      ]
    ) { bench in
      try await bench.makeRole()
      var seen: [String] = []
      for arn in [
        "arn:aws:iam::123456789012:policy/mine", "mine", "arn:aws:iam::aws:policy/ReadOnlyAccess",
      ] {
        seen.append(
          try await outcome {
            try await bench.iam("attach-role-policy", ["PolicyArn": .string(arn)])
          }
        )
      }
      seen.append(
        try await outcome {
          try await bench.iam(
            "detach-role-policy",
            ["PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"]
          )
        }
      )
      return seen.map { $0.hasPrefix("501") ? String($0.prefix { $0 != ":" }) : $0 }
    },
    InvocationCase("a queue is polled with the managed policy for queues", ["1 runs"]) { bench in
      try await bench.makeRole()
      try await bench.attach("service-role/AWSLambdaSQSQueueExecutionRole")
      try await bench.queue("work")
      try await bench.create("f", "[]")
      try await bench.map("work", to: "f")
      try await bench.sleep("5s")
      try await bench.call("sqs", "send-message", ["QueueUrl": "work", "MessageBody": "x"])
      try await bench.sleep("10s")
      return ["\(bench.runs) runs"]
    },
  ]
}

extension InvocationBench {
  static let trust =
    #"{"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "#
    + #""Action": "sts:AssumeRole"}]}"#

  /// An operation on the role `shop`.
  @discardableResult
  func iam(_ operation: String, _ input: JSONObject = [:]) async throws -> JSONValue {
    var input = input
    input["RoleName"] = "shop"
    return try await call("iam", operation, input)
  }

  /// Makes the role `shop`, which functions have unless they say otherwise.
  func makeRole(trust: String = InvocationBench.trust) async throws {
    try await iam("create-role", ["AssumeRolePolicyDocument": .string(trust)])
  }

  /// Puts a policy with these statements into the role.
  func permit(_ statements: [JSONValue]) async throws {
    let policy: JSONValue = ["Version": "2012-10-17", "Statement": .array(statements)]
    try await iam(
      "put-role-policy",
      ["PolicyName": "p", "PolicyDocument": .string(policy.text())]
    )
  }

  /// Attaches a managed policy to the role.
  func attach(_ name: String) async throws {
    try await iam("attach-role-policy", ["PolicyArn": .string("arn:aws:iam::aws:policy/\(name)")])
  }
}
