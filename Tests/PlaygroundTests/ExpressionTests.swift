import Playground
import Simulation
import Testing

@Suite struct ExpressionTests {
  @Test(arguments: expectations) func `an expectation compares with units`(
    _ text: String,
    _ holds: Bool
  ) throws {
    let session = session("sqs create-queue --queue-name orders", "advance 90s")
    _ = session.execute("sqs send-message --queue-url orders --message-body x")
    let evaluation = try Expectation(parsing: text).evaluate(in: session)
    expectEqual(evaluation.holds, holds, "it is \(evaluation.actual)")
  }

  static let expectations: [(String, Bool)] = [
    ("time > 90s", true),
    ("time > 1.5m", true),
    ("time <= 90000ms", false),
    ("time >= 0.025h", true),
    ("time != 0", true),
    ("  time<2m  ", true),
    ("queue.depth(\"orders\") == 1", true),
    ("queue.depth('orders') == 1.0", true),
    ("queue.depth(\"orders\") != 1", false),
    ("queue.visible( \"orders\" ) >= 1 # a comment", true),
    ("queue.oldest_age(\"orders\") < 1s", true),
    ("components.count == 1", true),
    ("functions.invocations == 0", true),
    ("bill.total > $0", true),
    ("bill.total < $0.000001", true),
    ("bill.component(\"orders\") > $0.0000001", true),
    ("bill.idle == $0.00", true),
    ("bill.idle < bill.total", true),
    ("queue.depth(\"orders\") == queue.sent(\"orders\") # both", true),
  ]

  @Test func `an expectation is said again as it was written`() throws {
    let expectation = try Expectation(parsing: " queue.depth('orders')==  0  # none")
    expectEqual(expectation.text, #"queue.depth("orders") == 0"#)
  }

  @Test func `expect is an error when it does not hold, and changes nothing`() {
    let session = session("advance 1s")
    let error = session.execute("expect time == 2s").error
    expectEqual(error?.code, "ExpectationFailed")
    expectEqual(error?.message, "Expected time == 2s, but it is 1 s.")
    expectEqual(session.now, .start.advanced(by: .seconds(1)))
  }

  @Test(arguments: measurements) func `a measurement reads well`(
    _ measurement: Measurement,
    _ text: String
  ) {
    expectEqual(measurement.description, text)
  }

  static let measurements: [(Measurement, String)] = [
    (Measurement(42, .count), "42"),
    (Measurement(0.1 + 0.2, .count), "0.3"),
    (Measurement(-2.5, .count), "-2.5"),
    (Measurement(1e300, .count), "1e+300"),
    (Measurement(0, .milliseconds), "0 ms"),
    (Measurement(1.234, .milliseconds), "1.23 ms"),
    (Measurement(12.44, .milliseconds), "12.4 ms"),
    (Measurement(1_240, .milliseconds), "1.24 s"),
    (Measurement(243_000, .milliseconds), "4 min 3 s"),
    (Measurement(3.14, .percent), "3.14 %"),
    (Measurement(100, .percent), "100 %"),
    (Measurement(99.9996, .percent), "99.9996 %"),
    (Measurement(0.12, .dollars), "$0.12"),
    (Measurement(0, .dollars), "$0.00"),
    (Measurement(24.9, .euros), "24.90 EUR"),
    (Measurement(20, .perSecond), "20/s"),
    (Measurement(1, .truth), "true"),
    (Measurement(.nan, .milliseconds), "nan ms"),
  ]

  @Test func `a metric can be measured by name`() throws {
    let session = session("advance 2s")
    expectEqual(try session.measure("time"), Measurement(2_000, .milliseconds))
    expectEqual(try session.measure(" components.count "), Measurement(0, .count))
    #expect(throws: CommandError.self) { try session.measure("time == 2s") }
  }

  @Test func `a script is its lines that say something`() {
    let lines = Script.lines(of: "\u{FEFF}deploy monolith\r\n\r\n# a comment\r\n  advance 5m  \r\n")
    expectEqual(lines.map(\.number), [1, 4])
    expectEqual(lines.map(\.text), ["deploy monolith", "advance 5m"])
  }

  @Test(arguments: [
    ("oders", "orders"), ("recieve-message", "receive-message"), ("rak", "rake"),
    ("sqs", "sqs"), ("x", nil), ("elephant", nil), ("", nil),
  ]) func `a typing slip finds what was meant`(_ word: String, _ meant: String?) {
    let words = ["orders", "receive-message", "rake", "sqs", "y"]
    expectEqual(Spelling.nearest(to: word, among: words), meant)
  }
}
