import Cloud
import JSON
import Playground
import Testing

@Suite struct AWSCommandTests {
  @Test func `an answer prints as the AWS CLI prints it, and nothing prints as nothing`() {
    let session = Session(seed: 1)
    expectEqual(
      session.execute("sqs create-queue --queue-name orders").output?.verbatim,
      """
      {
          "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders"
      }
      """
    )
    let empty = session.execute("sqs receive-message --queue-url orders").output
    expectEqual(empty?.verbatim, nil)
    expectEqual(empty?.json, [:])
  }

  @Test func `a message goes through a queue by commands alone`() {
    let session = session(
      "let q = sqs create-queue --queue-name orders",
      #"sqs send-message --queue-url {q.QueueUrl} --message-body '{"item": "rake"}'"#,
      "expect queue.depth(\"orders\") == 1",
      "let m = sqs receive-message --queue-url orders --max-number-of-messages 10",
      "expect queue.in_flight(\"orders\") == 1",
      "sqs delete-message --queue-url orders --receipt-handle {m.Messages[0].ReceiptHandle}",
      "expect queue.depth(\"orders\") == 0",
      "sqs send-message --queue-url orders --message-body \"again: {m.Messages[0].Body}\"",
      "let n = sqs receive-message --queue-url orders"
    )
    let outcome = session.execute("sqs send-message --queue-url orders --message-body '{n}'")
    expectEqual(outcome.error, nil)
    let body = session.execute("sqs receive-message --queue-url orders").output?.json
    expectEqual(body?["Messages"]?[0]?["Body"]?.stringValue, "{n}")
  }

  @Test func `each account has queues of its own, and the command after it is in the first again`()
  {
    let session = session(
      "as 444455556666 sqs create-queue --queue-name orders",
      "let q = as 444455556666 sqs get-queue-url --queue-name orders",
      "as 444455556666 sqs send-message --queue-url {q.QueueUrl} --message-body x",
      "as 444455556666 expect queue.depth(\"orders\") == 1"
    )
    expectEqual(session.execute("sqs list-queues").output?.json, [:])
    let error = session.execute("sqs send-message --queue-url {q.QueueUrl} --message-body y").error
    expectEqual(error?.code, "AccessDenied")
  }

  @Test func `figures of functions and buses are those of the account that is asked`() {
    let event =
      #"'[{"EventBusName": "sales", "Source": "shop", "DetailType": "Sale", "Detail": "{}"}]'"#
    let session = session(
      "events create-event-bus --name sales",
      "lambda create-function --function-name greet --runtime provided.al2023 --handler greet"
        + " --role arn:aws:iam::123456789012:role/fernway"
        + #" --zip-file '{"handler": [{"return": {}}]}'"#,
      "as 444455556666 events create-event-bus --name sales",
      "as 444455556666 lambda create-function --function-name greet --runtime provided.al2023"
        + " --handler greet --role arn:aws:iam::444455556666:role/fernway"
        + #" --zip-file '{"handler": [{"return": {}}]}'"#,
      "advance 5s",
      "as 444455556666 lambda invoke --function-name greet",
      "as 444455556666 events put-events --entries \(event)"
    )
    for line in [
      #"expect functions.invocations("greet") == 0"#, #"expect events.received("sales") == 0"#,
      #"as 444455556666 expect functions.invocations("greet") == 1"#,
      #"as 444455556666 expect events.received("sales") == 1"#, "expect events.received == 1",
    ] {
      expectEqual(session.execute(line).error, nil, "\(line)")
    }
  }

  @Test func `shorthand, JSON and files give the same input`() {
    let session = Session(seed: 1, files: ["entries.json": Self.entries])
    _ = session.execute("sqs create-queue --queue-name orders")
    for entries in [
      "Id=a,MessageBody=x Id=b,MessageBody='y z',DelaySeconds=5", "'\(Self.entries)'",
      "file://entries.json",
    ] {
      let line = "sqs send-message-batch --queue-url orders --entries \(entries)"
      let answer = session.execute(line)
      expectEqual(answer.error, nil)
      expectEqual(answer.output?.json?["Successful"]?.arrayValue?.count, 2)
    }
    expectEqual(session.execute("expect queue.delayed(\"orders\") == 3").error, nil)
  }

  static let entries =
    #"[{"Id": "a", "MessageBody": "x"}, {"Id": "b", "MessageBody": "y z", "DelaySeconds": 5}]"#

  @Test func `a service's refusal carries its code and reads as in the AWS CLI`() {
    let session = Session(seed: 1)
    // NotFound is a code of the language's own, too.
    for (line, code, rest) in [
      (
        "sqs send-message --queue-url none --message-body x",
        "AWS.SimpleQueueService.NonExistentQueue",
        "SendMessage operation: The specified queue does"
          + " not exist."
      ),
      (
        "sns publish --topic-arn arn:aws:sns:us-east-1:123456789012:none --message x",
        "NotFound", "Publish operation: Topic does not exist"
      ),
    ] {
      let error = session.execute(line).error
      expectEqual(
        [error?.code, error?.message],
        [code, "An error occurred (\(code)) when calling the \(rest)"]
      )
    }
  }

  @Test func `a function is made, run and watched by commands`() {
    let session = session(
      "lambda create-function --function-name greet --runtime provided.al2023 --handler greet"
        + " --role arn:aws:iam::123456789012:role/fernway"
        + #" --zip-file '{"handler": [{"return": {"hello": "you"}}]}'"#,
      "advance 2s",
      "let a = lambda invoke --function-name greet --payload '{}' answer.json",
      "lambda invoke --function-name greet --payload file://answer.json -",
      "expect functions.invocations(\"greet\") == 2",
      "expect functions.cold_starts(\"greet\") == 1",
      "show timeline greet",
      "show logs greet"
    )
    let steps = session.execute("let s = show timeline greet --steps").output?.json
    expectEqual(
      steps?.arrayValue?.map { $0["step"]?.stringValue },
      [
        "create: first request", "INIT", "INIT runtime", "INIT function", "INVOKE, cold", "INVOKE",
      ]
    )
  }

  @Test(arguments: [
    "sns get-sms-attributes", "lambda put-function-scaling-config", "iam create-policy",
    "kms encrypt", "kms generate-data-key", "kinesis", "s3 ls",
  ])
  func `what AWS has and this cloud has not is refused by name`(_ line: String) {
    let error = Session(seed: 1).execute(line).error
    expectEqual(error?.code, "NotHere")
  }

  @Test func `every operation has a page of help and refuses what it does not know`() {
    let session = Session(seed: 1)
    for service in Cloud.catalogue {
      for operation in service.operations {
        let line = "\(service.name) \(operation.commandName)"
        expectEqual(session.execute("help \(line)").error, nil, "\(line)")
        let code = session.execute("\(line) --frobnicate yes").error?.code
        expectEqual(code, "UnknownOption", "\(line)")
      }
    }
  }

  @Test func `completion offers services, operations, options and names`() {
    let session = session("sqs create-queue --queue-name orders")
    expectEqual(session.completions(for: "sqs rec"), ["receive-message"])
    expectEqual(session.completions(for: "let m = sqs rec"), ["receive-message"])
    expectEqual(session.completions(for: "as 444455556666 sqs rec"), ["receive-message"])
    expectEqual(session.completions(for: "sqs receive-message --queue-url o"), ["orders"])
    expectEqual(session.completions(for: "sqs delete-queue "), ["--queue-url"])
    expectEqual(session.completions(for: "sns subscribe --not"), ["--notification-endpoint"])
    expectEqual(session.completions(for: "adv"), ["advance"])
    expectEqual(session.completions(for: "expect queue.vis"), ["queue.visible"])
    expectEqual(session.completions(for: "show diag"), ["diagram"])
    expectEqual(session.completions(for: "sqs send-message --message-body 'un"), [])
  }
}
