import Cloud
import JSON

/// Subscriptions of one account to another's topic.
extension SNSSubscriptionConformance {
  static let across = [
    Story(
      "whoever owns the queue is subscribed at once, and lists the subscription",
      ["confirmed", "x", "1", "0"]
    ) { bench in
      let (topic, queue) = try await partnerQueue(bench)
      try await bench.sns(
        "add-permission",
        [
          "TopicArn": topic, "Label": "partner", "AWSAccountId": [.string(MessagingBench.partner)],
          "ActionName": ["Subscribe"],
        ]
      )
      let arn = try await bench.makeSubscription(
        "sqs",
        queue,
        to: topic,
        ["RawMessageDelivery": "true"],
        as: MessagingBench.partner
      )
      try await bench.publish("x", to: topic)
      let body = try await receive(bench)
      func count(_ account: String) async throws -> String {
        let list = try await bench.sns("list-subscriptions", as: account)
        return "\(list["Subscriptions"]?.arrayValue?.count ?? -1)"
      }
      let theirs = try await count(MessagingBench.partner)
      let ours = try await count(Cloud.homeAccount)
      return [arn.stringValue?.contains(":orders:") == true ? "confirmed" : "", body, theirs, ours]
    },
    Story(
      "a queue that somebody else subscribes gets a token and nothing more",
      ["SubscriptionConfirmation", "", "x"]
    ) { bench in
      let (topic, queue) = try await partnerQueue(bench)
      try await bench.makeSubscription("sqs", queue, to: topic)
      let request = try JSONValue(parsing: try await receive(bench))
      try await bench.publish("early", to: topic)
      let early = try await receive(bench)
      try await bench.sns(
        "confirm-subscription",
        ["TopicArn": topic, "Token": request["Token"] ?? .null],
        as: MessagingBench.partner
      )
      try await bench.publish("x", to: topic)
      let late = try JSONValue(parsing: try await receive(bench))
      return [
        request["Type"]?.stringValue ?? "", early, late["Message"]?.stringValue ?? "",
      ]
    },
    Story(
      "who is not allowed may not subscribe, and the protocol may be a condition",
      ["AuthorizationError", "AuthorizationError", "confirmed"]
    ) { bench in
      let (topic, queue) = try await partnerQueue(bench)
      func attempt(_ kind: String, _ endpoint: String) async throws -> String {
        do {
          try await bench.makeSubscription(kind, endpoint, to: topic, as: MessagingBench.partner)
          return "confirmed"
        } catch let error as ServiceError { return error.code }
      }
      let before = try await attempt("sqs", queue)
      let policy =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"#
        + #""Action":"sns:Subscribe","Resource":"\#(SNSTopicConformance.arn)","#
        + #""Condition":{"StringEquals":{"sns:Protocol":"sqs"}}}]}"#
      try await bench.set("Policy", policy, of: topic)
      let mail = try await attempt("email", "x@partner.example")
      return [before, mail, try await attempt("sqs", queue)]
    },
  ]

  /// A topic of ours, and a queue of the partner's that lets it in.
  private static func partnerQueue(
    _ bench: MessagingBench
  ) async throws -> (topic: JSONValue, queue: String) {
    let queue = "arn:aws:sqs:us-east-1:\(MessagingBench.partner):parcels"
    let sqs = bench.cloud.account(MessagingBench.partner).client(of: SQS.self, for: .learner)
    let policy =
      #"{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"#
      + #""Action":"sqs:SendMessage","Resource":"\#(queue)"}}"#
    _ = try await sqs(CreateQueue(queueName: "parcels", attributes: ["Policy": policy]))
    return (try await bench.makeTopic(), queue)
  }

  /// The next message of the partner's queue; empty when there is none.
  private static func receive(_ bench: MessagingBench) async throws -> String {
    let sqs = bench.cloud.account(MessagingBench.partner).client(of: SQS.self, for: .learner)
    let messages = try await sqs(
      ReceiveMessage(queueUrl: "parcels", maxNumberOfMessages: 1, waitTimeSeconds: 1)
    ).messages
    guard let message = messages?.first else { return "" }
    _ = try await sqs(DeleteMessage(queueUrl: "parcels", receiptHandle: message.receiptHandle))
    return message.body
  }
}
