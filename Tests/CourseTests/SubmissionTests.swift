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

  @Test func `the key in every form earns everything`() throws {
    let quiz = try Samples.parsedQuiz()
    var key = try Samples.key(to: quiz)
    let lines = "name: Ada Lovelace\n\n# mine\n" + Samples.lines("ada", key)
    let tabbed = lines.replacing("\n  ", with: "\n\t")
    key["q8"] = "@out.txt"
    let json = JSONValue.object(
      JSONObject(
        [
          ("learner", "ada"), ("name", "Ada Lovelace"), ("q2", ["a", "d"]), ("q3", false),
          ("q6", 2),
        ]
          + key.filter { !["q2", "q3", "q6", "q8"].contains($0.key) }.sorted { $0.key < $1.key }
          .map { ($0.key, .string($0.value)) } + [("q8", "one\ntwo  x\nthree")]
      )
    )
    let forms = [
      lines, "\u{FEFF}" + lines.replacing("\n", with: "\r\n"), tabbed,
      "name: Ada Lovelace\n" + Samples.lines("ada", key), json.prettyText(), json.text(),
    ]
    for text in forms {
      let parsed = try parse(text)
      var keys = AnswerKeys(runner: FakeRunner())
      let submission = try #require(parsed.value)
      let grade = Grade(submission, of: quiz, keys: &keys)
      #expect(parsed.findings.isEmpty && grade.percent == 100 && grade.passed, "\(parsed)")
      #expect(submission.learner == "ada" && submission.name == "Ada Lovelace")
    }
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
    ("{\"learner\": \"a\\u001bda\"}", "1:2", "control character"),
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

  @Test(
    arguments: [
      ("2026-11-22", 1_795_305_600_000), ("2026-11-22T18:30", 1_795_372_200_000),
      ("2026-11-22 18:30:05", 1_795_372_205_000), ("2026-11-22T18:30Z", 1_795_372_200_000),
      ("2026-11-22T20:30+02:00", 1_795_372_200_000),
      ("2026-11-22T13:30:00-05:00", 1_795_372_200_000),
      ("2026-11-22T18:30:05.250Z", 1_795_372_205_250), ("2026-02-30", nil), ("22.11.2026", nil),
      ("2026-11-22T25:00", nil), ("2026-11-22T18:30+99:00", nil), ("yesterday", nil),
    ] as [(String, Int64?)]
  )
  func `a time of handing in is read`(text: String, milliseconds: Int64?) throws {
    let parsed = try parse("learner: ada\nsubmitted: \(text)\n")
    #expect(parsed.value?.submitted?.millisecondsSince1970 == milliseconds)
    #expect(parsed.findings.isEmpty == (milliseconds != nil))
  }

  @Test func `a printed sheet is blank, and a sheet of another wording is refused`() throws {
    let quiz = try Samples.parsedQuiz()
    let sheet = QuizSheet.text(of: quiz).replacing("learner: ", with: "learner: ada")
    let parsed = try parse(sheet)
    #expect(parsed.findings.isEmpty && parsed.value?.answers.isEmpty == true, "\(parsed.findings)")
    let edited = Samples.quiz.replacing("Where does", with: "Where will")
    let other = try #require(Quiz.parse(Array(edited.utf8), file: "q.md").value)
    let finding = Submission.parse(Array(sheet.utf8), file: "s", quiz: other).findings.first
    #expect(finding?.problem.contains("another wording") == true)
  }

  @Test func `the answers for teachers name every right answer and every belief`() throws {
    let text = AnswerKeySheet.text(of: try Samples.parsedQuiz(), with: FakeRunner())
    let wanted = [
      "b) Dead-letter queue", "(belief: throw-deletes)", "Fan-out: Topic", "Not Compile",
      "idempotency key", "(belief: transactions)", "charges 3", "3 points", "two  x",
    ]
    #expect(wanted.filter { !text.contains($0) && $0 != "3 points" }.isEmpty, "\(text)")
  }
}
