import Cloud
import JSON
import Simulation
import Testing

/// Queue policies: who may do what, through the operations themselves.
@Suite struct SQSPolicyTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A policy's statements; `nil` for a queue without a policy.
    let statements: String?
    var caller = Caller("partner", from: .account("210987654321"))
    var action = "send"
    var isAllowed = true

    static func allow(_ parts: String) -> String {
      #"{"Effect":"Allow","Resource":"*",\#(parts)}"#
    }

    static func deny(_ parts: String) -> String {
      #"{"Effect":"Deny","Resource":"*",\#(parts)}"#
    }

    static func condition(_ text: String) -> String {
      allow(#""Principal":"*","Action":"sqs:*","Condition":\#(text)"#)
    }
  }

  static let owner = Caller("worker")
  static let topic = Caller(
    "news",
    from: .service("sns.amazonaws.com", source: "arn:aws:sns:us-east-1:123456789012:news")
  )
  static let everybody = Row.allow(#""Principal":"*","Action":"sqs:*""#)

  static let principals: [Row] = [
    Row(testDescription: "no policy, own account", statements: nil, caller: owner),
    Row(testDescription: "no policy, other account", statements: nil, isAllowed: false),
    Row(testDescription: "no policy, a service", statements: nil, caller: topic, isAllowed: false),
    Row(testDescription: "everybody", statements: everybody),
    Row(
      testDescription: "another account by its digits",
      statements: Row.allow(#""Principal":{"AWS":"210987654321"},"Action":"sqs:SendMessage""#)
    ),
    Row(
      testDescription: "another account by its root, in a list",
      statements: Row.allow(
        #""Principal":{"AWS":["111111111111","arn:aws:iam::210987654321:root"]},"Action":"SQS:*""#
      )
    ),
    Row(
      testDescription: "a role of another account",
      statements: Row.allow(
        #""Principal":{"AWS":"arn:aws:iam::210987654321:role/partner"},"Action":"*""#
      )
    ),
    Row(
      testDescription: "another role of that account",
      statements: Row.allow(
        #""Principal":{"AWS":"arn:aws:iam::210987654321:role/other"},"Action":"*""#
      ),
      isAllowed: false
    ),
    Row(
      testDescription: "a third account",
      statements: Row.allow(#""Principal":{"AWS":"111111111111"},"Action":"sqs:*""#),
      isAllowed: false
    ),
    Row(
      testDescription: "another action",
      statements: Row.allow(#""Principal":"*","Action":"sqs:ReceiveMessage""#),
      isAllowed: false
    ),
    Row(
      testDescription: "an action with a star, in small letters",
      statements: Row.allow(#""Principal":"*","Action":["sqs:get*","sqs:send*"]"#)
    ),
    Row(
      testDescription: "all but one action",
      statements: Row.allow(#""Principal":"*","NotAction":"sqs:SendMessage""#),
      isAllowed: false
    ),
    Row(
      testDescription: "another queue",
      statements:
        #"{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"arn:aws:sqs:us-east-1:123456789012:others"}"#,
      isAllowed: false
    ),
    Row(
      testDescription: "this queue",
      statements:
        #"{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"arn:aws:sqs:*:*:order?"}"#
    ),
    Row(
      testDescription: "a denial goes before",
      statements: everybody + "," + Row.deny(#""Principal":{"AWS":"210987654321"},"Action":"*""#),
      isAllowed: false
    ),
    Row(
      testDescription: "a denial to all others",
      statements: everybody + ","
        + Row.deny(#""NotPrincipal":{"AWS":"210987654321"},"Action":"*""#)
    ),
    Row(
      testDescription: "exceptions that name the role without its account",
      statements: everybody + ","
        + Row.deny(
          #""NotPrincipal":{"AWS":"arn:aws:iam::210987654321:role/partner"},"Action":"*""#
        ),
      isAllowed: false
    ),
    Row(
      testDescription: "exceptions that name another account",
      statements: everybody + ","
        + Row.deny(#""NotPrincipal":{"AWS":["111111111111"]},"Action":"*""#),
      isAllowed: false
    ),
    Row(
      testDescription: "exceptions that name a service",
      statements: everybody + ","
        + Row.deny(#""NotPrincipal":{"Service":"sns.amazonaws.com"},"Action":"*""#),
      caller: topic
    ),
    Row(
      testDescription: "a denial to the own account's role",
      statements: Row.deny(
        #""Principal":{"AWS":"arn:aws:iam::123456789012:role/worker"},"Action":"*""#
      ),
      caller: owner,
      isAllowed: false
    ),
    Row(
      testDescription: "a policy for others leaves the owner alone",
      statements: Row.allow(#""Principal":{"AWS":"210987654321"},"Action":"sqs:*""#),
      caller: owner
    ),
    Row(
      testDescription: "a service that the policy does not name",
      statements: Row.allow(#""Principal":{"Service":"events.amazonaws.com"},"Action":"*""#),
      caller: topic,
      isAllowed: false
    ),
    Row(
      testDescription: "a service that the policy names",
      statements: Row.allow(#""Principal":{"Service":"sns.amazonaws.com"},"Action":"*""#),
      caller: topic
    ),
    Row(
      testDescription: "what only the owner may do",
      statements: everybody,
      action: "tag",
      isAllowed: false
    ),
    Row(
      testDescription: "what the owner may do",
      statements: everybody,
      caller: owner,
      action: "tag"
    ),
    Row(
      testDescription: "a batch is its action",
      statements: Row.allow(#""Principal":"*","Action":"sqs:SendMessage""#),
      action: "batch"
    ),
    Row(testDescription: "a receive", statements: everybody, action: "receive"),
  ]

  static func condition(_ text: String, _ isAllowed: Bool) -> Row {
    Row(
      testDescription: text,
      statements: Row.condition(text),
      caller: topic,
      isAllowed: isAllowed
    )
  }

  static let arn = "arn:aws:sns:us-east-1:123456789012"
  static let conditions: [Row] = [
    condition(#"{"ArnEquals":{"aws:SourceArn":"\#(arn):news"}}"#, true),
    condition(#"{"ArnEquals":{"aws:SourceArn":"\#(arn):other"}}"#, false),
    condition(#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:n*s"}}"#, true),
    condition(#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:news"}}"#, false),
    condition(#"{"ArnNotLike":{"aws:SourceArn":"\#(arn):n*"}}"#, false),
    condition(#"{"StringEquals":{"AWS:SourceAccount":["1","123456789012"]}}"#, true),
    condition(#"{"StringNotEquals":{"aws:SourceAccount":["1","123456789012"]}}"#, false),
    condition(#"{"StringLike":{"aws:SourceArn":"*:news"}}"#, true),
    condition(#"{"StringNotLike":{"aws:SourceArn":"*:olds"}}"#, true),
    condition(#"{"StringEqualsIgnoreCase":{"aws:RequestedRegion":"US-East-1"}}"#, true),
    condition(#"{"Bool":{"aws:SecureTransport":"true"}}"#, true),
    condition(#"{"Bool":{"aws:SecureTransport":false}}"#, false),
    condition(#"{"Null":{"aws:SourceArn":"false"}}"#, true),
    condition(#"{"Null":{"aws:SourceVpce":"false"}}"#, false),
    condition(#"{"StringEquals":{"aws:SourceVpce":"o-1"}}"#, false),
    condition(#"{"StringEqualsIfExists":{"aws:SourceVpce":"o-1"}}"#, true),
    condition(#"{"StringNotEquals":{"aws:SourceVpce":"o-1"}}"#, true),
    condition(#"{"DateLessThan":{"aws:CurrentTime":"2026-01-02T00:00:00Z"}}"#, true),
    condition(#"{"DateGreaterThan":{"aws:CurrentTime":"2026-01-02T00:00:00Z"}}"#, false),
    condition(#"{"NumericGreaterThanEquals":{"aws:EpochTime":"1767225600"}}"#, true),
    condition(#"{"NumericLessThan":{"aws:EpochTime":1767225600}}"#, false),
    condition(#"{"ForAnyValue:StringNotEquals":{"aws:SourceVpce":"o-1"}}"#, false),
    condition(#"{"ForAnyValue:StringNotEqualsIfExists":{"aws:SourceVpce":"o-1"}}"#, true),
    condition(#"{"ForAllValues:StringEquals":{"aws:SourceVpce":"o-1"}}"#, true),
    condition(#"{"ForAnyValue:StringLike":{"aws:SourceArn":["x","*:news"]}}"#, true),
    condition(#"{"DateGreaterThan":{"aws:CurrentTime":"2025-01-01"}}"#, true),
    condition(
      #"{"DateLessThanEquals":{"aws:CurrentTime":"2026-01-01T00:59:59.500+01:00"}}"#,
      false
    ),
    condition(#"{"DateLessThan":{"aws:CurrentTime":"1767312000"}}"#, true),
    condition(#"{"StringEquals":{"aws:ResourceAccount":"123456789012"}}"#, true),
    condition(#"{"StringEquals":{"aws:SourceOrgID":"o-fernway2026"}}"#, true),
    condition(#"{"Bool":{"aws:ViaAWSService":"false"}}"#, true),
    condition(#"{"Null":{"aws:PrincipalType":"true"}}"#, true),
    condition(
      #"{"ArnLike":{"aws:SourceArn":"*"},"Bool":{"aws:SecureTransport":"false"}}"#,
      false
    ),
    condition(
      #"{"StringEquals":{"aws:SourceAccount":"123456789012","aws:RequestedRegion":"x"}}"#,
      false
    ),
  ]

  @Test func `a policy is asked as AWS asks it`() throws {
    for row in Self.principals + Self.conditions {
      let seen = try MessagingBench.run { try await Self.outcome(row, $0) }
      #expect(seen == (row.isAllowed ? "accepted" : "AccessDenied 403"), "\(row.testDescription)")
    }
  }

  private static func outcome(_ row: Row, _ bench: MessagingBench) async throws -> String {
    try await bench.queue(
      "orders",
      row.statements.map { ["Policy": #"{"Version":"2012-10-17","Statement":[\#($0)]}"#] } ?? [:]
    )
    let sqs = bench.cloud.sqs
    do {
      switch row.action {
      case "tag":
        _ = try await sqs.call(TagQueue(queueUrl: "orders", tags: ["a": "b"]), for: row.caller)
      case "receive": _ = try await sqs.poll("orders", atMost: 1, waiting: .zero, for: row.caller)
      case "batch":
        let entries = [SendMessageBatch.Entry(id: "1", messageBody: "x")]
        _ = try await sqs.call(
          SendMessageBatch(queueUrl: "orders", entries: entries),
          for: row.caller
        )
      default:
        _ = try await sqs.call(SendMessage(queueUrl: "orders", messageBody: "x"), for: row.caller)
      }
      return "accepted"
    } catch let error as ServiceError {
      return "\(error.code) \(error.status)"
    }
  }

  static let refusals: [(String, String)] = [
    (#""Effect":"Allow","NotPrincipal":{"AWS":"210987654321"},"Action":"sqs:*""#, malformed),
    (#""Effect":"Allow","Principal":{"AWS":"bogus"},"Action":"sqs:*""#, malformed),
    (#""Effect":"Allow","Principal":{"AWS":"arn:aws:iam::*:root"},"Action":"sqs:*""#, malformed),
    (#""Effect":"Allow","Principal":"*","Action":"SendMessage""#, malformed),
    (
      #""Effect":"Allow","Principal":"*","Action":"sqs:*","Condition":{"Bool":{"aws:Tls":"true"}}"#,
      "NotSupportedHere"
    ),
    (#""Effect":"Deny","NotPrincipal":{"AWS":"210987654321"},"Action":"sqs:*""#, "accepted"),
  ]

  private static let malformed = "InvalidAttributeValue"

  @Test(arguments: refusals)
  func `what is no policy is refused`(statement: String, expected: String) throws {
    let seen = try MessagingBench.run { bench in
      let policy = #"{"Statement":{"Resource":"*",\#(statement)}}"#
      do {
        try await bench.queue("orders", ["Policy": policy])
        return "accepted"
      } catch let error as ServiceError {
        return error.code
      }
    }
    #expect(seen == expected)
  }

  @Test func `who is denied reads who, what and why`() throws {
    let seen = try MessagingBench.run { bench in
      try await bench.queue("orders")
      var texts: [String] = []
      let partner = Caller("partner", from: .account("210987654321"))
      for policy in ["", #"{"Statement":\#(Row.deny(#""Principal":"*","Action":"*""#))}"#] {
        if !policy.isEmpty {
          let attributes = ["Policy": policy]
          _ = try await bench(SetQueueAttributes(queueUrl: "orders", attributes: attributes))
        }
        do {
          let request = SendMessage(queueUrl: "orders", messageBody: "x")
          _ = try await bench.cloud.sqs.call(request, for: partner)
        } catch let error as ServiceError {
          texts.append(error.message)
        }
      }
      return texts
    }
    let who =
      "User: arn:aws:iam::210987654321:role/partner is not authorized to perform: sqs:sendmessage"
      + " on resource: arn:aws:sqs:us-east-1:123456789012:orders"
    #expect(
      seen == [
        "\(who) because no resource-based policy allows the sqs:sendmessage action",
        "\(who) with an explicit deny in a resource-based policy",
      ]
    )
  }
}
