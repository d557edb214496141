import Course
import JSON
import Testing

@Suite struct SubmissionTests {
  private func parse(_ text: String) throws -> Parsed<Submission> {
    try Submission.parse(Array(text.utf8), file: "s.txt", quiz: Samples.parsedQuiz()) { name in
      guard name == "out.txt" else { throw CourseError(problem: "it is missing", remedy: "") }
      return "one\ntwo  x\nthree\n"
    }
  }

  private static let whole = """
    learner: ada
    name: Ada Lovelace

    # my answers
    q1 = b
    q2 = a, d
    q3 = false
    q6 = 2
    q7 = 3
    q8 =
      one
      two  x
      three
    """

  @Test(arguments: [
    whole,
    "\u{FEFF}" + whole.replacing("\n", with: "\r\n"),
    whole.replacing("q8 =\n  one\n  two  x\n  three", with: "q8 = @out.txt"),
    whole.replacing("  one\n  two  x\n  three", with: "\tone\n\ttwo  x\n\tthree\n\n"),
    #"""
    {"learner": "ada", "name": "Ada Lovelace", "q1": "b", "q2": ["a", "d"],
     "q3": false, "q6": 2, "q7": "3", "q8": "one\ntwo  x\nthree"}
    """#,
  ])
  func `the key in every form earns everything`(text: String) throws {
    let parsed = try parse(text)
    var keys = AnswerKeys(runner: FakeRunner())
    let quiz = try Samples.parsedQuiz()
    let submission = try #require(parsed.value)
    let grade = Grade(submission, of: quiz, keys: &keys)
    #expect(parsed.findings.isEmpty && grade.percent == 100 && grade.passed)
    #expect(submission.learner == "ada" && submission.name == "Ada Lovelace")
  }

  @Test func `a blank sheet earns nothing`() throws {
    var keys = AnswerKeys(runner: FakeRunner())
    let submission = try #require(try parse("learner: ada\nq1 =\nq2 = \n").value)
    let grade = Grade(submission, of: try Samples.parsedQuiz(), keys: &keys)
    #expect(grade.points == 0 && !grade.passed && grade.items.allSatisfy { $0.response == nil })
  }

  @Test(arguments: [
    ("q1 = b", "1:1", "nobody is named"),
    ("learner:\nq1 = b", "1:1", "`learner` has no value"),
    ("learner = ada", "1:9", "Write `learner: "),
    ("learner: ada\nq1: b", "2:3", "with an equals sign"),
    ("learner: ada\nq1 b", "2:1", "answers nothing"),
    ("learner: ada\nq99 = b", "2:1", "has no item `q99`"),
    ("learner: ada\nQ1 = b", "2:1", "Did you mean `q1`?"),
    ("learner: ada\nq1 = b\nq1 = c", "3:1", "`q1` is given twice, first on line 2"),
    ("learner: ada\nq1 = a, b", "2:1", "a question of type single"),
    ("learner: ada\nq6 = b", "2:1", "`b` is not a number"),
    ("learner: ada\nq3 = 2", "2:1", "neither true nor false"),
    ("learner: ada\nq8 = @gone.txt", "2:1", "`gone.txt` for `q8` cannot be read: it is missing"),
    ("learner: ada\n  q1 = b", "2:3", "belongs to no answer"),
    ("{\"learner\": \"ada\",\n \"q1\": {\"x\": 1}}", "2:2", "neither a text"),
    ("{\"learner\": \"ada\",\n \"q1\": \"b\", \"q1\": \"c\"}", "2:13", "given twice"),
    ("{\"learner\": \"ada\",\n \"q1\" \"b\"}", "2:7", ""),
    ("{\"learner\": \"ada\"", "1:18", ""),
  ])
  func `a mistake is reported with its line and its reason`(
    text: String,
    place: String,
    words: String
  ) throws {
    let findings = try parse(text).findings
    let found = findings.contains {
      $0.position.description == "s.txt:\(place)" && $0.description.contains(words)
    }
    #expect(found, "\(findings.map(\.description))")
  }

  @Test func `noise is given up after twenty mistakes, and too much of it unread`() throws {
    let noise = String(repeating: "noise\n", count: 10_000)
    let findings = try parse(noise).findings
    #expect(findings.count == 21 && findings.last?.problem.contains("reading stops here") == true)
    let huge = try parse(String(repeating: "x", count: 2_000_000)).findings
    #expect(huge.count == 1)
  }

  @Test func `files are read beside the submission and nowhere else`() throws {
    let scratch = try Scratch()
    try scratch.write("one\r\ntwo  x\r\nthree\r\n", to: "sheets/out.txt")
    try scratch.write("secret", to: "secret.txt")
    try scratch.write("learner: ada\nq8 = @out.txt", to: "sheets/good.txt")
    try scratch.write("learner: ada\nq8 = @../secret.txt", to: "sheets/bad.txt")
    let quiz = try Samples.parsedQuiz()
    let good = Submission.read(path: scratch.path + "/sheets/good.txt", quiz: quiz)
    let bad = Submission.read(path: scratch.path + "/sheets/bad.txt", quiz: quiz)
    let gone = Submission.read(path: scratch.path + "/sheets/gone.txt", quiz: quiz)
    let folder = Submission.read(path: scratch.path + "/sheets", quiz: quiz)
    #expect(
      good.findings.isEmpty && good.value?.answers["q8"] == .lines(["one", "two  x", "three"])
    )
    #expect([bad, gone, folder].map(\.findings.count) == [1, 1, 1])
  }

  @Test func `the grade as data does not depend on the order of the lines`() throws {
    var keys = AnswerKeys(runner: FakeRunner())
    let quiz = try Samples.parsedQuiz()
    let lines = ["q1 = a", "q2 = a", "q3 = true", "q6 = 3", "q7 = 3"]
    var texts: Set<String> = []
    for rotation in lines.indices {
      let turned = lines[rotation...] + lines[..<rotation]
      let text = "learner: ada\n" + turned.joined(separator: "\n")
      texts.insert(Grade(try #require(try parse(text).value), of: quiz, keys: &keys).json.text())
    }
    #expect(texts.count == 1 && texts.first?.contains(#""percent":33.333333"#) == true)
  }
}
