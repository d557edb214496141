import Cloud
import JSON
import Simulation
import Testing

/// What a role's policies allow, seen by whether a mapping is made for a function with the role.
struct RolePolicyCases {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let statements: [JSONValue]
    let isAllowed: Bool

    init(_ fact: String, _ statements: JSONValue..., allowed: Bool) {
      testDescription = fact
      self.statements = statements
      isAllowed = allowed
    }
  }

  /// A statement that counts only in this Region.
  private static func inRegion(_ region: JSONValue) -> JSONValue {
    [
      "Effect": "Allow", "Action": "*", "Resource": "*",
      "Condition": ["StringEquals": ["aws:RequestedRegion": region]],
    ]
  }

  private static let orders = "arn:aws:sqs:us-east-1:123456789012:orders"

  private static func statement(
    _ effect: JSONValue,
    _ action: JSONValue,
    _ resource: JSONValue
  ) -> JSONValue {
    ["Effect": effect, "Action": action, "Resource": resource]
  }

  static let rows = [
    Row("everything", statement("Allow", "*", "*"), allowed: true),
    Row("a service", statement("Allow", "sqs:*", .string(orders)), allowed: true),
    Row("actions are the same in small letters", statement("Allow", "SQS:*", "*"), allowed: true),
    Row(
      "a list",
      statement("Allow", ["s3:*", "sqs:*"], ["arn:aws:s3:::x", .string(orders)]),
      allowed: true
    ),
    Row("single letters", statement("Allow", "sqs:??*e*", "*"), allowed: true),
    Row("another service", statement("Allow", "sns:*", "*"), allowed: false),
    Row("another queue", statement("Allow", "sqs:*", .string("\(orders)-2")), allowed: false),
    Row("a prefix without a star", statement("Allow", "sqs:Receive", "*"), allowed: false),
    Row(
      "a queue in capitals",
      statement("Allow", "*", .string(orders.uppercased())),
      allowed: false
    ),
    Row("no policy", allowed: false),
    Row("a condition that holds", inRegion("us-east-1"), allowed: true),
    Row("a condition that does not", inRegion("eu-west-1"), allowed: false),
    Row(
      "everything but another service",
      ["Effect": "Allow", "NotAction": "s3:*", "Resource": "*"],
      allowed: true
    ),
    Row(
      "two statements together",
      statement("Allow", ["sqs:ReceiveMessage", "sqs:DeleteMessage"], "*"),
      statement("Allow", "sqs:Get*", "arn:aws:sqs:*:*:ord*"),
      allowed: true
    ),
    Row(
      "an explicit denial wins",
      statement("Deny", "sqs:DeleteMessage", .string(orders)),
      statement("Allow", "*", "*"),
      allowed: false
    ),
    Row(
      "a denial of something else does not count",
      statement("Allow", "*", "*"),
      statement("Deny", "sqs:*", "arn:aws:sqs:*:*:dead"),
      allowed: true
    ),
  ]

  @Test(arguments: rows) func `a mapping is made`(row: Row) throws {
    let outcome = try Self.outcome { bench in
      try await bench.makeRole()
      for (place, statement) in row.statements.enumerated() {
        let policy: JSONValue = ["Version": "2012-10-17", "Statement": statement]
        try await bench.put(policy.text(), as: "p\(place)")
      }
      return try await bench.create()["State"]?.stringValue ?? ""
    }
    #expect((outcome == "Creating") == row.isAllowed, "\(outcome)")
  }

  static let refusals: [(String, String)] = [
    ("{", "400 MalformedPolicyDocument: Syntax errors in policy."),
    ("{}", "400 MalformedPolicyDocument: Syntax errors in policy."),
    (#"{"Statement":[]}"#, "400 MalformedPolicyDocument: Syntax errors in policy."),
    (
      #"{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}"#,
      "400 MalformedPolicyDocument: Syntax errors in policy."
    ),
    (
      #"{"Statement":{"Effect":"Allow","Resource":"*"}}"#,
      "400 MalformedPolicyDocument: Policy statement must contain actions."
    ),
    (
      #"{"Statement":{"Effect":"Allow","Action":"*"}}"#,
      "400 MalformedPolicyDocument: Policy statement must contain resources."
    ),
    (
      #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}"#,
      "400 MalformedPolicyDocument: Policy document should not specify a principal."
    ),
    (
      #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","#
        + #""Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}}"#,
      "501 NotSupportedHere: The condition operator IpAddress exists on AWS and is left out of this"
        + " mini cloud."
    ),
    (
      allowing("SendMessage"),
      malformed + "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    ),
    (
      allowing("sqs:Send:Message"),
      malformed + "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    ),
    (allowing("sqs:*", "orders"), malformed + #"Resource orders must be in ARN format or "*"."#),
    (
      allowing("sqs:*", "*:orders"), malformed + #"Resource *:orders must be in ARN format or "*"."#
    ),
    (
      allowing("sqs:*", "*", #""NumericNotLessThan":{"aws:EpochTime":"1"}"#),
      malformed + "Syntax errors in policy."
    ),
    (
      allowing("sqs:*", "*", #""ArnNotEquals":{"aws:SourceArn":{}}"#),
      malformed + "Syntax errors in policy."
    ),
    (
      allowing("sqs:*", "*", #""DateLessThan":{"aws:CurrentTime":"tomorrow"}"#),
      malformed + "Syntax errors in policy."
    ),
    (
      allowing("sqs:*", "*", #""DateLessThan":{"aws:CurrentTime":"9223372036854775807"}"#),
      malformed + "Syntax errors in policy."
    ),
    (
      allowing("sqs:*", "arn:aws:sqs:*:*:${aws:PrincipalAccount}"),
      "501 NotSupportedHere: A policy variable exists on AWS and is left out of this mini cloud."
    ),
    (
      allowing("dynamodb:*", "*", #""ForAllValues:StringEquals":{"dynamodb:LeadingKeys":"me"}"#),
      "501 NotSupportedHere: The condition key dynamodb:LeadingKeys exists on AWS and is left out of"
        + " this mini cloud."
    ),
    (
      allowing("sqs:*", "*", #""StringEquals":{"aws:SorceArn":"x"}"#),
      "501 NotSupportedHere: The condition key aws:SorceArn exists on AWS and is left out of this"
        + " mini cloud."
    ),
  ]

  private static let malformed = "400 MalformedPolicyDocument: "

  private static func allowing(
    _ action: String,
    _ resource: String = "*",
    _ condition: String = ""
  ) -> String {
    #"{"Statement":{"Effect":"Allow","Action":"\#(action)","Resource":"\#(resource)","#
      + #""Condition":{\#(condition)}}}"#
  }

  private static func trusting(_ principal: String, _ more: String) -> String {
    #"{"Statement":{"Effect":"Allow","Principal":\#(principal)\#(more)}}"#
  }

  private static let lambda = #"{"Service":"lambda.amazonaws.com"}"#
  private static let taking = #","Action":"sts:AssumeRole""#

  static let trustRefusals: [(String, String)] = [
    (trusting(lambda, taking), "accepted"),
    (trusting(lambda, #","Action":["sts:AssumeRole","sts:TagSession"]"#), "accepted"),
    (
      trusting(lambda, #","Action":"s3:GetObject""#),
      malformed + "AssumeRole policy may only specify STS AssumeRole actions."
    ),
    (
      trusting(lambda, #","Action":"*""#),
      malformed + "AssumeRole policy may only specify STS AssumeRole actions."
    ),
    (
      trusting(#"{"AWS":"bogus"}"#, taking),
      malformed + #"Invalid principal in policy: "AWS":"bogus""#
    ),
    (
      trusting(#"{"AWS":"arn:aws:iam::123456789012:role/*"}"#, taking),
      malformed
        + #"Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*""#
    ),
    (
      trusting(#"{"Service":"lambda"}"#, taking),
      malformed + #"Invalid principal in policy: "Service":"lambda""#
    ),
    (trusting(#"{"AWS":"arn:aws:iam::123456789012:root"}"#, taking), "accepted"),
    (
      trusting(lambda, taking + #","Condition":{"StringEquals":{"aws:SourceAccount":"${aws:x}"}}"#),
      "501 NotSupportedHere: A policy variable exists on AWS and is left out of this mini cloud."
    ),
    (
      #"{"Statement":{"Effect":"Deny","NotPrincipal":"*","Action":"sts:AssumeRole"}}"#,
      malformed + "Has prohibited field NotPrincipal."
    ),
  ]

  @Test(arguments: trustRefusals)
  func `a trust policy is refused`(policy: String, expected: String) throws {
    let outcome = try Self.outcome { bench in
      try await bench.makeRole()
      _ = try await bench.iam(
        "update-assume-role-policy",
        ["RoleName": "worker", "PolicyDocument": .string(policy)]
      )
      return "accepted"
    }
    #expect(outcome == expected)
  }

  @Test(arguments: refusals) func `a policy is refused`(policy: String, expected: String) throws {
    let outcome = try Self.outcome { bench in
      try await bench.makeRole()
      try await bench.put(policy, as: "p")
      return "accepted"
    }
    #expect(outcome == expected)
  }

  @Test func `roles and their policies can be listed, shown and deleted`() throws {
    let seen = try Self.outcome { bench in
      try await bench.makeRole()
      try await bench.put(
        #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
        as: "p"
      )
      var seen: [String] = []
      for (operation, input) in Self.questions {
        do {
          seen.append(try await bench.iam(operation, input).text())
        } catch let error as ServiceError {
          seen.append(error.code)
        }
      }
      return seen.joined(separator: "\n")
    }
    #expect(seen == Self.answers.joined(separator: "\n"))
  }

  private static let questions: [(String, JSONValue)] = [
    (
      "create-role",
      ["RoleName": "worker", "AssumeRolePolicyDocument": .string(MappingBench.trust)]
    ),
    ("list-role-policies", ["RoleName": "worker"]),
    ("get-role-policy", ["RoleName": "worker", "PolicyName": "p"]),
    ("get-role-policy", ["RoleName": "worker", "PolicyName": "q"]),
    ("delete-role", ["RoleName": "worker"]),
    ("delete-role-policy", ["RoleName": "worker", "PolicyName": "p"]),
    ("delete-role-policy", ["RoleName": "worker", "PolicyName": "p"]),
    ("delete-role", ["RoleName": "worker"]),
    ("get-role", ["RoleName": "worker"]),
    ("list-roles", [:]),
  ]

  private static let answers = [
    "EntityAlreadyExists", #"{"PolicyNames":["p"],"IsTruncated":false}"#,
    #"{"RoleName":"worker","PolicyName":"p","PolicyDocument":{"Statement":{"Effect":"Allow","#
      + #""Action":"*","Resource":"*"}}}"#,
    "NoSuchEntity", "DeleteConflict", "{}", "NoSuchEntity", "{}", "NoSuchEntity",
    #"{"Roles":[]}"#,
  ]

  /// What comes of something done with a function whose role is `worker`.
  private static func outcome(
    _ body: @escaping @Sendable (MappingBench) async throws -> String
  ) throws -> String {
    try MappingCase("", []) { bench in
      try await bench.deploy()
      _ = try await bench.lambda(
        "update-function-configuration",
        ["FunctionName": "worker", "Role": "arn:aws:iam::123456789012:role/worker"]
      )
      return [try await body(bench)]
    }.actual()[0]
  }
}
