import JSON
import Playground
import Testing

@testable import evolve

/// Long answers in the runs of a lesson.
@Suite struct BriefAnswerTests {
  /// An answer with a name, a nested version, and so many members besides.
  static func answer(_ members: Int) -> CommandOutput {
    var object: JSONObject = ["FunctionName": "counter", "Timeout": 3, "State": "Pending"]
    object["Inner"] = ["Version": "9"]
    for number in 0..<members { object["Member\(number)"] = .string("Name") }
    return CommandOutput(json: .object(object))
  }

  static let nested = CommandOutput(
    json: ["Successful": .array((0..<20).map { ["Id": .string("\($0)")] })]
  )

  /// An answer that holds a text of so many characters.
  static func policy(_ characters: Int) -> CommandOutput {
    CommandOutput(json: ["Statement": .string(String(repeating: "x", count: characters))])
  }

  static let brief = """
    {
        "FunctionName": "counter",
        "State": "Pending"
        (14 lines more)
    }
    """

  @Test(arguments: [
    ("lambda create-function --function-name counter", answer(10), brief),
    ("let f = lambda update-function-code --function-name counter", answer(10), brief),
    ("sqs send-message-batch --queue-url q", nested, "{\n    (62 lines more)\n}"),
    ("lambda add-permission --function-name counter", policy(200), "{\n    (1 line more)\n}"),
    ("lambda add-permission --function-name counter", policy(100), nil),
    ("lambda get-policy --function-name counter", policy(200), nil),
    ("lambda create-function --function-name counter", answer(8), nil),
    ("lambda get-function --function-name counter", answer(10), nil),
    ("lambda invoke --function-name create-it", answer(10), nil),
    ("let f = lambda get-function --function-name counter", answer(10), nil),
    ("deploy", answer(10), nil),
    ("lambda publish-version", CommandOutput(json: answer(10).json, text: "by itself"), nil),
    ("lambda publish-version", CommandOutput(), nil),
  ])
  func `an answer that is long and changes something is shortened to what tells it apart`(
    _ command: String,
    _ output: CommandOutput,
    _ text: String?
  ) {
    #expect(BriefAnswer(output, of: command)?.text == text)
  }

  @Test func `the lines that are left out are counted`() throws {
    for members in 9..<40 {
      let output = Self.answer(members)
      let whole = try #require(output.verbatim).split(separator: "\n").count
      let lines = try #require(BriefAnswer(output, of: "lambda create-function")).text
        .split(separator: "\n")
      let left = lines.first { $0.hasSuffix("more)") }?.dropFirst(5).prefix { $0.isNumber }
      #expect(left == "\(whole - lines.count + 1)")
    }
  }
}
