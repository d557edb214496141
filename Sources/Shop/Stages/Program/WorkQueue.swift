import Cloud
import JSON

extension Cloud {
  /// Creates a queue for work, and a queue called `NAME-dlq` for messages that fail again and again.
  ///
  /// - Parameters:
  ///   - name: the queue's name.
  ///   - redrive: the redrive policy without its dead-letter queue.
  /// - Throws: `ServiceError` when the queue service refuses something.
  func createWorkQueue(_ name: String, redrive: JSONObject) async throws {
    let caller = Caller("deployment")
    _ = try await sqs.call(CreateQueue(queueName: "\(name)-dlq"), for: caller)
    var policy = redrive
    let dead = ARN(service: "sqs", resource: "\(name)-dlq", in: self)
    policy["deadLetterTargetArn"] = .string(dead.description)
    let attributes = [
      "VisibilityTimeout": "60", "RedrivePolicy": JSONValue.object(policy).text(),
    ]
    _ = try await sqs.call(CreateQueue(queueName: name, attributes: attributes), for: caller)
  }

  /// Whether a message waits in one of these queues, or is being handled.
  func hasMessages(in queues: [String]) async -> Bool {
    for queue in queues where await sqs.figures(of: queue).map({ $0.depth > 0 }) == true {
      return true
    }
    return false
  }
}
