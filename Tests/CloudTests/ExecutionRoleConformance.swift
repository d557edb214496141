import Cloud
import JSON
import Testing

/// What a function's execution role lets it do: its own calls and its log.
///
/// Sources: `lambda-config.md` §3, and refusals that users of the services have recorded.
struct ExecutionRoleConformance {
  @Test(arguments: denials + grants + together) func `a role is asked`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  // MARK: The function's own calls

  /// A call by a function whose role has the statements; what it says, or what refuses it.
  private static func call(
    _ title: String,
    _ statements: [JSONValue],
    _ command: String,
    _ input: String,
    _ expected: String = "done",
    role: String = "shop",
    afterwards: @escaping @Sendable (InvocationBench) async throws -> Void = { _ in }
  ) -> InvocationCase {
    InvocationCase(title, [expected]) { bench in
      try await resources(bench)
      try await bench.makeRole()
      if !statements.isEmpty { try await bench.permit(statements) }
      let arn = "arn:aws:iam::123456789012:role/\(role)"
      try await bench.create("f", caller(command, input), ["Role": .string(arn)])
      try await afterwards(bench)
      let answer = try await bench.invoke("f")["Payload"]
      return [answer?.stringValue ?? answer?.text() ?? ""]
    }
  }

  private static func caller(_ command: String, _ input: String) -> String {
    #"""
    [{"try": [{"call": "\#(command)", "with": \#(input)}, {"return": "done"}],
      "catch": {"*": [{"return": "{error.type}: {error.message}"}]}}]
    """#
  }

  /// A table, a queue, a topic and another function; the default bus is there.
  private static func resources(_ bench: InvocationBench) async throws {
    try await bench.call(
      "dynamodb",
      "create-table",
      [
        "TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
        "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
      ]
    )
    // Until the table can be used.
    try await bench.sleep("10s")
    try await bench.queue("work")
    try await bench.call("sns", "create-topic", ["Name": "news"])
    try await bench.create("g", "[]", ["Role": "arn:aws:iam::123456789012:role/other"])
  }

  private static func allow(_ action: JSONValue, _ resource: JSONValue = "*") -> JSONValue {
    ["Effect": "Allow", "Action": action, "Resource": resource]
  }

  private static func deny(_ action: JSONValue, _ resource: JSONValue = "*") -> JSONValue {
    ["Effect": "Deny", "Action": action, "Resource": resource]
  }

  private static func refusal(
    _ code: String,
    _ action: String,
    on resource: String,
    isExplicit: Bool = false
  ) -> String {
    "\(code): User: arn:aws:sts::123456789012:assumed-role/shop/f is not authorized to perform:"
      + " \(action) on resource: \(resource) "
      + (isExplicit
        ? "with an explicit deny in an identity-based policy"
        : "because no identity-based policy allows the \(action) action")
  }

  private static let table = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
  private static let queue = "arn:aws:sqs:us-east-1:123456789012:work"
  private static let publication = #"{"TopicArn": "\#(topic)", "Message": "x"}"#
  private static let topic = "arn:aws:sns:us-east-1:123456789012:news"
  private static let function = "arn:aws:lambda:us-east-1:123456789012:function:g"
  private static let bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
  private static let put = #"{"TableName": "orders", "Item": {"id": {"S": "1"}}}"#
  private static let send = #"{"QueueUrl": "work", "MessageBody": "x"}"#
  private static let batch = #"{"QueueUrl": "work", "Entries": [{"Id": "1", "MessageBody": "x"}]}"#
  private static let event =
    #"{"Entries": [{"Source": "f", "DetailType": "t", "Detail": "{}"}]}"#
  private static let transaction =
    #"{"TransactItems": [{"Put": \#(put)}, {"Delete": {"TableName": "orders", "#
    + #""Key": {"id": {"S": "2"}}}}]}"#

  private static let invocation = #"{"FunctionName": "g"}"#

  private static let denials: [InvocationCase] = [
    call(
      "a write that nothing allows",
      [],
      "dynamodb put-item",
      put,
      refusal("AccessDeniedException", "dynamodb:PutItem", on: table)
    ),
    call(
      "another table",
      [allow("dynamodb:PutItem", .string(table + "-2"))],
      "dynamodb put-item",
      put,
      refusal("AccessDeniedException", "dynamodb:PutItem", on: table)
    ),
    call(
      "a denial wins",
      [allow("*"), deny("dynamodb:Put*")],
      "dynamodb put-item",
      put,
      refusal("AccessDeniedException", "dynamodb:PutItem", on: table, isExplicit: true)
    ),
    call(
      "a transaction needs each of its writes",
      [allow("dynamodb:PutItem")],
      "dynamodb transact-write-items",
      transaction,
      refusal("AccessDeniedException", "dynamodb:DeleteItem", on: table)
    ),
    call(
      "a list is about no resource",
      [allow("dynamodb:ListTables", .string(table))],
      "dynamodb list-tables",
      "{}",
      refusal("AccessDeniedException", "dynamodb:ListTables", on: "*")
    ),
    call(
      "SQS spells actions in small letters",
      [],
      "sqs send-message",
      send,
      refusal("AccessDenied", "sqs:sendmessage", on: queue)
    ),
    call(
      "SNS spells its own name in capitals",
      [],
      "sns publish",
      publication,
      refusal("AuthorizationError", "SNS:Publish", on: topic)
    ),
    call(
      "Invoke is called InvokeFunction",
      [allow("lambda:Invoke")],
      "lambda invoke",
      invocation,
      refusal("AccessDeniedException", "lambda:InvokeFunction", on: function)
    ),
    call(
      "a qualifier is another resource",
      [allow("lambda:InvokeFunction", .string(function))],
      "lambda invoke",
      #"{"FunctionName": "g:$LATEST"}"#,
      refusal("AccessDeniedException", "lambda:InvokeFunction", on: function + ":$LATEST")
    ),
    call(
      "events are put on a bus",
      [allow("events:PutEvents", .string(bus + "-2"))],
      "events put-events",
      event,
      refusal("AccessDeniedException", "events:PutEvents", on: bus)
    ),
    call(
      "a role is a resource, too",
      [allow("iam:GetRole", "arn:aws:iam::123456789012:role/other")],
      "iam get-role",
      #"{"RoleName": "shop"}"#,
      refusal("AccessDenied", "iam:GetRole", on: "arn:aws:iam::123456789012:role/shop")
    ),
    call(
      "a role that was deleted may do nothing",
      [],
      "sqs send-message",
      send,
      refusal("AccessDenied", "sqs:sendmessage", on: queue)
    ) { try await $0.iam("delete-role") },
  ]

  private static let grants: [InvocationCase] = [
    call("a write", [allow("dynamodb:PutItem", .string(table))], "dynamodb put-item", put),
    call(
      "a transaction's writes",
      [allow(["dynamodb:PutItem", "dynamodb:DeleteItem"], .string(table))],
      "dynamodb transact-write-items",
      transaction
    ),
    call("a list", [allow("dynamodb:ListTables")], "dynamodb list-tables", "{}"),
    call("a message", [allow("SQS:sendmessage", .string(queue))], "sqs send-message", send),
    call(
      "a batch by the action of one",
      [allow("sqs:SendMessage", .string(queue))],
      "sqs send-message-batch",
      batch
    ),
    call("a notification", [allow("sns:Publish", .string(topic))], "sns publish", publication),
    call(
      "an invocation",
      [allow("lambda:InvokeFunction", .string(function))],
      "lambda invoke",
      invocation
    ),
    call("events", [allow("events:PutEvents", .string(bus))], "events put-events", event),
    call("a managed policy that allows all", [], "sqs send-message", send) {
      try await $0.attach("AdministratorAccess")
    },
    call("a role that was never made here", [], "sqs send-message", send, role: "nobody"),
    call(
      "a condition on the account",
      [
        [
          "Effect": "Allow", "Action": "sqs:*", "Resource": "*",
          "Condition": ["StringEquals": ["aws:PrincipalAccount": "123456789012"]],
        ]
      ],
      "sqs send-message",
      send
    ),
  ]

  // MARK: Together with the resource's policy

  /// A message to a queue whose policy allows the principal to send.
  private static func queueCall(
    _ title: String,
    _ principal: JSONValue,
    effect: JSONValue = "Allow",
    _ statements: [JSONValue] = [],
    _ expected: String = "done"
  ) -> InvocationCase {
    call(title, statements, "sqs send-message", send, expected) { bench in
      let policy: JSONValue = [
        "Statement": [
          "Effect": effect, "Principal": principal, "Action": "sqs:SendMessage", "Resource": "*",
        ]
      ]
      try await bench.call(
        "sqs",
        "set-queue-attributes",
        ["QueueUrl": "work", "Attributes": ["Policy": .string(policy.text())]]
      )
    }
  }

  /// A message to a topic whose policy allows the principal to publish.
  private static func topicCall(
    _ title: String,
    _ principal: JSONValue,
    _ expected: String = "done"
  ) -> InvocationCase {
    call(title, [], "sns publish", publication, expected) { bench in
      let policy: JSONValue = [
        "Statement": [
          "Effect": "Allow", "Principal": principal, "Action": "sns:Publish",
          "Resource": .string(topic),
        ]
      ]
      try await bench.call(
        "sns",
        "set-topic-attributes",
        [
          "TopicArn": .string(topic), "AttributeName": "Policy",
          "AttributeValue": .string(policy.text()),
        ]
      )
    }
  }

  private static let account = "arn:aws:iam::123456789012"
  private static let silent = refusal("AccessDenied", "sqs:sendmessage", on: queue)
  private static let shut = refusal("AccessDenied", "sqs:sendmessage", on: queue, isExplicit: true)
    .replacing("an identity-based", with: "a resource-based")

  private static let together: [InvocationCase] = [
    queueCall("the queue names the role", ["AWS": .string("\(account):role/shop")]),
    queueCall(
      "the queue names the function's session",
      ["AWS": "arn:aws:sts::123456789012:assumed-role/shop/f"]
    ),
    queueCall("the queue names everybody", "*"),
    queueCall("the queue names the account", ["AWS": "123456789012"], [], silent),
    queueCall(
      "the queue names another role",
      ["AWS": .string("\(account):role/other")],
      [],
      silent
    ),
    queueCall(
      "the queue denies what the role allows",
      ["AWS": .string("\(account):role/shop")],
      effect: "Deny",
      [allow("sqs:*")],
      shut
    ),
    queueCall(
      "the role denies what the queue allows",
      "*",
      [deny("sqs:SendMessage")],
      refusal("AccessDenied", "sqs:sendmessage", on: queue, isExplicit: true)
    ),
    call("a function's statement names the role", [], "lambda invoke", invocation) {
      try await $0.call(
        "lambda",
        "add-permission",
        [
          "FunctionName": "g", "StatementId": "shop", "Action": "lambda:InvokeFunction",
          "Principal": .string("\(account):role/shop"),
        ]
      )
    },
    topicCall("a topic's statement names the role", ["AWS": .string("\(account):role/shop")]),
    topicCall(
      "a topic's statement names the account",
      ["AWS": "123456789012"],
      refusal("AuthorizationError", "SNS:Publish", on: topic)
    ),
    call("a bus's statement names the role", [], "events put-events", event) {
      let policy: JSONValue = [
        "Version": "2012-10-17",
        "Statement": [
          "Sid": "shop", "Effect": "Allow", "Principal": ["AWS": .string("\(account):role/shop")],
          "Action": "events:PutEvents", "Resource": .string(bus),
        ],
      ]
      try await $0.call("events", "put-permission", ["Policy": .string(policy.text())])
    },
    acrossFunction("another account's function: both allow", [allow("lambda:*")], "done"),
    acrossFunction(
      "its statement alone",
      [],
      refusal("AccessDeniedException", "lambda:InvokeFunction", on: partner)
    ),
    across("another account's queue: both allow", [allow("sqs:*")], "123456789012", "done"),
    across(
      "its policy alone",
      [],
      "123456789012",
      silent.replacing("sqs:us-east-1:123456789012", with: "sqs:us-east-1:444455556666")
    ),
    across(
      "the role alone",
      [allow("sqs:*")],
      "111111111111",
      silent.replacing("sqs:us-east-1:123456789012", with: "sqs:us-east-1:444455556666")
        .replacing("identity-based", with: "resource-based")
    ),
  ]

  private static let partner = "arn:aws:lambda:us-east-1:444455556666:function:g"

  /// An invocation of another account's function, whose statement names this account.
  private static func acrossFunction(
    _ title: String,
    _ statements: [JSONValue],
    _ expected: String
  ) -> InvocationCase {
    let input = #"{"FunctionName": "\#(partner)"}"#
    return call(title, statements, "lambda invoke", input, expected) { bench in
      let other = InvocationBench(on: bench.cloud.account("444455556666"))
      try await other.create("g", "[]")
      let permission = AddPermission(
        functionName: "g",
        statementId: "s",
        principal: "123456789012"
      )
      _ = try await other.cloud.lambda.call(permission, for: .learner)
    }
  }

  /// A message to another account's queue, whose policy lets an account send.
  private static func across(
    _ title: String,
    _ statements: [JSONValue],
    _ account: String,
    _ expected: String
  ) -> InvocationCase {
    let url = "https://sqs.us-east-1.amazonaws.com/444455556666/work"
    let input = #"{"QueueUrl": "\#(url)", "MessageBody": "x"}"#
    return call(title, statements, "sqs send-message", input, expected) { bench in
      let policy: JSONValue = [
        "Statement": [
          "Effect": "Allow", "Principal": ["AWS": .string(account)], "Action": "sqs:SendMessage",
          "Resource": "*",
        ]
      ]
      let queue = CreateQueue(queueName: "work", attributes: ["Policy": policy.text()])
      _ = try await bench.cloud.account("444455556666").sqs.call(queue, for: .learner)
    }
  }
}
