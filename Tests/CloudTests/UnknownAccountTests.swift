import Cloud
import JSON
import Testing

/// What services say of resources in an account that nobody here uses: not whether they are there.
struct UnknownAccountTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let command: String
    let input: JSONValue
    let code: String
    /// What the caller may not, and on what; `nil` where the service does not say.
    let denied: String?

    var testDescription: String { command }

    init(_ command: String, _ input: JSONValue, _ code: String, _ denied: String?) {
      self.command = command
      self.input = input
      self.code = code
      self.denied = denied
    }
  }

  private static func arn(_ service: String, _ resource: String) -> String {
    "arn:aws:\(service):us-east-1:999999999999:\(resource)"
  }

  private static let queue = "https://sqs.us-east-1.amazonaws.com/999999999999/q"
  private static let topic = arn("sns", "t")
  private static let function = arn("lambda", "function:f")
  private static let bus = arn("events", "event-bus/b")
  private static let pipe = arn("pipes", "pipe/p")
  private static let group = arn("scheduler", "schedule-group/g")

  static let rows = [
    Row(
      "sqs send-message",
      ["QueueUrl": .string(queue), "MessageBody": "x"],
      "AccessDenied",
      "sqs:sendmessage on resource: \(arn("sqs", "q"))"
    ),
    Row(
      "sqs receive-message",
      ["QueueUrl": .string(queue)],
      "AccessDenied",
      "sqs:receivemessage on resource: \(arn("sqs", "q"))"
    ),
    Row(
      "sqs get-queue-url",
      ["QueueName": "q", "QueueOwnerAWSAccountId": "999999999999"],
      "AWS.SimpleQueueService.NonExistentQueue",
      nil
    ),
    Row(
      "sns publish",
      ["TopicArn": .string(topic), "Message": "x"],
      "AuthorizationError",
      "SNS:Publish on resource: \(topic)"
    ),
    Row(
      "sns get-topic-attributes",
      ["TopicArn": .string(topic)],
      "AuthorizationError",
      "SNS:GetTopicAttributes on resource: \(topic)"
    ),
    Row(
      "lambda invoke",
      ["FunctionName": .string(function)],
      "AccessDeniedException",
      "lambda:InvokeFunction on resource: \(function)"
    ),
    Row(
      "lambda get-function",
      ["FunctionName": .string(function)],
      "AccessDeniedException",
      "lambda:GetFunction on resource: \(function)"
    ),
    Row(
      "events describe-event-bus",
      ["Name": .string(bus)],
      "AccessDeniedException",
      "events:DescribeEventBus on resource: \(bus)"
    ),
    Row(
      "events put-rule",
      ["Name": "r", "EventBusName": .string(bus), "EventPattern": #"{"source":["s"]}"#],
      "AccessDeniedException",
      "events:PutRule on resource: \(arn("events", "rule/b/r"))"
    ),
    Row(
      "pipes list-tags-for-resource",
      ["ResourceArn": .string(pipe)],
      "AccessDeniedException",
      "pipes:ListTagsForResource on resource: \(pipe)"
    ),
    Row(
      "scheduler list-tags-for-resource",
      ["ResourceArn": .string(group)],
      "AccessDeniedException",
      "scheduler:ListTagsForResource on resource: \(group)"
    ),
  ]

  /// The same whether there is another account or not, and whether one's own has such a resource.
  @Test(arguments: rows, [false, true]) func `a stranger is not told`(
    row: Row,
    isBesideOthers: Bool
  ) throws {
    let seen = try MessagingBench.run { bench -> [String] in
      if isBesideOthers { _ = bench.cloud.account("444455556666") }
      try await bench.queue("q")
      let words = row.command.split(separator: " ").map(String.init)
      do {
        _ = try await bench.cloud.perform(
          service: words[0],
          operation: words[1],
          input: row.input,
          for: .learner
        )
        return ["answered"]
      } catch let error as ServiceError {
        let start = error.message.firstRange(of: "perform: ")
        let end = error.message.firstRange(of: " because no resource-based policy allows")
        guard let start, let end else { return [error.code] }
        return [error.code, String(error.message[start.upperBound..<end.lowerBound])]
      }
    }
    #expect(seen == [row.code] + [row.denied].compactMap { $0 })
  }
}
