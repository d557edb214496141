import Course
import Testing

/// An answer and what it must earn: a worked example of format.md, section 4.
struct Example: Sendable, CustomTestStringConvertible {
  let item: String
  let answer: String
  let score: Double
  let misconceptions: [String]

  init(_ item: String, _ answer: String, _ score: Double, _ misconceptions: [String] = []) {
    (self.item, self.answer, self.score, self.misconceptions) = (
      item, answer, score, misconceptions
    )
  }

  var testDescription: String { "\(item) = \(answer) earns \(score)" }

  static let all = [
    // single: 1 or 0
    Example("q1", "b", 1), Example("q1", "B)", 1), Example("q1", "a", 0, ["throw-deletes"]),
    Example("q1", "c", 0, ["no-dlq"]), Example("q1", "", 0),
    // multi: max(0, hits/2 − wrong/2)
    Example("q2", "a, d", 1), Example("q2", "d a", 1), Example("q2", "a", 0.5),
    Example("q2", "a, b", 0, ["time-fixes"]), Example("q2", "a, b, d", 0.5, ["time-fixes"]),
    Example("q2", "a, b, c, d", 0, ["time-fixes"]), Example("q2", "b, c", 0, ["time-fixes"]),
    Example("q2", "c", 0), Example("q2", " ", 0),
    // true/false: 1 or 0
    Example("q3", "false", 1), Example("q3", "F", 1), Example("q3", "True", 0),
    Example("q3", "b", 1),
    // numeric: inclusive bands, the best one counts
    Example("q6", "2", 1), Example("q6", "2.1", 1), Example("q6", "1.9", 1),
    Example("q6", "2.1000001", 0.5), Example("q6", "3", 0.5), Example("q6", "1", 0.5),
    Example("q6", "3.001", 0), Example("q6", "2e0", 1), Example("q6", "2000", 0, ["units"]),
    Example("q6", "-2", 0), Example("q6", "", 0),
    // predict: a metric within its tolerance, or matching lines over the longer length
    Example("q7", "3", 1), Example("q7", "2.999", 0),
    Example("q8", "one\ntwo  x\nthree", 1), Example("q8", "one  \ntwo  x\t\nthree\n\n", 1),
    Example("q8", "one\nthree", 2.0 / 3), Example("q8", "one\ntwo x\nthree", 2.0 / 3),
    Example("q8", "three\ntwo  x\none", 1.0 / 3), Example("q8", "one\ntwo  x\nthree\nfour", 0.75),
    Example("q8", "nothing", 0),
    // text: canonical equality without case and extra space; `*` is anything
    Example("q11", "idempotency key", 1), Example("q11", "  Idempotency   KEY ", 1),
    Example("q11", "dedup id", 1), Example("q11", "Deduplication ID", 1),
    Example("q11", "dedup", 0), Example("q11", "idempotency-key", 0), Example("q11", "", 0),
    Example("q11", "a Transaction", 0), Example("q11", "TRANSACTION", 0, ["transactions"]),
    // lab: passed points over all; what needs a check that failed is not run
    Example("q12", "charges 3\ndepth 0", 1), Example("q12", "charges 3\ndepth 2", 2.0 / 3),
    Example("q12", "charges 9\ndepth 0", 0), Example("q12", "charges ____", 0),
    Example("q12", "nonsense", 0), Example("q12", "", 0),
  ]
}

@Suite struct ScoringTests {
  @Test(arguments: Example.all) func `a worked example`(_ example: Example) throws {
    let quiz = try Samples.parsedQuiz()
    let item = try #require(quiz.item(example.item))
    var keys = AnswerKeys(runner: FakeRunner())
    let response = try Response.parse(example.answer, for: item)
    let feedback = Feedback(on: response, to: item, key: try keys.key(of: item, for: response))
    let got = "\(feedback.score) \(feedback.misconceptions)"
    #expect(got == "\(example.score) \(example.misconceptions)")
  }

  /// Pairs and orders by authored indices, since their letters hang on the wording.
  static let lettered: [(answer: Response, score: Double, misconceptions: [String])] = [
    // match: right over stems
    (.pairs([0, 1]), 1, []), (.pairs([0, nil]), 0.5, []), (.pairs([1, 0]), 0, []),
    (.pairs([2, 1]), 0.5, ["queue-routes"]), (.pairs([0, 0]), 0.5, []),
    // order: max(0, (L − 1 − x) / (n − 1))
    (.sequence([0, 1, 2]), 1, []), (.sequence([2, 1, 0]), 0, []), (.sequence([0, 2, 1]), 0.5, []),
    (.sequence([1, 2, 0]), 0.5, []), (.sequence([0, 2]), 0.5, []), (.sequence([1]), 0, []),
    (.sequence([0, 1, 2, 3]), 0.5, ["compiles"]), (.sequence([3]), 0, ["compiles"]),
    (.sequence([3, 0, 1]), 0, ["compiles"]),
  ]

  @Test func `pairs and orders earn what they should, also through their letters`() throws {
    let quiz = try Samples.parsedQuiz()
    var wrong: [String] = []
    for (answer, score, misconceptions) in Self.lettered {
      guard case .pairs = answer else { continue }
      try check(answer, score, misconceptions, quiz.item("q9"), &wrong)
    }
    for (answer, score, misconceptions) in Self.lettered {
      guard case .sequence = answer else { continue }
      try check(answer, score, misconceptions, quiz.item("q10"), &wrong)
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  private func check(
    _ answer: Response,
    _ score: Double,
    _ misconceptions: [String],
    _ item: QuizItem?,
    _ wrong: inout [String]
  ) throws {
    guard let item else { throw CourseError(problem: "item", remedy: "") }
    let text = answer.text(for: item)
    let feedback = Feedback(on: try Response.parse(text.uppercased(), for: item), to: item)
    if feedback.score != score || feedback.misconceptions != misconceptions {
      wrong.append("\(text): \(feedback.score) \(feedback.misconceptions)")
    }
  }

  @Test func `letters are fixed by the wording and never the authored order`() throws {
    let quiz = try Samples.parsedQuiz()
    let again = try Samples.parsedQuiz()
    for id in ["q9", "q10"] {
      let texts = quiz.item(id)?.question.letteredTexts.map(\.text) ?? []
      #expect(texts == again.item(id)?.question.letteredTexts.map(\.text))
      #expect(
        !["Topic", "Init"].contains(texts.first) || texts[1] != "Event bus" && texts[1] != "Invoke"
      )
    }
  }

  @Test func `a lab says what was observed, and what was not run`() throws {
    let item = try #require(try Samples.parsedQuiz().item("q12"))
    var keys = AnswerKeys(runner: FakeRunner())
    let response = Response.lines(["charges 9"])
    let feedback = Feedback(on: response, to: item, key: try keys.key(of: item, for: response))
    #expect(
      feedback.remarks == [
        "a) Failed. Charged too often: charges is 9.", "b) Not run: it needs a.",
      ]
    )
    let bad = Response.lines(["x"])
    let refused = Feedback(on: bad, to: item, key: try keys.key(of: item, for: bad))
    #expect(refused.remarks == ["The run ended early. `use set.txt`: `x` is no setting."])
  }

  @Test func `a lab whose own solution fails leaves the item ungraded`() throws {
    let text = Samples.quiz.replacing("charges 3\ndepth 0", with: "charges 4")
    let quiz = try #require(Quiz.parse(Array(text.utf8), file: "q.md").value)
    let item = try #require(quiz.item("q12"))
    var keys = AnswerKeys(runner: FakeRunner())
    #expect(throws: CourseError.self) { try keys.key(of: item, for: .lines(["charges 3"])) }
  }

  @Test(arguments: [
    ("q9", "3a"), ("q9", "1z"), ("q9", "1a, 1b"), ("q9", "a1"), ("q9", "1"), ("q10", "a, a"),
    ("q10", "x"), ("q11", String(repeating: "long ", count: 200)),
    ("q12", String(repeating: "line\n", count: 2_000)),
    ("q1", "d"), ("q1", "a, b"), ("q1", "yes"), ("q2", "a, a"), ("q2", "a; b"), ("q2", ","),
    ("q3", "maybe"),
    ("q6", "two"), ("q6", "1,5"), ("q6", "nan"), ("q6", "inf"), ("q6", "0x10"), ("q6", "1e999"),
    ("q7", "3 charges"),
  ])
  func `an answer of the wrong kind is refused, and is not a try`(
    item: String,
    answer: String
  ) throws {
    let item = try #require(try Samples.parsedQuiz().item(item))
    #expect(throws: ResponseError.self) { try Response.parse(answer, for: item) }
  }

  @Test(arguments: [
    (1.0, 0.25, 1, 1.0), (1, 0.25, 2, 0.75), (0.5, 0.25, 3, 0), (1, 0.25, 9, 0), (0, 0.25, 1, 0),
    (1, 0, 5, 1),
  ])
  func `each try after the first costs the penalty, and never more than there is`(
    score: Double,
    penalty: Double,
    attempt: Int,
    left: Double
  ) {
    #expect(Scoring.penalised(score, penalty: penalty, attempt: attempt) == left)
  }

  @Test func `guessing every subset of a select-all question earns little before the floor`() throws
  {
    let item = try #require(try Samples.parsedQuiz().item("q2"))
    let subsets = (1..<16).map { mask in (0..<4).filter { mask >> $0 & 1 == 1 } }
    let scores = subsets.map { Scoring.score(.options($0), to: item) }
    #expect(scores.allSatisfy { (0...1).contains($0) } && scores.count { $0 == 1 } == 1)
  }

  @Test func `feedback says why and shows white space that differs`() throws {
    let quiz = try Samples.parsedQuiz()
    var keys = AnswerKeys(runner: FakeRunner())
    let item = try #require(quiz.item("q8"))
    let key = try keys.key(of: item, for: nil)
    let response = try Response.parse("one\ntwo x\nthree", for: item)
    let feedback = Feedback(on: response, to: item, key: key)
    let plain = feedback.comparison?.text(unicode: false)
    #expect(plain == ["= one", "- two__x", "+ two_x", "= three"])
    #expect(feedback.solution == "```text\none\ntwo  x\nthree\n```\n\n> It says so.")
    let right = Feedback(on: .lines(["one", "two  x", "three"]), to: item, key: key)
    #expect(feedback.remarks.isEmpty && right.remarks == ["It says so."])
    let single = try #require(quiz.item("q1"))
    let wrong = Feedback(on: .options([0]), to: single)
    #expect(wrong.remarks == ["a) Not so. A throw leaves it queued."] && wrong.verdict == .wrong)
  }

  @Test func `a key that cannot be computed leaves the item ungraded`() throws {
    let text = Samples.quiz.replacing("set charges 3", with: "launch")
    let quiz = try #require(Quiz.parse(Array(text.utf8), file: "q.md").value)
    var keys = AnswerKeys(runner: FakeRunner())
    let submission = Submission.parse(
      Array("learner: ada\nq1 = b\nq7 = 3".utf8),
      file: "s",
      quiz: quiz
    )
    let grade = Grade(try #require(submission.value), of: quiz, keys: &keys)
    let facts = "\(grade.possible) \(grade.points) \(grade.ungraded.map(\.item.id))"
    #expect(facts == #"9 1.0 ["q7"]"#)
  }
}
