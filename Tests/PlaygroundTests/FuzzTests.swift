import Playground
import Simulation
import Testing

@Suite struct FuzzTests {
  @Test(arguments: 0..<6) func `random lines never trap, and the session stays usable`(
    _ round: Int
  ) {
    let simulation = Simulation(seed: UInt64(round))
    var random = simulation.randomStream("lines")
    let session = session("sqs create-queue --queue-name orders")
    if round > 2 { _ = session.execute("deploy monolith") }
    for _ in 0..<400 {
      let line = Self.line(using: &random)
      let before = session.now
      let outcome = session.execute(line)
      #expect(outcome.time >= before || line.contains("deploy"), "\(line)")
      if let column = outcome.error?.column {
        #expect((1...outcome.command.count + 1).contains(column), "\(line)")
      }
      _ = session.completions(for: line)
      _ = try? Expectation(parsing: line)
    }
    expectEqual(session.execute("advance 1s").error, nil)
    expectEqual(session.execute("expect time > 0").error, nil)
  }

  /// Words of the language, put together by chance, and now and then a letter that is not.
  private static func line(using random: inout RandomStream) -> String {
    var text = ""
    for _ in 0..<random.uniform(in: 1...7) {
      text += words[random.uniform(below: words.count)]
      if random.uniform(below: 10) > 0 { text += " " }
      if random.uniform(below: 12) == 0 { text += letters[random.uniform(below: letters.count)] }
    }
    return text
  }

  private static let letters = [
    "'", "\"", "\\", "{", "}", "#", "=", "\u{0}", "\u{FEFF}", "é", "👩‍🌾", "\u{301}", "\t", "(", "[",
  ]

  private static let words = [
    "let", "as", "444455556666", "x", "m", "=", "{m.QueueUrl}", "{m[0].a}", "{x.now_ms}", "advance",
    "1s", "250ms", "-1s",
    "9e99s", "1m", "deploy", "monolith", "--set", "a=b", "instance-type=m5.large", "order",
    "--item", "rake", "--quantity", "2", "99999999999999999999", "--id", "A-1", "ask", "\"soil\"",
    "restock", "photo", "p.jpg", "--poison", "load", "steady", "--rate", "1/s", "for", "5s", "in",
    "background", "crash", "shop", "database", "at", "slow", "3x", "nanx", "fail", "duplicate", "2",
    "times",
    "disturb", "disorder",
    "5%", "before", "effects", "heal", "lose", "zone", "resize", "m5.xlarge", "show", "diagram",
    "timeline", "--steps", "orders", "queues", "metrics", "logs", "trace", "bill", "books",
    "latency",
    "components", "expect", "orders.lost", "queue.depth(\"orders\")", "queue.depth", "==", "<", "0",
    "300ms", "help", "services", "operations", "sqs", "send-message", "--queue-url", "orders",
    "--message-body", "receive-message", "create-queue", "--queue-name", "--attributes", "a=1,b=[",
    "'{\"a\": 1}'", "--entries", "Id=1,MessageBody=x", "send-message-batch", "lambda", "invoke",
    "--function-name", "--payload", "--no-enabled", "aws", "sns", "events", "iam", "file://x",
    "--cli-input-json", "checkout", "payment-provider", "latency.p95(\"checkout\")",
  ]
}
