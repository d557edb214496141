import FoundationEssentials
import JSON
import Testing

@testable import evolve

/// The executable as its three users call it: in a pipe, at a terminal, with mistakes.
@Suite struct CommandLineTests {
  struct Call: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let status: ExitCode
    /// What the learner is told.
    let says: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: [String], _ status: ExitCode, _ says: String) {
      self.arguments = arguments
      self.status = status
      self.says = says
    }
  }

  static let calls: [Call] = [
    Call(["--help"], .done, "evolve COMMAND --help"),
    Call(["help", "run"], .done, "run STAGE --load LOAD"),
    Call(["progress", "--help"], .done, "evolve progress merge FILE"),
    Call(["lists"], .misuse, "Did you mean list?"),
    Call(["hlep"], .misuse, "Did you mean help?"),
    Call(["list", "--jsn"], .misuse, "Did you mean --json? There are: --course, --progress"),
    Call(["list", "extra"], .misuse, "one word too many"),
    Call(["lesson"], .misuse, "Name one by its id or its number"),
    Call(["lesson", "1", "--notes"], .done, "One box: notes for the room"),
    Call(["lesson", "99"], .misuse, "There is no lesson `99`"),
    Call(["lesson", "one-bux"], .misuse, "Did you mean `one-box`?"),
    Call(["goto", "one-box", "99"], .misuse, "has no step"),
    Call(["goto", "one-bux"], .misuse, "Did you mean `one-box`?"),
    Call(["lesson", "one-box", "--notes"], .done, "minutes for the learners"),
    Call(["search", "blast", "radius"], .done, "evolve goto one-box"),
    Call(["search", "xyzzy"], .failed, "stands in no lesson"),
    Call(["agenda"], .misuse, "--minutes 90"),
    Call(["agenda", "--minutes", "0"], .misuse, "from 1 to 1440"),
    Call(["agenda", "--minutes", "1"], .failed, "Next would be one-box"),
    Call(["agenda", "--minutes", "90"], .done, "minutes are planned"),
    Call(["progress", "mix"], .misuse, "There is: merge"),
    Call(["progress", "merge"], .misuse, "The file to merge is missing."),
    Call(["progress", "merge", "/nowhere"], .misuse, "nothing was merged"),
    Call(["quiz", "one-box", "--retry", "--progress", "/nowhere/p"], .misuse, "nothing to retry"),
    Call(["reset", "one-bux"], .misuse, "Did you mean `one-box`?"),
    Call(["bundle", "/nowhere/evolve.tar"], .misuse, "cannot be written"),
    Call(["list", "--course", "/nowhere"], .misuse, "holds no course"),
    Call(["quiz", "quiz-none"], .misuse, "There is no quiz"),
    Call(["quiz", "one-box", "--sheet"], .done, "q1 = "),
    Call(["quiz", "01", "--sheet"], .done, "quiz-one-box"),
    Call(["run"], .misuse, "evolve run --help tells its form."),
    Call(["run", "monolith"], .misuse, "A load is missing."),
    Call(["run", "monolit", "--load", "steady for 1m"], .misuse, "monolith"),
    Call(["run", "monolith", "--load", "stedy for 1m"], .misuse, "steady"),
    Call(["run", "monolith", "--load", "steady --rate -1/s for 1m"], .misuse, "-1/s"),
    Call(["run", "monolith", "--load", "steady for 10000d"], .misuse, "out of bounds"),
    Call(
      ["run", "monolith", "--load", "steady for 1m", "--fault", "crash nobody"],
      .misuse,
      "nobody"
    ),
    Call(["run", "monolith", "--load", "steady for 1m", "--seed", "-1"], .misuse, "is not a seed"),
    Call(
      ["run", "monolith", "--load", "steady for 1m", "--set", "instance-type=huge"],
      .misuse,
      "m5.large"
    ),
    Call(["play", "monolith", "--script", "/nowhere"], .misuse, "cannot be read"),
    Call(["run", "monolith", "--load", "/nowhere"], .misuse, "/nowhere cannot be read. Check"),
    Call(["run", "monolith", "--load", "/dev/zero"], .misuse, "/dev/zero is longer than 32 MB."),
    Call(["compare"], .misuse, "A load is missing."),
    Call(["compare", "monolith", "--load", "steady for 1m"], .misuse, "one word too many"),
    Call(["compare", "--load", "stedy for 1m"], .misuse, "Did you mean steady?"),
    Call(["compare", "--load", "steady for 1m", "--stages", "tired"], .misuse, "tired"),
    Call(["compare", "--load", "steady for 1m", "--stages", ","], .misuse, "There is no stage"),
    Call(
      ["compare", "--load", "steady for 1m", "--fault", "crash shop"],
      .misuse,
      "event-driven: There is no component shop here."
    ),
    Call(["diff", "monolith"], .misuse, "The second stage is missing."),
    Call(["diff", "monolith", "event-drive"], .misuse, "Did you mean event-driven?"),
    Call(["diff", "monolith", "event-driven"], .done, "Failure domains"),
    Call(["grade", "quiz-one-box", "/nowhere"], .misuse, "cannot be read"),
    Call(["grade", "quiz-one-box"], .misuse, "answers is missing."),
  ]

  @Test(arguments: calls) func `a call ends and says as it should`(_ call: Call) {
    let visit = Visit(call.arguments)
    let said = (visit.output + visit.errors).split(whereSeparator: \.isNewline).joined(
      separator: " "
    )
    #expect(visit.status == call.status)
    #expect(said.contains(call.says), "\(said)")
  }

  @Test func `a script prints an object for each command and stops at the first failure`() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      "script.txt",
      """
      # a comment
      let q = sqs create-queue --queue-name orders
      sqs send-message --queue-url {q.QueueUrl} --message-body hello
      expect queue.depth("orders") == 2
      expect queue.depth("orders") == 1
      """
    )
    let visit = Visit(["play", "--script", script, "--json"])
    let objects = try visit.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(visit.status == .failed)
    #expect(objects.count == 3)
    #expect(objects.last?["error"]?["code"]?.stringValue == "ExpectationFailed")
    let patient = Visit(["play", "--script", script, "--json", "--keep-going"])
    #expect(patient.output.split(separator: "\n").count == 4)
  }

  static let stages = ["monolith", "event-driven"]

  @Test(arguments: stages) func `the same run prints the same bytes`(_ stage: String) {
    let words = ["run", stage, "--load", "steady for 30s", "--seed", "7", "--json"]
    let runs = [Visit(words), Visit(words)]
    #expect(runs[0].output == runs[1].output)
    #expect(runs[0].output.contains("\"version\": 1"))
  }

  @Test func `a comparison prints the same bytes, whichever stage is done first`() throws {
    let words = ["compare", "--load", "steady for 30s", "--fault", "lose zone a at 9s", "--json"]
    let output = Visit(words).output
    #expect(output == Visit(words).output)
    #expect(try JSONValue(parsing: output)["runs"]?.arrayValue?.isEmpty == false)
  }

  static let sheets: [(name: String, text: String, status: ExitCode, says: String)] = [
    (
      "right answers pass",
      "learner: ada\r\nq1 = a\r\nq2 = a, b, c\r\nq3 = c\r\nq4 = false\r\nq5 = b\r\nq6 = a, b\r\nq7 = 70.08\r\nq8 = 0.96\r\nq9 = 50\r\n",
      .done, "passed"
    ),
    ("a blank sheet does not", "learner: ada\n", .failed, "not passed"),
    ("an unknown item is refused", "learner: ada\nq77 = a\n", .misuse, "q77"),
    ("a wrong kind of answer is refused", "learner: ada\nq7 = many\n", .misuse, "many"),
    ("nobody's answers are refused", "q1 = a\n", .misuse, "learner"),
    (
      "a byte-order mark makes no difference", "\u{FEFF}learner: ada\nq1 = a\n", .failed,
      "not passed"
    ),
  ]

  @Test(arguments: sheets) func `a sheet is graded`(
    _ sheet: (name: String, text: String, status: ExitCode, says: String)
  ) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("answers.txt", sheet.text)
    let visit = Visit(["grade", "quiz-one-box", file])
    #expect(visit.status == sheet.status, "\(visit.output)\(visit.errors)")
    let said: String = visit.output + visit.errors
    #expect(said.contains(sheet.says), "\(said)")
  }
}

/// A folder that is gone when the test is.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/evolve-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    return "\(path)/\(name)"
  }
}
