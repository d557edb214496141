import Cloud
import JSON

/// What the role and the resource's own policy say together.
extension ExecutionRoleConformance {
  /// A message to a queue whose policy allows the principal to send.
  private static func queueCall(
    _ title: String,
    _ principal: JSONValue,
    effect: JSONValue = "Allow",
    exempting: Bool = false,
    _ statements: [JSONValue] = [],
    _ expected: String = "done"
  ) -> InvocationCase {
    call(title, statements, "sqs send-message", send, expected) { bench in
      var statement: JSONObject = [
        "Effect": exempting ? "Deny" : effect, "Action": "sqs:SendMessage", "Resource": "*",
      ]
      statement[exempting ? "NotPrincipal" : "Principal"] = principal
      let policy: JSONValue = ["Statement": .object(statement)]
      try await bench.call(
        "sqs",
        "set-queue-attributes",
        ["QueueUrl": "work", "Attributes": ["Policy": .string(policy.text())]]
      )
    }
  }

  /// An event for a bus whose policy names the role, under a condition.
  private static func busCall(
    _ title: String,
    _ condition: String,
    _ expected: String = "done"
  ) -> InvocationCase {
    call(title, [], "events put-events", event, expected) { bench in
      let policy =
        #"{"Statement":{"Sid":"s","Effect":"Allow","Action":"events:PutEvents","#
        + #""Principal":{"AWS":"\#(account):role/shop"},"Resource":"\#(bus)","#
        + #""Condition":\#(condition)}}"#
      try await bench.call("events", "put-permission", ["Policy": .string(policy)])
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

  static let together: [InvocationCase] = [
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
    queueCall(
      "exceptions that name the account alone",
      ["AWS": "123456789012"],
      exempting: true,
      [allow("sqs:*")],
      shut
    ),
    queueCall(
      "exceptions that name the account and the role",
      ["AWS": ["123456789012", .string("\(account):role/shop")]],
      exempting: true,
      [allow("sqs:*")]
    ),
    queueCall(
      "exceptions that name the role alone",
      ["AWS": .string("\(account):role/shop")],
      exempting: true,
      [allow("sqs:*")],
      shut
    ),
    busCall("a bus's statement names a source", #"{"StringEquals":{"events:source":"f"}}"#),
    busCall(
      "a bus's statement names another source",
      #"{"StringEquals":{"events:source":"g"}}"#,
      refusal("AccessDeniedException", "events:PutEvents", on: bus)
    ),
    call(
      "a role's statement names a detail-type",
      [
        [
          "Effect": "Allow", "Action": "events:PutEvents", "Resource": "*",
          "Condition": ["StringEquals": ["events:detail-type": "t"]],
        ]
      ],
      "events put-events",
      event
    ),
    call(
      "a role denies what is done directly",
      [
        allow("sqs:*"),
        [
          "Effect": "Deny", "Action": "*", "Resource": "*",
          "Condition": ["Bool": ["aws:ViaAWSService": "false"]],
        ],
      ],
      "sqs send-message",
      send,
      refusal("AccessDenied", "sqs:sendmessage", on: queue, isExplicit: true)
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
      "its policy names the role with its path",
      [],
      "\(account):role/service-role/nobody",
      "done",
      role: "service-role/nobody"
    ),
    across(
      "its policy names the role without its path",
      [],
      "\(account):role/nobody",
      silent.replacing("sqs:us-east-1:123456789012", with: "sqs:us-east-1:444455556666")
        .replacing("identity-based", with: "resource-based").replacing("shop", with: "nobody"),
      role: "service-role/nobody"
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
    _ expected: String,
    role: String = "shop"
  ) -> InvocationCase {
    let url = "https://sqs.us-east-1.amazonaws.com/444455556666/work"
    let input = #"{"QueueUrl": "\#(url)", "MessageBody": "x"}"#
    return call(title, statements, "sqs send-message", input, expected, role: role) { bench in
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
