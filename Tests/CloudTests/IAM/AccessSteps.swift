import JSON

/// Steps that rows about roles and other accounts have in common.
enum AccessSteps {
  static let home = "123456789012"
  static let other = "444455556666"
  /// An account that nobody uses.
  static let stranger = "999988887777"

  /// What a policy says: statements without the braces around them.
  static func policy(_ statements: [String]) -> JSONValue {
    .string(#"{"Version":"2012-10-17","Statement":[{\#(statements.joined(separator: "},{"))}]}"#)
  }

  static func allow(
    _ action: String,
    to principal: String? = nil,
    on resource: String = "*"
  )
    -> String
  {
    statement("Allow", action, principal, resource)
  }

  static func deny(_ action: String, to principal: String? = nil) -> String {
    statement("Deny", action, principal, "*")
  }

  private static func statement(
    _ effect: String,
    _ action: String,
    _ principal: String?,
    _ resource: String
  ) -> String {
    #""Effect":"\#(effect)","Action":"\#(action)","Resource":"\#(resource)""#
      + (principal.map { #","Principal":\#($0)"# } ?? "")
  }

  /// The role `r`, or another, as a principal.
  static func role(_ name: String = "r") -> String { #"{"AWS":"\#(arn(ofRole: name))"}"# }

  static func arn(ofRole name: String = "r") -> String { "arn:aws:iam::\(home):role/\(name)" }

  static func queue(
    _ name: String,
    of account: String = home,
    in region: String = "us-east-1"
  )
    -> String
  {
    "arn:aws:sqs:\(region):\(account):\(name)"
  }

  /// Makes a queue, with a policy if there are statements.
  static func makeQueue(
    _ name: String,
    in account: String = "",
    _ statements: String...
  ) -> AccountRow.Step {
    var attributes = JSONObject()
    if !statements.isEmpty { attributes["Policy"] = policy(statements) }
    return (
      account,
      (
        "sqs create-queue",
        ["QueueName": .string(name), "Attributes": .object(attributes)]
      )
    )
  }

  /// Gives a queue another policy.
  static func setPolicy(of queue: String, _ statements: String...) -> AccountRow.Step {
    (
      "",
      (
        "sqs set-queue-attributes",
        ["QueueUrl": .string(queue), "Attributes": ["Policy": policy(statements)]]
      )
    )
  }

  static func trust(_ service: String) -> JSONValue {
    .string(
      #"{"Statement":{"Effect":"Allow","Principal":{"Service":"\#(service).amazonaws.com"},"#
        + #""Action":"sts:AssumeRole"}}"#
    )
  }

  /// Makes the role `r` that a service may take, with a policy if there are statements.
  static func makeRole(for service: String, _ statements: String...) -> [AccountRow.Step] {
    let made: AccountRow.Step = (
      "", ("iam create-role", ["RoleName": "r", "AssumeRolePolicyDocument": trust(service)])
    )
    guard !statements.isEmpty else { return [made] }
    let put: AccountRow.Step = (
      "",
      (
        "iam put-role-policy",
        ["RoleName": "r", "PolicyName": "p", "PolicyDocument": policy(statements)]
      )
    )
    return [made, put]
  }

  /// From now on the role `r` trusts another service.
  static let distrust: AccountRow.Step = (
    "",
    ("iam update-assume-role-policy", ["RoleName": "r", "PolicyDocument": trust("ec2")])
  )

  /// Makes a function `f` with the role `r`, or another, and waits until it is active.
  static func makeFunction(
    _ steps: String = "[]",
    as role: String = "r"
  ) -> [AccountRow.Step] {
    [
      (
        "",
        (
          "lambda create-function",
          LambdaRow.function(
            "f",
            [
              "Role": .string(arn(ofRole: role)),
              "ZipFile": .string(#"{"handler": \#(steps)}"#),
            ]
          )
        )
      ), wait(2),
    ]
  }

  /// Maps a queue to the function `f`.
  static func map(_ queue: String) -> AccountRow.Step {
    (
      "",
      (
        "lambda create-event-source-mapping",
        ["FunctionName": "f", "EventSourceArn": .string(queue)]
      )
    )
  }

  static func send(to queue: String, in account: String = "") -> AccountRow.Step {
    (account, ("sqs send-message", ["QueueUrl": .string(queue), "MessageBody": "x"]))
  }

  static func wait(_ seconds: Int) -> AccountRow.Step {
    ("", ("sleep", .number(JSONNumber(seconds))))
  }

  /// Asks how many messages there are in a queue.
  static func depth(of queue: String, in account: String = "") -> AccountRow.Step {
    (
      account,
      (
        "sqs get-queue-attributes",
        ["QueueUrl": .string(queue), "AttributeNames": ["ApproximateNumberOfMessages"]]
      )
    )
  }

  static func messages(_ count: Int) -> [String] {
    ["Attributes.ApproximateNumberOfMessages = \(count)"]
  }

  /// Schedules something for the queue or the function in half a minute, with the role `r`.
  static func schedule(_ target: String, dead: String? = nil) -> AccountRow.Step {
    var settings: JSONObject = [
      "Arn": .string(target), "RoleArn": .string(arn(ofRole: "r")), "Input": "x",
    ]
    if let dead { settings["DeadLetterConfig"] = ["Arn": .string(queue(dead))] }
    return (
      "",
      (
        "scheduler create-schedule",
        [
          "Name": "s", "ScheduleExpression": "at(2026-01-01T00:01:00)",
          "FlexibleTimeWindow": ["Mode": "OFF"], "Target": .object(settings),
        ]
      )
    )
  }

  /// Makes a pipe from one queue to another, with the role `r`, and waits until it runs.
  static func pipe(from source: String, to target: String) -> [AccountRow.Step] {
    [
      (
        "",
        (
          "pipes create-pipe",
          [
            "Name": "p", "RoleArn": .string(arn(ofRole: "r")), "Source": .string(source),
            "Target": .string(target),
          ]
        )
      ), wait(30),
    ]
  }
}
