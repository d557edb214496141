import Cloud
import JSON
import Simulation
import Testing

/// Subscriptions: protocols, confirmation, ends (facts, section 2).
@Suite struct SNSSubscriptionConformance {
  static let page = "https://partner.example/orders"

  /// How a subscription is answered and listed before its endpoint has agreed.
  struct Row: Sendable, CustomTestStringConvertible {
    let kind: String
    let endpoint: String
    var isPending = false
    var allowsRaw = false
    var testDescription: String { kind }
  }

  static let rows = [
    Row(kind: "sqs", endpoint: "arn:aws:sqs:us-east-1:123456789012:a", allowsRaw: true),
    Row(kind: "lambda", endpoint: "arn:aws:lambda:us-east-1:123456789012:function:f"),
    Row(kind: "http", endpoint: "http://a.example/", isPending: true, allowsRaw: true),
    Row(kind: "https", endpoint: page, isPending: true, allowsRaw: true),
    Row(kind: "email", endpoint: "anna@fernway.example", isPending: true),
    Row(kind: "email-json", endpoint: "robot@fernway.example", isPending: true),
    Row(kind: "sms", endpoint: "+15555550100"),
    Row(kind: "application", endpoint: "arn:aws:sns:us-east-1:123456789012:endpoint/GCM/app/1"),
  ]

  @Test(arguments: rows) func `protocols ask for a confirmation or not`(_ row: Row) throws {
    let seen = try MessagingBench.run { bench in
      let topic = try await bench.makeTopic()
      let input: JSONObject = [
        "TopicArn": topic, "Protocol": .string(row.kind), "Endpoint": .string(row.endpoint),
      ]
      let answer = try await bench.sns("subscribe", input)["SubscriptionArn"]?.stringValue ?? ""
      let list = try await bench.sns("list-subscriptions-by-topic", ["TopicArn": topic])
      let listed = list["Subscriptions"]?[0]
      let shown = try await bench.attributes(ofTopic: topic)
      var raw = "raw"
      do {
        try await bench.sns(
          "subscribe",
          [
            "TopicArn": topic, "Protocol": .string(row.kind),
            "Endpoint": .string(row.endpoint + "2"), "Attributes": ["RawMessageDelivery": "true"],
          ]
        )
      } catch let error as ServiceError { raw = error.message }
      return [
        answer == "pending confirmation" ? answer : "\(answer.split(separator: ":").count) parts",
        listed?["SubscriptionArn"]?.stringValue == "PendingConfirmation" ? "pending" : "confirmed",
        listed?["Protocol"]?.stringValue ?? "",
        "\(shown["SubscriptionsPending"]?.stringValue ?? "") pending", raw,
      ]
    }
    let refusal =
      "Invalid parameter: Attributes Reason: Delivery protocol [\(row.kind)] does not support raw"
      + " message delivery."
    #expect(
      seen == [
        row.isPending ? "pending confirmation" : "7 parts",
        row.isPending ? "pending" : "confirmed", row.kind,
        row.isPending ? "1 pending" : "0 pending",
        row.allowsRaw ? "raw" : refusal,
      ]
    )
  }

  static let stories = [
    Story(
      "a page gets a request with a token, and nothing else before it has confirmed",
      [
        "POST SubscriptionConfirmation", "text/plain; charset=UTF-8",
        "Type MessageId Token TopicArn Message SubscribeURL Timestamp SignatureVersion Signature"
          + " SigningCertURL",
        "288", "1", "2",
      ]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.page(page)
      try await bench.makeSubscription("https", page, to: topic)
      try await bench.sleep(.seconds(1))
      try await bench.publish("early", to: topic)
      try await bench.sleep(.seconds(1))
      let early = await bench.received(at: page)
      let request = early[0].request
      let token = request.body?["Token"] ?? .null
      try await bench.sns("confirm-subscription", ["TopicArn": topic, "Token": token])
      try await bench.publish("late", to: topic)
      try await bench.sleep(.seconds(1))
      return [
        "\(request.method) \(request.header("x-amz-sns-message-type") ?? "")",
        request.header("Content-Type") ?? "",
        request.body?.objectValue?.keys.joined(separator: " ") ?? "",
        "\(token.stringValue?.count ?? 0)", "\(early.count)",
        "\(await bench.received(at: page).count)",
      ]
    },
    Story(
      "who confirmed with a signed request is told apart from who followed the link",
      ["true false", "false true"]
    ) { bench in
      let topic = try await bench.makeTopic()
      var seen: [String] = []
      for (name, signs) in [("a", true), ("b", false)] {
        let address = "\(name)@fernway.example"
        let arn = try await bench.makeSubscription("email", address, to: topic)
        try await bench.sleep(.seconds(1))
        let mail = bench.mailbox(address)[0]
        if signs {
          try await bench.sns(
            "confirm-subscription",
            [
              "TopicArn": topic, "Token": .string(mail.token ?? ""),
              "AuthenticateOnUnsubscribe": "true",
            ]
          )
        } else {
          try await follow(mail.link, bench)
        }
        let shown = try await bench.attributes(ofSubscription: arn)
        let confirmed = shown["ConfirmationWasAuthenticated"]?.stringValue ?? ""
        // The link ends the one subscription and not the other.
        try await bench.publish("x", to: topic)
        try await bench.sleep(.seconds(2))
        try await follow(bench.mailbox(address).last?.link, bench)
        let list = try await bench.sns("list-subscriptions")["Subscriptions"]?.arrayValue ?? []
        let isEnded = !list.contains { $0["SubscriptionArn"] == arn }
        seen.append("\(confirmed) \(isEnded)")
      }
      return seen
    },
    Story(
      "a token confirms for two days",
      ["InvalidParameter Invalid parameter: Token", "confirmed"]
    ) { bench in
      var seen: [String] = []
      for (name, wait) in [("a", 172_801), ("b", 172_000)] {
        let topic = try await bench.makeTopic(name)
        try await bench.makeSubscription("email", "\(name)@fernway.example", to: topic)
        try await bench.sleep(.seconds(1))
        let token = bench.mailbox("\(name)@fernway.example")[0].token ?? ""
        try await bench.sleep(.seconds(wait))
        do {
          try await bench.sns(
            "confirm-subscription",
            [
              "TopicArn": topic, "Token": .string(token),
            ]
          )
          seen.append("confirmed")
        } catch let error as ServiceError {
          seen.append("\(error.code) \(error.message)")
        }
      }
      return seen
    },
    Story(
      "the same subscription made again is one; pending, it asks again",
      ["same", "2 requests", "same", "same", "same"]
    ) { bench in
      let topic = try await bench.makeTopic()
      let address = "anna@fernway.example"
      let first = try await bench.makeSubscription("email", address, to: topic)
      let second = try await bench.makeSubscription("email", address, to: topic)
      try await bench.sleep(.seconds(1))
      let asked = bench.mailbox(address).count
      try await bench.queue("a")
      let queue = bench.queueARN("a")
      let raw = try await bench.makeSubscription(
        "sqs",
        queue,
        to: topic,
        [
          "RawMessageDelivery": "true"
        ]
      )
      var seen = [first == second ? "same" : "other", "\(asked) requests"]
      for attributes: JSONObject in [[:], ["RawMessageDelivery": "true"]] {
        let again = try await bench.makeSubscription("sqs", queue, to: topic, attributes)
        seen.append(again == raw ? "same" : "other")
      }
      // What is said outright may be what holds anyway.
      let again = try await bench.makeSubscription(
        "email",
        address,
        to: topic,
        ["RawMessageDelivery": "false", "FilterPolicyScope": "MessageAttributes"]
      )
      return seen + [again == first ? "same" : "other"]
    },
    Story(
      "who leaves by the link is told how to come back, and can",
      ["UnsubscribeConfirmation", "0", "1", "back", "connected"]
    ) { bench in
      let topic = try await bench.makeTopic()
      let arn = try await bench.confirmedPage(page, of: topic)
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(1))
      let link = await bench.received(at: page).last?.request.body?["UnsubscribeURL"]
      // A page that visits links on its own would come back at once.
      try await bench.page(page) { $0.confirms = false }
      try await follow(link?.stringValue, bench)
      try await bench.sleep(.seconds(1))
      func count() async throws -> String {
        "\(try await bench.sns("list-subscriptions")["Subscriptions"]?.arrayValue?.count ?? -1)"
      }
      let request = await bench.received(at: page).last?.request
      let left = try await count()
      try await follow(request?.body?["SubscribeURL"]?.stringValue, bench)
      let back = try await count()
      try await bench.publish("back", to: topic)
      try await bench.sleep(.seconds(1))
      let text = await bench.received(at: page).last?.request.body?["Message"]?.stringValue
      let same = try await bench.attributes(ofSubscription: arn)["SubscriptionArn"] == arn
      let isConnected = bench.cloud.topology.connections.contains {
        $0.from == "orders" && page.contains($0.to)
      }
      return [
        request?.body?["Type"]?.stringValue ?? "", left, back, same ? text ?? "" : "another",
        isConnected ? "connected" : "apart",
      ]
    },
    Story(
      "a subscription shows its attributes",
      [
        "ConfirmationWasAuthenticated DeliveryPolicy EffectiveDeliveryPolicy Endpoint Owner"
          + " PendingConfirmation Protocol RawMessageDelivery SubscriptionArn SubscriptionPrincipal"
          + " TopicArn",
        #"{"healthyRetryPolicy":null,"sicklyRetryPolicy":null,"throttlePolicy":null,"#
          + #""requestPolicy":{"headerContentType":"text/csv"},"guaranteed":false}"#,
        #"{"healthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"#
          + #""numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"#
          + #""backoffFunction":"linear"},"sicklyRetryPolicy":null,"throttlePolicy":null,"#
          + #""requestPolicy":{"headerContentType":"text/csv"},"guaranteed":false}"#,
      ]
    ) { bench in
      let topic = try await bench.makeTopic()
      let arn = try await bench.makeSubscription(
        "https",
        page,
        to: topic,
        [
          "DeliveryPolicy": #"{"requestPolicy":{"headerContentType":"text/csv"}}"#
        ]
      )
      let shown = try await bench.attributes(ofSubscription: arn)
      return [shown.objectValue?.keys.joined(separator: " ") ?? ""]
        + ["DeliveryPolicy", "EffectiveDeliveryPolicy"].map { shown[$0]?.stringValue ?? "" }
    },
    Story("a topic has 200 filter policies", ["FilterPolicyLimitExceeded 403", "subscribed"]) {
      bench in
      let topic = try await bench.makeTopic()
      let filter: JSONObject = ["FilterPolicy": #"{"k":["v"]}"#]
      for number in 0..<200 {
        try await bench.makeSubscription("sms", "+1555555\(1_000 + number)", to: topic, filter)
      }
      var seen: [String] = []
      for attributes in [filter, [:]] {
        do {
          try await bench.makeSubscription("sms", "+15555559999", to: topic, attributes)
          seen.append("subscribed")
        } catch let error as ServiceError { seen.append("\(error.code) \(error.status)") }
      }
      return seen
    },
    Story(
      "an account has 5,000 subscriptions that nobody has confirmed",
      ["SubscriptionLimitExceeded 403", "subscribed"]
    ) { bench in
      for number in 0..<50 {
        let topic = try await bench.makeTopic("t\(number)")
        for place in 0..<100 {
          try await bench.makeSubscription("email", "a\(place)@x.example", to: topic)
        }
      }
      let topic = try await bench.makeTopic()
      var seen: [String] = []
      for (kind, endpoint) in [("email", "a@x.example"), ("sms", "+15555550100")] {
        do {
          try await bench.makeSubscription(kind, endpoint, to: topic)
          seen.append("subscribed")
        } catch let error as ServiceError { seen.append("\(error.code) \(error.status)") }
      }
      return seen
    },
    Story(
      "a function at its own address is asked to agree, and drawn as the function",
      ["SubscriptionConfirmation", "orders → echo", ""]
    ) { bench in
      let topic = try await bench.makeTopic()
      _ = try await bench.echoFunction()
      let url = try await functionURL(bench)
      let arn = try await bench.makeSubscription("https", url, to: topic)
      let seen = try await bench.bodies("seen", wait: 20)
      let body = try JSONValue(parsing: JSONValue(parsing: seen[0])["body"]?.stringValue ?? "")
      let drawn = lines(from: "orders", bench)
      try await bench.sns("unsubscribe", ["SubscriptionArn": arn])
      return [body["Type"]?.stringValue ?? "", drawn, lines(from: "orders", bench)]
    },
    Story("subscriptions are listed by pages of a hundred", ["100", "20"]) { bench in
      let topic = try await bench.makeTopic()
      for number in 0..<120 {
        try await bench.makeSubscription("sms", "+1555555\(1_000 + number)", to: topic)
      }
      let first = try await bench.sns("list-subscriptions-by-topic", ["TopicArn": topic])
      let second = try await bench.sns(
        "list-subscriptions-by-topic",
        [
          "TopicArn": topic, "NextToken": first["NextToken"] ?? .null,
        ]
      )
      return [first, second].map { "\($0["Subscriptions"]?.arrayValue?.count ?? 0)" }
    },
  ]

  /// The address of the function `echo`, at which everybody may call it.
  private static func functionURL(_ bench: MessagingBench) async throws -> String {
    let made = try await bench.cloud.perform(
      service: "lambda",
      operation: "create-function-url-config",
      input: ["FunctionName": "echo", "AuthType": "NONE"],
      for: .learner
    )
    for action in ["InvokeFunctionUrl", "InvokeFunction"] {
      _ = try await bench.cloud.perform(
        service: "lambda",
        operation: "add-permission",
        input: [
          "FunctionName": "echo", "StatementId": .string(action), "Principal": "*",
          "Action": .string("lambda:\(action)"),
        ],
        for: .learner
      )
    }
    return made["FunctionUrl"]?.stringValue ?? ""
  }

  /// What the topology draws from a component.
  private static func lines(from name: String, _ bench: MessagingBench) -> String {
    bench.cloud.topology.connections.filter { $0.from == name }.map { "\($0.from) → \($0.to)" }
      .joined(separator: ", ")
  }

  /// Visits the address behind a link, without signing.
  static func follow(_ link: String?, _ bench: MessagingBench) async throws {
    guard let address = link.flatMap({ WebAddress($0) }) else { throw HTTPFailure.unknownHost }
    let client = HTTPClient(cloud: bench.cloud, component: "browser")
    _ = try await client.send(nil, "GET", to: address)
  }

  @Test(arguments: stories + across) func `subscriptions are as the facts say`(
    _ story: Story
  ) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }
}
