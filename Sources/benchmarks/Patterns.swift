import Cloud
import EventPattern
import JSON
import Simulation

/// Events against sets of rules, the JSON's parsing included: `patterns-exact-1000` and others.
///
/// The plain limit is the JSON module's tokenizer, which reads the same texts and looks for nothing.
let patterns: [Benchmark] = PatternKind.allCases.flatMap { kind in
  [1, 5, 1_000, 100_000].map { ruleCount in
    Benchmark("patterns-\(kind.rawValue)-\(ruleCount)", unit: "events", count: 200_000) { count in
      try PatternSample.withSet(kind, of: ruleCount) { set in
        let events = PatternSample.events
        var matched = 0
        for number in 0..<count {
          matched += try set.matches(parsing: events[number % events.count]).count
        }
        precondition(matched > 0 || ruleCount < 100_000, "no event matches a rule")
      }
    } plain: { count in
      let events = PatternSample.events
      var tokens = 0
      for number in 0..<count {
        var tokenizer = JSONTokenizer(bytes: events[number % events.count])
        while let token = try? tokenizer.next(), token.kind != .end { tokens += 1 }
      }
      precondition(tokens > count, "the events are no JSON")
    }
  }
}

/// Messages published to a topic with ten subscriptions, each with a filter policy that takes one
/// message in ten, and delivered to their queues.
let filteredPublish = Benchmark("publish-filtered", unit: "messages", count: 100_000) { count in
  let simulation = Simulation(seed: 1)
  let cloud = Cloud(on: simulation)
  try simulation.run {
    let topic = try await cloud.sns.call(CreateTopic(name: "orders"), for: .learner).topicArn
    for number in 0..<10 {
      _ = try await cloud.sqs.call(CreateQueue(queueName: "shop-\(number)"), for: .learner)
      let queue = ARN(service: "sqs", resource: "shop-\(number)", in: cloud).description
      let policy =
        #"{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"#
        + #""Action":"sqs:SendMessage","Resource":"\#(queue)","#
        + #""Condition":{"ArnEquals":{"aws:SourceArn":"\#(topic)"}}}}"#
      _ = try await cloud.sqs.call(
        SetQueueAttributes(queueUrl: "shop-\(number)", attributes: ["Policy": policy]),
        for: .learner
      )
      _ = try await cloud.sns.call(
        Subscribe(
          topicArn: topic,
          protocol: "sqs",
          endpoint: queue,
          attributes: ["FilterPolicy": #"{"shop":["\#(number)"],"state":[{"prefix":"pl"}]}"#]
        ),
        for: .learner
      )
    }
    for number in 0..<count {
      _ = try await cloud.sns.call(
        Publish(
          topicArn: topic,
          message: #"{"order":"A-17","item":"rake"}"#,
          messageAttributes: [
            "shop": MessageAttributeValue(stringValue: "\(number % 10)", dataType: "String"),
            "state": MessageAttributeValue(stringValue: "placed", dataType: "String"),
          ]
        ),
        for: .learner
      )
    }
  }
  try simulation.runUntilIdle()
  cloud.shutDown()
} plain: { count in
  // A request and a delivery each.
  runPlainChains(count: count * 2, chains: 100, longestDelay: 1_000)
}
