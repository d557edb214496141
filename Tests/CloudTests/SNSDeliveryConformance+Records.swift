import Cloud
import JSON
import Simulation

/// What is written, counted and billed of deliveries.
extension SNSDeliveryConformance {
  static let records = [
    Story(
      "deliveries are written to the topic's log",
      [
        "SUCCESS arn:aws:sqs:us-east-1:123456789012:a 1 200",
        "FAILURE arn:aws:sqs:us-east-1:123456789012:gone 1 400",
        "messageMD5Sum messageId topicArn timestamp",
        "deliveryId destination providerResponse dwellTimeMs attempts statusCode",
        "9dd4e461268c8034f5c8564e155c67a6", "2026-01-01 00:00:00",
      ]
    ) { bench in
      let role: JSONValue = "arn:aws:iam::123456789012:role/log"
      let topic = try await bench.makeTopic(
        "orders",
        [
          "SQSSuccessFeedbackRoleArn": role, "SQSSuccessFeedbackSampleRate": "100",
          "SQSFailureFeedbackRoleArn": role,
        ]
      )
      try await bench.queue("a")
      for queue in ["a", "gone"] { try await bench.subscribe(queue, to: topic.stringValue ?? "") }
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(5))
      let group = "sns/us-east-1/123456789012/orders"
      let entries = try [group, "\(group)/Failure"].map { name in
        try JSONValue(
          parsing: bench.cloud.logs.group(name).events(at: bench.cloud.simulation.now)[0]
            .line.message
        )
      }
      let lines = entries.map { entry in
        let delivery = entry["delivery"]
        return
          "\(entry["status"]?.stringValue ?? "") \(delivery?["destination"]?.stringValue ?? "")"
          + " \(delivery?["attempts"]?.text() ?? "") \(delivery?["statusCode"]?.text() ?? "")"
      }
      let notification = entries[0]["notification"]
      return lines + [
        notification?.objectValue?.keys.joined(separator: " ") ?? "",
        entries[0]["delivery"]?.objectValue?.keys.joined(separator: " ") ?? "",
        notification?["messageMD5Sum"]?.stringValue ?? "",
        String(notification?["timestamp"]?.stringValue?.prefix(19) ?? ""),
      ]
    },
    Story("a rate of 0 writes no success, and mails are never written", ["nothing"]) { bench in
      let role: JSONValue = "arn:aws:iam::123456789012:role/log"
      let topic = try await bench.makeTopic(
        "orders",
        [
          "SQSSuccessFeedbackRoleArn": role, "SQSSuccessFeedbackSampleRate": "0",
        ]
      )
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic.stringValue ?? "")
      try await bench.makeSubscription("sms", "+15555550100", to: topic)
      for _ in 0..<20 { try await bench.publish("x", to: topic) }
      try await bench.sleep(.seconds(5))
      return [bench.cloud.logs.names.isEmpty ? "nothing" : "written"]
    },
    Story(
      "CloudWatch counts by topic",
      ["2", "2", "1", "1", "2", "1"]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic.stringValue ?? "")
      try await bench.subscribe(
        "gone",
        to: topic.stringValue ?? "",
        [
          "FilterPolicy": #"{"k":["v"]}"#
        ]
      )
      try await bench.publish("x", to: topic)
      try await bench.publish(
        "yz",
        to: topic,
        [
          "MessageAttributes": ["k": ["DataType": "String", "StringValue": "v"]]
        ]
      )
      try await bench.sleep(.seconds(70))
      var seen: [String] = []
      for metric in [
        "NumberOfMessagesPublished", "NumberOfNotificationsDelivered",
        "NumberOfNotificationsFailed", "NumberOfNotificationsFilteredOut", "PublishSize",
        "NumberOfNotificationsFilteredOut-NoMessageAttributes",
      ] {
        let answer = try await bench.cloud.perform(
          service: "cloudwatch",
          operation: "get-metric-statistics",
          input: [
            "Namespace": "AWS/SNS", "MetricName": .string(metric),
            "Dimensions": [["Name": "TopicName", "Value": "orders"]],
            "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T00:05:00Z",
            "Period": 300, "Statistics": [metric == "PublishSize" ? "SampleCount" : "Sum"],
          ],
          for: .learner
        )
        let point = answer["Datapoints"]?[0]
        seen.append((point?["Sum"] ?? point?["SampleCount"] ?? .null).text())
      }
      return seen.map { $0.hasSuffix(".0") ? String($0.dropLast(2)) : $0 }
    },
    Story("a page's failed tries are counted one by one", ["4.0", "none"]) { bench in
      let topic = try await bench.makeTopic()
      _ = try await bench.confirmedPage("https://a.example/x", of: topic)
      try await bench.page("https://a.example/x") { $0.status = 503 }
      try await bench.publish("x", to: topic)
      try await bench.sleep(.seconds(300))
      return [
        try await bench.sums(of: "NumberOfNotificationsFailed", topic: "orders").first ?? "none",
        try await bench.sums(of: "NumberOfNotificationsDelivered", topic: "orders").first ?? "none",
      ]
    },
    Story(
      "the bill tells publishes and deliveries apart",
      ["SNS publishes 5", "SNS HTTP deliveries 1", "SNS email deliveries 1", "SNS SMS 1"]
    ) { bench in
      let topic = try await bench.makeTopic()
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic.stringValue ?? "")
      _ = try await bench.confirmedPage(page, of: topic, ["FilterPolicy": #"{"all":["yes"]}"#])
      try await bench.makeSubscription(
        "email",
        "a@x.example",
        to: topic,
        [
          "FilterPolicy": #"{"all":["yes"]}"#
        ]
      )
      try await bench.sleep(.seconds(1))
      try await bench.sns(
        "confirm-subscription",
        [
          "TopicArn": topic, "Token": .string(bench.mailbox()[0].token ?? ""),
        ]
      )
      try await bench.makeSubscription(
        "sms",
        "+15555550100",
        to: topic,
        [
          "FilterPolicy": #"{"all":["yes"]}"#
        ]
      )
      try await bench.publish(String(repeating: "x", count: 200_000), to: topic)
      try await bench.publish(
        "x",
        to: topic,
        [
          "MessageAttributes": ["all": ["DataType": "String", "StringValue": "yes"]]
        ]
      )
      try await bench.sleep(.seconds(5))
      return bench.billOfOrders
    },
    Story(
      "a policy on bodies is paid for what it looks at, whether it admits it or not",
      ["SNS payload filtering 30", "SNS publishes 1"]
    ) { bench in
      let topic = try await bench.makeTopic()
      for (queue, policy) in [("a", #"{"k":["v"]}"#), ("b", #"{"k":["w"]}"#)] {
        try await bench.queue(queue)
        try await bench.subscribe(
          queue,
          to: topic.stringValue ?? "",
          ["FilterPolicy": policy, "FilterPolicyScope": "MessageBody"]
        )
      }
      try await bench.publish(#"{"k":"v","n":1}"#, to: topic)
      return bench.billOfOrders
    },
    Story(
      "a FIFO topic costs by messages and bytes, taken and delivered; a repetition is taken again",
      [
        "SNS FIFO publishes 2", "SNS FIFO payload 8", "SNS FIFO deliveries 2",
        "SNS FIFO delivered payload 8",
      ]
    ) { bench in
      let topic = try await bench.makeTopic("orders.fifo")
      for queue in ["a", "b"] {
        try await bench.queue(queue)
        try await bench.subscribe(queue, to: topic.stringValue ?? "")
      }
      for _ in 1...2 {
        try await bench.publish(
          "four",
          to: topic,
          ["MessageGroupId": "g", "MessageDeduplicationId": "d"]
        )
      }
      try await bench.sleep(.seconds(1))
      return bench.billOfOrders
    },
  ]
}

extension MessagingBench {
  /// The kinds of use on the bill of the topic `orders`, or `orders.fifo`, and how much of each.
  fileprivate var billOfOrders: [String] {
    Bill(for: cloud.meter.reading).lines.filter { $0.component.hasPrefix("orders") }
      .map { "\($0.price.usage) \($0.quantity)" }
  }
}
