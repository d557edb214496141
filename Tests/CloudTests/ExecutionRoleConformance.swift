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
  static func call(
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

  static func allow(_ action: JSONValue, _ resource: JSONValue = "*") -> JSONValue {
    ["Effect": "Allow", "Action": action, "Resource": resource]
  }

  static func deny(_ action: JSONValue, _ resource: JSONValue = "*") -> JSONValue {
    ["Effect": "Deny", "Action": action, "Resource": resource]
  }

  static func refusal(
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
  static let queue = "arn:aws:sqs:us-east-1:123456789012:work"
  static let publication = #"{"TopicArn": "\#(topic)", "Message": "x"}"#
  static let topic = "arn:aws:sns:us-east-1:123456789012:news"
  private static let function = "arn:aws:lambda:us-east-1:123456789012:function:g"
  static let bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
  private static let put = #"{"TableName": "orders", "Item": {"id": {"S": "1"}}}"#
  static let send = #"{"QueueUrl": "work", "MessageBody": "x"}"#
  private static let batch = #"{"QueueUrl": "work", "Entries": [{"Id": "1", "MessageBody": "x"}]}"#
  static let event =
    #"{"Entries": [{"Source": "f", "DetailType": "t", "Detail": "{}"}]}"#
  private static let transaction =
    #"{"TransactItems": [{"Put": \#(put)}, {"Delete": {"TableName": "orders", "#
    + #""Key": {"id": {"S": "2"}}}}]}"#

  static let invocation = #"{"FunctionName": "g"}"#

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
}
