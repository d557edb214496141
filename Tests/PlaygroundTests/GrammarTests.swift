import JSON
import Playground
import Simulation
import Testing

@Suite struct GrammarTests {
  @Test(arguments: Refusal.all) func `a refusal says where, what, and what instead`(
    _ row: Refusal
  ) {
    let session = Session(seed: 1)
    let error = session.execute(row.line).error
    expectEqual(error?.code, row.code)
    expectEqual(error?.column, row.column)
    expectEqual(error?.description, row.text)
    expectEqual(session.now, .start)
  }

  @Test(arguments: accepted) func `a line that is accepted answers`(_ row: Acceptance) {
    let session = Session(seed: 1)
    for line in row.before { expectEqual(session.execute(line).error, nil) }
    let outcome = session.execute(row.line)
    expectEqual(outcome.error, nil)
    expectEqual(outcome.output?.json?.text(), row.json)
  }

  @Test func `a line without a command does nothing`() {
    let session = Session(seed: 1)
    for line in ["", "   ", "\t", "# deploy monolith", "  # x"] {
      expectEqual(session.execute(line).output, CommandOutput())
    }
  }

  @Test func `a refused let keeps what the name stood for`() {
    let session = Session(seed: 1)
    _ = session.execute("let q = sqs create-queue --queue-name orders")
    expectEqual(
      session.execute("let q = sqs receive-message --queue-url {q.Nothing}").error?.message,
      "q has no member Nothing."
    )
    expectEqual(session.execute("sqs receive-message --queue-url {q.QueueUrl}").error, nil)
  }

  struct Acceptance: Sendable {
    let line: String
    let json: String?
    var before: [String] = []
  }

  static let accepted: [Acceptance] = [
    Acceptance(line: "advance 90s", json: #"{"now_ms":90000.0}"#),
    Acceptance(line: "advance 250ms # a comment", json: #"{"now_ms":250.0}"#),
    Acceptance(line: "  advance  '1m'  ", json: #"{"now_ms":60000.0}"#),
    Acceptance(line: "help", json: nil),
    Acceptance(line: "expect time == 0", json: #"{"expectation":"time == 0","actual":"0 ms"}"#),
    Acceptance(
      line: "sqs create-queue --queue-name 'orders' --attributes VisibilityTimeout=60",
      json: #"{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders"}"#
    ),
    Acceptance(
      line: #"aws sqs create-queue --queue-name="orders" --region us-east-1 --output json"#,
      json: #"{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders"}"#
    ),
    Acceptance(
      line: #"sqs create-queue --cli-input-json '{"QueueName": "a"}' --queue-name b"#,
      json: #"{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/b"}"#
    ),
    Acceptance(
      line:
        "sqs get-queue-attributes --queue-url q --attribute-names DelaySeconds VisibilityTimeout",
      json: #"{"Attributes":{"DelaySeconds":"0","VisibilityTimeout":"45"}}"#,
      before: [
        #"sqs create-queue --queue-name q --attributes '{"VisibilityTimeout": "45"}'"#
      ]
    ),
    Acceptance(
      line: "sqs receive-message --queue-url q",
      json: "{}",
      before: ["sqs create-queue --queue-name q"]
    ),
    Acceptance(
      line: "slow q 2.5x at 1m for 30s",
      json: #"{"target":"q","components":["q"]}"#,
      before: ["sqs create-queue --queue-name q"]
    ),
    Acceptance(
      line: "fail q 3 times before effects at 1m",
      json: #"{"target":"q","components":["q"]}"#,
      before: ["sqs create-queue --queue-name q"]
    ),
    Acceptance(
      line: "fail q 12.5%",
      json: #"{"target":"q","components":["q"]}"#,
      before: ["sqs create-queue --queue-name q"]
    ),
  ]
}

struct Refusal: Sendable {
  let line: String
  let code: String
  let column: Int?
  let text: String

  static let all: [Refusal] = [
    RefusedLines.text, RefusedLines.functions, RefusedOperations.text, RefusedFaults.text,
  ]
  .joined(separator: "\n\n")
  .split(separator: "\n\n")
  .map { block in
    let lines = block.split(separator: "\n").map(String.init)
    let place = lines[1].split(separator: " ").map(String.init)
    return Refusal(
      line: lines[0],
      code: place[0],
      column: Int(place[1]),
      text: lines[2...].joined(separator: " ")
    )
  }
}
