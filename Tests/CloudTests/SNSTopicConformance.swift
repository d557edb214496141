import Cloud
import JSON
import Simulation
import Testing

/// Topics: attributes, policies, tags, lists, quotas (facts, sections 1, 2 and 9).
@Suite struct SNSTopicConformance {
  static let arn = "arn:aws:sns:us-east-1:123456789012:orders"

  static let stories = [
    Story(
      "a new topic shows its defaults",
      [
        "DisplayName EffectiveDeliveryPolicy Owner Policy SubscriptionsConfirmed"
          + " SubscriptionsDeleted SubscriptionsPending TopicArn",
        #"{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"#
          + #""numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"#
          + #""backoffFunction":"linear"},"disableSubscriptionOverrides":false,"#
          + #""defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}"#,
        #"{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"#
          + #""Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["#
          + #""SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","#
          + #""SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","#
          + #""SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"\#(arn)","#
          + #""Condition":{"StringEquals":{"AWS:SourceOwner":"123456789012"}}}]}"#,
        "123456789012", arn,
      ]
    ) { bench in
      let shown = try await bench.attributes(ofTopic: bench.makeTopic())
      return [shown.objectValue?.keys.joined(separator: " ") ?? ""]
        + ["EffectiveDeliveryPolicy", "Policy", "Owner", "TopicArn"].map {
          shown[$0]?.stringValue ?? ""
        }
    },
    Story(
      "a FIFO topic shows that it is one",
      ["true", "false", "Topic", "2", "no"]
    ) { bench in
      let fifo = try await bench.makeTopic(
        "orders.fifo",
        ["FifoThroughputScope": "Topic", "SignatureVersion": "2"]
      )
      let shown = try await bench.attributes(ofTopic: fifo)
      let standard = try await bench.attributes(
        ofTopic: bench.makeTopic("plain", ["FifoTopic": "false"])
      )
      return ["FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope", "SignatureVersion"]
        .map { shown[$0]?.stringValue ?? "" } + [standard["FifoTopic"] == nil ? "no" : "shown"]
    },
    Story(
      "attributes can be set and removed",
      ["Fernway", "", "alias/aws/sns", "nil", "PassThrough", "5", "role/log"]
    ) { bench in
      let topic = try await bench.makeTopic()
      func value(_ name: String) async throws -> String {
        try await bench.attributes(ofTopic: topic)[name]?.stringValue ?? "nil"
      }
      var seen: [String] = []
      for (name, set) in [
        ("DisplayName", "Fernway"), ("DisplayName", ""), ("KmsMasterKeyId", "alias/aws/sns"),
        ("KmsMasterKeyId", ""), ("TracingConfig", "PassThrough"),
        ("SQSSuccessFeedbackSampleRate", "5"),
      ] {
        try await bench.set(name, set, of: topic)
        seen.append(try await value(name))
      }
      let role = "arn:aws:iam::123456789012:role/log"
      try await bench.set("HTTPFailureFeedbackRoleArn", role, of: topic)
      return seen + [String(try await value("HTTPFailureFeedbackRoleArn").suffix(8))]
    },
    Story(
      "the same topic made again is one, as long as nothing else is said of it",
      ["same", "same", "same"]
    ) { bench in
      let tags: JSONValue = [["Key": "team", "Value": "web"]]
      let first = try await bench.sns(
        "create-topic",
        [
          "Name": "orders", "Attributes": ["DisplayName": "Orders"], "Tags": tags,
        ]
      )
      var seen: [String] = []
      for input: JSONObject in [
        ["Name": "orders"], ["Name": "orders", "Attributes": ["DisplayName": "Orders"]],
        ["Name": "orders", "Tags": tags],
      ] { seen.append(try await bench.sns("create-topic", input) == first ? "same" : "other") }
      return seen
    },
    Story("tags are added, replaced and removed", ["a=1 b=2", "a=3 b=2", "b=2"]) { bench in
      let topic = try await bench.makeTopic()
      func tags() async throws -> String {
        let answer = try await bench.sns("list-tags-for-resource", ["ResourceArn": topic])
        return (answer["Tags"]?.arrayValue ?? []).map {
          "\($0["Key"]?.stringValue ?? "")=\($0["Value"]?.stringValue ?? "")"
        }.joined(separator: " ")
      }
      try await bench.sns(
        "tag-resource",
        [
          "ResourceArn": topic,
          "Tags": [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]],
        ]
      )
      let first = try await tags()
      try await bench.sns(
        "tag-resource",
        [
          "ResourceArn": topic, "Tags": [["Key": "a", "Value": "3"]],
        ]
      )
      let second = try await tags()
      try await bench.sns("untag-resource", ["ResourceArn": topic, "TagKeys": ["a", "z"]])
      return [first, second, try await tags()]
    },
    Story("a list has pages of a hundred", ["100", "5", "t-104", "no more"]) { bench in
      for number in 0..<105 { try await bench.makeTopic("t-\(1_000 + number)") }
      let first = try await bench.sns("list-topics")
      let second = try await bench.sns("list-topics", ["NextToken": first["NextToken"] ?? .null])
      let last = second["Topics"]?.arrayValue?.last?["TopicArn"]?.stringValue ?? ""
      return [
        "\(first["Topics"]?.arrayValue?.count ?? 0)", "\(second["Topics"]?.arrayValue?.count ?? 0)",
        "t-" + last.suffix(3), second["NextToken"] == nil ? "no more" : "more",
      ]
    },
    Story("an account has a thousand FIFO topics", ["TopicLimitExceeded 403", "made"]) { bench in
      for number in 0..<1_000 { try await bench.makeTopic("t\(number).fifo") }
      var seen: [String] = []
      for name in ["more.fifo", "more"] {
        do {
          try await bench.makeTopic(name)
          seen.append("made")
        } catch let error as ServiceError { seen.append("\(error.code) \(error.status)") }
      }
      return seen
    },
    Story(
      "a permission is a statement, and goes",
      [
        #"{"Sid":"partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"#
          + #""Action":"SNS:Publish","Resource":"\#(arn)"}"#,
        "1 left", "1 left", "__default_statement_ID",
      ]
    ) { bench in
      let topic = try await bench.makeTopic()
      func statements() async throws -> [JSONValue] {
        let text = try await bench.attributes(ofTopic: topic)["Policy"]?.stringValue ?? "{}"
        return try JSONValue(parsing: text)["Statement"]?.arrayValue ?? []
      }
      try await bench.sns(
        "add-permission",
        [
          "TopicArn": topic, "Label": "partner", "AWSAccountId": [.string(MessagingBench.partner)],
          "ActionName": ["Publish"],
        ]
      )
      let added = try await statements().last?.text() ?? ""
      var left: [String] = []
      for _ in 0..<2 {
        try await bench.sns("remove-permission", ["TopicArn": topic, "Label": "partner"])
        left.append("\(try await statements().count) left")
      }
      // The last statement goes as well, and leaves the policy of a new topic.
      let policy: JSONObject = ["Statement": [try JSONValue(parsing: added)]]
      try await bench.set("Policy", JSONValue.object(policy).text(), of: topic)
      try await bench.sns("remove-permission", ["TopicArn": topic, "Label": "partner"])
      return [added] + left + [try await statements().first?["Sid"]?.stringValue ?? ""]
    },
    Story("a deleted topic is gone with its subscriptions, and twice is no error", ["0", "404"]) {
      bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("a")
      try await bench.makeSubscription("sqs", bench.queueARN("a"), to: topic)
      for _ in 0..<2 { try await bench.sns("delete-topic", ["TopicArn": topic]) }
      let left = try await bench.sns("list-subscriptions")["Subscriptions"]?.arrayValue?.count
      do {
        try await bench.publish("x", to: topic)
        return ["published"]
      } catch let error as ServiceError {
        return ["\(left ?? -1)", "\(error.status)"]
      }
    },
  ]

  @Test(arguments: stories) func `topics are as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: Who may

  /// Somebody who wants to do something with a topic, and what comes of it.
  struct Attempt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The `Statement` of the topic's policy; `nil` for the policy of a new topic.
    var statement: String?
    var caller = Caller("checkout", from: .account(MessagingBench.partner))
    var isEncrypted = false
    /// The error's code; `nil` when it is done.
    var code: String?
  }

  static func allow(_ principal: String, _ more: String = "") -> String {
    #"{"Effect":"Allow","Principal":\#(principal),"Action":"sns:Publish","Resource":"\#(arn)"\#(more)}"#
  }

  static let rule = Caller(
    "rule",
    from: .service(
      "events.amazonaws.com",
      source: "arn:aws:events:us-east-1:123456789012:rule/paid"
    )
  )
  static let partnerAlarm = Caller(
    "alarm",
    from: .service(
      "cloudwatch.amazonaws.com",
      source: "arn:aws:cloudwatch:us-east-1:444455556666:alarm:a"
    )
  )
  static let alarm = Caller(
    "alarm",
    from: .service(
      "cloudwatch.amazonaws.com",
      source: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a"
    )
  )

  static let attempts = [
    Attempt(testDescription: "another account, by default", code: "AuthorizationError"),
    Attempt(
      testDescription: "another account that is allowed",
      statement: allow(#"{"AWS":"arn:aws:iam::444455556666:root"}"#)
    ),
    Attempt(
      testDescription: "a third account",
      statement: allow(#"{"AWS":"arn:aws:iam::777788889999:root"}"#),
      code: "AuthorizationError"
    ),
    Attempt(
      testDescription: "the account itself, whatever the policy allows",
      statement: allow(#"{"AWS":"444455556666"}"#),
      caller: .learner
    ),
    Attempt(
      testDescription: "the account itself, denied",
      statement: #"{"Effect":"Deny","Principal":"*","Action":"sns:Publish","Resource":"*"}"#,
      caller: .learner,
      code: "AuthorizationError"
    ),
    Attempt(testDescription: "a rule, by default", caller: rule, code: "AuthorizationError"),
    Attempt(
      testDescription: "a rule that is allowed",
      statement: allow(
        #"{"Service":"events.amazonaws.com"}"#,
        #","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:us-east-1:123456789012:rule/paid"}}"#
      ),
      caller: rule
    ),
    Attempt(
      testDescription: "another rule",
      statement: allow(
        #"{"Service":"events.amazonaws.com"}"#,
        #","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:us-east-1:123456789012:rule/x"}}"#
      ),
      caller: rule,
      code: "AuthorizationError"
    ),
    Attempt(testDescription: "an alarm of the account, by default", caller: alarm),
    Attempt(
      testDescription: "an alarm of another account",
      caller: partnerAlarm,
      code: "AuthorizationError"
    ),
    Attempt(testDescription: "the account itself, encrypted", caller: .learner, isEncrypted: true),
    Attempt(
      testDescription: "a rule, encrypted with the key that AWS keeps",
      statement: allow(#"{"Service":"events.amazonaws.com"}"#),
      caller: rule,
      isEncrypted: true,
      code: "KMSAccessDenied"
    ),
    Attempt(
      testDescription: "another account, encrypted with the key that AWS keeps",
      statement: allow(#"{"AWS":"444455556666"}"#),
      isEncrypted: true,
      code: "KMSAccessDenied"
    ),
  ]

  @Test(arguments: attempts) func `a topic asks its policy and its key`(_ row: Attempt) throws {
    let code = try MessagingBench.run { bench -> String? in
      let topic = try await bench.makeTopic()
      if let statement = row.statement {
        let policy = #"{"Version":"2012-10-17","Statement":[\#(statement)]}"#
        try await bench.set("Policy", policy, of: topic)
      }
      if row.isEncrypted { try await bench.set("KmsMasterKeyId", "alias/aws/sns", of: topic) }
      do {
        _ = try await bench.cloud.sns.call(
          Publish(topicArn: Self.arn, message: "x"),
          for: row.caller
        )
        return nil
      } catch let error as ServiceError {
        return error.code
      }
    }
    #expect(code == row.code)
  }
}
