import Cloud
import JSON
import Simulation
import Testing

/// Deliveries: forms, failures, logs, figures, prices (facts, sections 3, 5, 6 and 7).
@Suite struct SNSDeliveryConformance {
  static let page = "https://partner.example/orders"

  static let forms = [
    Story(
      "an address over HTTP gets the envelope and headers",
      [
        "POST /orders",
        "x-amz-sns-message-type x-amz-sns-message-id x-amz-sns-topic-arn x-amz-sns-subscription-arn"
          + " Content-Type User-Agent",
        "Notification", "text/plain; charset=UTF-8", "Amazon Simple Notification Service Agent",
        "Type MessageId TopicArn Subject Message Timestamp SignatureVersion Signature SigningCertURL"
          + " UnsubscribeURL MessageAttributes",
        "1",
      ]
    ) { bench in
      let request = try await posted(bench, raw: false)
      return [
        "\(request.method) \(request.path)",
        request.headers.map(\.name).joined(separator: " "),
        request.header("x-amz-sns-message-type") ?? "", request.header("Content-Type") ?? "",
        request.header("User-Agent") ?? "",
        request.body?.objectValue?.keys.joined(separator: " ") ?? "",
        request.body?["SignatureVersion"]?.stringValue ?? "",
      ]
    },
    Story("raw, it gets the message alone and a header that says so", ["true", "hello"]) { bench in
      let request = try await posted(bench, raw: true)
      return [request.header("x-amz-sns-rawdelivery") ?? "", request.text ?? ""]
    },
    Story("the content type is the topic's, or the subscription's own", ["text/csv"]) { bench in
      let topic = try await bench.makeTopic(
        "orders",
        [
          "DeliveryPolicy":
            #"{"http":{"defaultRequestPolicy":{"headerContentType":"application/json"}}}"#
        ]
      )
      _ = try await bench.confirmedPage(
        page,
        of: topic,
        [
          "DeliveryPolicy": #"{"requestPolicy":{"headerContentType":"text/csv"}}"#
        ]
      )
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(1))
      return [await bench.received(at: page).last?.request.header("Content-Type") ?? ""]
    },
    Story(
      "subscriptions' policies do not count where the topic says so",
      ["application/json"]
    ) { bench in
      let topic = try await bench.makeTopic(
        "orders",
        [
          "DeliveryPolicy": .string(
            #"{"http":{"disableSubscriptionOverrides":true,"#
              + #""defaultRequestPolicy":{"headerContentType":"application/json"}}}"#
          )
        ]
      )
      _ = try await bench.confirmedPage(
        page,
        of: topic,
        [
          "DeliveryPolicy": #"{"requestPolicy":{"headerContentType":"text/csv"}}"#
        ]
      )
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(1))
      return [await bench.received(at: page).last?.request.header("Content-Type") ?? ""]
    },
    Story("the version of the signature is the topic's", ["2"]) { bench in
      let topic = try await bench.makeTopic("orders", ["SignatureVersion": "2"])
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic.stringValue ?? "")
      try await bench.publish("x", to: topic)
      let body = try await bench.bodies("a", wait: 5)[0]
      return [try JSONValue(parsing: body)["SignatureVersion"]?.stringValue ?? ""]
    },
    Story(
      "people get texts: mails, mails for programs, text messages",
      [
        "email Shop <no-reply@sns.amazonaws.com> Sale|for mails", "email-json Notification",
        "sms Shop|for telephones",
      ]
    ) { bench in
      let topic = try await bench.makeTopic("orders", ["DisplayName": "Shop"])
      for (kind, address) in [("email", "a@x.example"), ("email-json", "b@x.example")] {
        try await bench.makeSubscription(kind, address, to: topic)
        try await bench.sleep(.seconds(1))
        try await bench.sns(
          "confirm-subscription",
          [
            "TopicArn": topic, "Token": .string(bench.mailbox(address)[0].token ?? ""),
          ]
        )
      }
      try await bench.makeSubscription("sms", "+15555550100", to: topic)
      try await bench.publish(
        #"{"default":"for all","email":"for mails","sms":"for telephones"}"#,
        to: topic,
        ["Subject": "Sale", "MessageStructure": "json"]
      )
      try await bench.sleep(.seconds(2))
      let mail = bench.mailbox("a@x.example")[1]
      let json = try JSONValue(parsing: bench.mailbox("b@x.example")[1].text)
      let text = bench.mailbox("+15555550100")[0]
      return [
        "\(mail.channel.rawValue) \(mail.sender) \(mail.subject ?? "")|\(mail.text)",
        "\(bench.mailbox("b@x.example")[1].channel.rawValue) \(json["Type"]?.stringValue ?? "")",
        "\(text.channel.rawValue) \(text.sender)|\(text.text)",
      ]
    },
    Story("a text message needs no topic", ["sms Amazon SNS|hello"]) { bench in
      try await bench.sns("publish", ["PhoneNumber": "+15555550100", "Message": "hello"])
      try await bench.sleep(.seconds(1))
      let text = bench.mailbox()[0]
      return ["\(text.channel.rawValue) \(text.sender)|\(text.text)"]
    },
    Story(
      "an app on a device gets the text of its push service, until it is disabled",
      ["push token-1|for Android", "EndpointDisabled", "PlatformApplicationDisabled", "1"]
    ) { bench in
      let app = try await bench.sns(
        "create-platform-application",
        [
          "Name": "shop", "Platform": "GCM", "Attributes": ["PlatformCredential": "secret"],
        ]
      )
      let application = app["PlatformApplicationArn"] ?? .null
      let device =
        try await bench.sns(
          "create-platform-endpoint",
          [
            "PlatformApplicationArn": application, "Token": "token-1",
          ]
        )["EndpointArn"] ?? .null
      let message: JSONObject = [
        "TargetArn": device, "Message": #"{"GCM":"for Android"}"#, "MessageStructure": "json",
      ]
      try await bench.sns("publish", message)
      try await bench.sleep(.seconds(1))
      var seen = bench.mailbox().map { "\($0.channel.rawValue) \($0.recipient)|\($0.text)" }
      func attempt() async throws {
        do {
          try await bench.sns("publish", message)
        } catch let error as ServiceError { seen.append(error.code) }
      }
      try await bench.sns(
        "set-endpoint-attributes",
        [
          "EndpointArn": device, "Attributes": ["Enabled": "false"],
        ]
      )
      try await attempt()
      try await bench.sns(
        "set-platform-application-attributes",
        [
          "PlatformApplicationArn": application, "Attributes": ["Enabled": "false"],
        ]
      )
      try await attempt()
      let list = try await bench.sns(
        "list-endpoints-by-platform-application",
        [
          "PlatformApplicationArn": application
        ]
      )
      return seen + ["\(list["Endpoints"]?.arrayValue?.count ?? 0)"]
    },
    Story("a group goes along to queues", ["g"]) { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic.stringValue ?? "")
      try await bench.publish("x", to: topic, ["MessageGroupId": "g"])
      return [try await bench.receive("a", wait: 5)[0].attributes?["MessageGroupId"] ?? ""]
    },
  ]

  /// What a page gets of a message with a subject and an attribute.
  static func posted(_ bench: MessagingBench, raw: Bool) async throws -> HTTPRequest {
    let topic = try await bench.makeTopic()
    _ = try await bench.confirmedPage(
      page,
      of: topic,
      [
        "RawMessageDelivery": .string("\(raw)")
      ]
    )
    try await bench.publish(
      "hello",
      to: topic,
      [
        "Subject": "hi", "MessageAttributes": ["n": ["DataType": "Number", "StringValue": "7"]],
      ]
    )
    try await bench.sleep(.seconds(1))
    return await bench.received(at: page).last?.request ?? HTTPRequest(method: "", path: "")
  }

  // MARK: Failures

  /// How a page fails, how often it is asked, and where the message ends.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let behaviour: @Sendable (inout WebServer.Behaviour) -> Void
    let tries: Int
    let end: String
    var hasDeadLetterQueue = true
  }

  static let rows = [
    Row(
      testDescription: "a server error",
      behaviour: { $0.status = 500 },
      tries: 4,
      end: "moved partner.example dead 500"
    ),
    Row(
      testDescription: "too many requests",
      behaviour: { $0.status = 429 },
      tries: 4,
      end: "moved partner.example dead 429"
    ),
    Row(
      testDescription: "an answer after 16 seconds",
      behaviour: { $0.latency = .seconds(16) },
      tries: 4,
      end: "moved partner.example dead timedOut"
    ),
    Row(
      testDescription: "an answer after 14 seconds",
      behaviour: { $0.latency = .seconds(14) },
      tries: 1,
      end: "delivered partner.example 1"
    ),
    Row(
      testDescription: "nobody listens",
      behaviour: { $0.isDown = true },
      tries: 0,
      end: "moved partner.example dead connectionRefused"
    ),
    Row(
      testDescription: "a client error",
      behaviour: { $0.status = 404 },
      tries: 1,
      end: "moved partner.example dead 404"
    ),
    Row(
      testDescription: "two errors and then an answer",
      behaviour: {
        $0.status = 503
        $0.times = 2
      },
      tries: 3,
      end: "delivered partner.example 3"
    ),
    Row(
      testDescription: "a server error, and no dead-letter queue",
      behaviour: { $0.status = 500 },
      tries: 4,
      end: "dropped partner.example 500",
      hasDeadLetterQueue: false
    ),
  ]

  @Test(arguments: rows) func `a page that fails is tried again, or not`(_ row: Row) throws {
    let seen = try MessagingBench.run { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("dead")
      try await bench.open("dead")
      let redrive = #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#
      _ = try await bench.confirmedPage(
        Self.page,
        of: topic,
        row.hasDeadLetterQueue ? ["RedrivePolicy": .string(redrive)] : [:]
      )
      try await bench.page(Self.page, row.behaviour)
      let diary = SNSDiary(bench.cloud.simulation)
      let before = await bench.received(at: Self.page).count
      let id = try await bench.publish("x", to: topic)["MessageId"]?.stringValue
      try await bench.sleep(.seconds(200))
      let tries = await bench.received(at: Self.page).count - before
      let dead = try await bench.bodies("dead")
      let isSame = try dead.allSatisfy {
        try JSONValue(parsing: $0)["MessageId"]?.stringValue == id
      }
      return ["\(tries)", isSame ? "same" : "other"] + diary.lines()
    }
    #expect(seen == ["\(row.tries)", "same", row.end])
  }

  @Test(arguments: forms + failures + records) func `deliveries are as the facts say`(
    _ story: Story
  ) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }
}
