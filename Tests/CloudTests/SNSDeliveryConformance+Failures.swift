import Cloud
import JSON
import Simulation

/// Deliveries that fail, wait or are kept back.
extension SNSDeliveryConformance {
  static let failures = [
    Story(
      "a mail server that is down is asked for six hours",
      ["50", "dropped x.example ServiceUnavailable", "6"]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.makeSubscription("email", "a@x.example", to: topic)
      try await bench.sleep(.seconds(1))
      try await bench.sns(
        "confirm-subscription",
        [
          "TopicArn": topic, "Token": .string(bench.mailbox()[0].token ?? ""),
        ]
      )
      bench.cloud.faults.fail("x.example", .all)
      let diary = SNSDiary(bench.cloud.simulation)
      let began = bench.cloud.simulation.now
      try await bench.publish("x", to: topic)
      while diary.lines().isEmpty { try await bench.sleep(.seconds(60)) }
      let hours = began.duration(to: bench.cloud.simulation.now).seconds / 3_600
      return ["\(diary.retries + 1)"] + diary.lines() + ["\(Int(hours))"]
    },
    Story(
      "a queue that is closed is no use trying again",
      ["dropped closed AccessDenied", "0"]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("closed")
      try await bench.makeSubscription("sqs", bench.queueARN("closed"), to: topic)
      let diary = SNSDiary(bench.cloud.simulation)
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(60))
      return diary.lines() + ["\(diary.retries)"]
    },
    Story(
      "a dead-letter queue that is closed does not get it",
      ["redrive failed dead AccessDenied", "dropped gone AWS.SimpleQueueService.NonExistentQueue"]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("dead")
      let redrive = #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#
      try await bench.makeSubscription(
        "sqs",
        bench.queueARN("gone"),
        to: topic,
        [
          "RedrivePolicy": .string(redrive)
        ]
      )
      let diary = SNSDiary(bench.cloud.simulation)
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(60))
      return diary.lines()
    },
    Story(
      "a queue of an account or a Region that is not there is none of this account",
      [
        "dropped a AccessDenied",
        "dropped a AWS.SimpleQueueService.NonExistentQueue", "0",
      ]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("a")
      try await bench.open("a")
      let diary = SNSDiary(bench.cloud.simulation)
      for place in ["us-east-1:999999999999", "eu-west-1:123456789012"] {
        try await bench.makeSubscription("sqs", "arn:aws:sqs:\(place):a", to: topic)
      }
      // The first is asked to confirm, the second gets the message.
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(5))
      return diary.lines() + ["\(await bench.depths("a")[0])"]
    },
    Story(
      "eleven attributes do not go to a queue with raw delivery",
      ["dropped a InvalidParameterValue"]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic.stringValue ?? "", ["RawMessageDelivery": "true"])
      let diary = SNSDiary(bench.cloud.simulation)
      let attributes =
        (0..<11).map { ("a\($0)", ["DataType": "String", "StringValue": "v"]) }
        as [(String, JSONValue)]
      try await bench.publish(
        "x",
        to: topic,
        [
          "MessageAttributes": .object(JSONObject(attributes))
        ]
      )
      try await bench.sleep(.seconds(5))
      return diary.lines()
    },
    Story("a limit spaces the messages", ["5 in 2 s"]) { bench in
      let topic = try await bench.makeTopic()
      _ = try await bench.confirmedPage(
        page,
        of: topic,
        [
          "DeliveryPolicy": #"{"throttlePolicy":{"maxReceivesPerSecond":2}}"#
        ]
      )
      for number in 0..<10 { try await bench.publish("\(number)", to: topic) }
      let before = await bench.received(at: page).count
      try await bench.sleep(.seconds(2))
      let later = await bench.received(at: page).count
      return ["\(later - before + 1) in 2 s"]
    },
    Story("a mailbox gets ten mails a second", ["25 in 2.4 s"]) { bench in
      let topic = try await bench.makeTopic()
      try await bench.makeSubscription("email", "a@x.example", to: topic)
      try await bench.sleep(.seconds(1))
      let token = JSONValue.string(bench.mailbox()[0].token ?? "")
      try await bench.sns("confirm-subscription", ["TopicArn": topic, "Token": token])
      for count in [10, 10, 5] {
        try await bench.sns(
          "publish-batch",
          [
            "TopicArn": topic,
            "PublishBatchRequestEntries": .array(
              (0..<count).map { ["Id": .string("\($0)"), "Message": "x"] }
            ),
          ]
        )
      }
      try await bench.sleep(.seconds(10))
      let instants = bench.mailbox().dropFirst().map(\.instant)
      let span = instants[0].duration(to: instants[instants.count - 1])
      return ["\(instants.count) in \(span.seconds) s"]
    },
    Story(
      "a subscription that ends while it is being tried gets nothing more",
      ["dropped partner.example SubscriptionEnded"]
    ) { bench in
      let topic = try await bench.makeTopic()
      let arn = try await bench.confirmedPage(page, of: topic)
      try await bench.page(page) { $0.isDown = true }
      let diary = SNSDiary(bench.cloud.simulation)
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(5))
      try await bench.sns("unsubscribe", ["SubscriptionArn": arn])
      try await bench.sleep(.seconds(100))
      return diary.lines()
    },
    Story(
      "filters keep messages out for one reason each",
      [
        "filtered 1 NoMessageAttributes", "filtered 1 InvalidMessageBody",
        "filtered 1 MessageAttributes", "filtered 1 MessageBody", "filtered 1 InvalidAttributes",
        "filtered 1 MessageBody",
      ]
    ) { bench in
      let topic = try await bench.makeTopic()
      for (number, scope) in ["MessageAttributes", "MessageBody"].enumerated() {
        try await bench.makeSubscription(
          "sms",
          "+1555555010\(number)",
          to: topic,
          [
            "FilterPolicy": #"{"kind":["sale"]}"#, "FilterPolicyScope": .string(scope),
          ]
        )
      }
      let diary = SNSDiary(bench.cloud.simulation)
      func attribute(_ type: JSONValue, _ value: JSONValue) -> JSONObject {
        ["MessageAttributes": ["kind": ["DataType": type, "StringValue": value]]]
      }
      try await bench.publish("x", to: topic)
      try await bench.publish(#"{"kind":"news"}"#, to: topic, attribute("String", "news"))
      try await bench.publish("{}", to: topic, attribute("String.Array", "sale"))
      return diary.lines()
    },
  ]
}
