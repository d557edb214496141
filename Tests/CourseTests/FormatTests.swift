import Course
import Testing

/// One mistake put into a sound file, and where and how it must be reported.
struct Mistake: Sendable, CustomTestStringConvertible {
  let old: String
  let new: String
  let place: String
  let words: String

  init(_ old: String, _ new: String, at place: String, _ words: String) {
    (self.old, self.new, self.place, self.words) = (old, new, place, words)
  }

  var testDescription: String { words }

  static let ofLessons = [
    Mistake("id: charges\n", "", at: "1:1", "the front matter lacks `id`"),
    Mistake("part: 3", "part: three", at: "4:7", "not a whole number from 1 to 9"),
    Mistake("minutes:", "minuts:", at: "7:1", "Did you mean `minutes`?"),
    Mistake("minutes: 12", "title: Twice", at: "7:1", "`title` is given twice, first on line 3"),
    Mistake("minutes: 12\n---", "minutes: 12\n", at: "1:1", "the front matter is not closed"),
    Mistake("stage: queued", "stage: queue", at: "5:8", "Did you mean `queued`?"),
    Mistake("OBJ-102", "OBJ-162", at: "6:22", "there is no objective `OBJ-162`"),
    Mistake("OBJ-095, OBJ-102", "OBJ-095,, OBJ-102", at: "6:21", "has an empty entry"),
    Mistake("## Predict: charges", "## Predikt: charges", at: "18:4", "Did you mean `Predict`?"),
    Mistake("## Try", "## Lab: redrive", at: "55:1", "the block `Lab` has no `solution` fence"),
    Mistake("## Run: charges", "## Run: The charges", at: "27:9", "is not a name for a block"),
    Mistake("## Explain: charges", "## Explain", at: "37:4", "the block `Explain` has no name"),
    Mistake("## Run: charges", "## Run: other", at: "18:1", "nothing is run for the prediction"),
    Mistake("## What comes next", "## Explain: charges", at: "52:1", "exists already, on line 37"),
    Mistake("<!-- instructor 3m:", "<!-- instuctor 3m:", at: "13:1", "Did you mean `instructor`?"),
    Mistake("<!-- instructor 3m:", "<!-- instructor:", at: "13:1", "lacks its minutes"),
    Mistake("before running -->", "before running", at: "13:1", "this comment is not closed"),
    Mistake("Worker.swift#worker", "Worker.swift", at: "16:1", "names no code"),
    Mistake("Prose that", "Prose <!-- todo --> that", at: "11:7", "comment inside a line of text"),
    Mistake(
      "Prose that",
      "```file a.json\n1\n```\n```file a.json\n1\n```\n```file a.json\n2\n```\n\nProse that",
      at: "17:9",
      "exists already, with another text, on line 14"
    ),
    Mistake("1. [x] Three", "1. [ ] Three", at: "18:1", "has no right option"),
    Mistake("1. [ ] Once", "1. [x] Once", at: "23:1", "more than one right option"),
    Mistake("1. [ ] Once", "- [ ] Once", at: "21:1", "marker does not fit"),
    Mistake("1. [ ] Once", "1.[ ] Once", at: "21:1", "marker is not one of the two"),
    Mistake("1. [ ] Once", "1. [v] Once", at: "21:1", "`[v]` is not a box"),
    Mistake("   > The queue delivers again.\n", "", at: "21:1", "option a is not explained"),
    Mistake("   > The queue", "> The queue", at: "22:1", "explanation is not indented"),
    Mistake("m=no-retry", "m=No Retry", at: "21:13", "names no misconception"),
    Mistake("m=no-retry", "n=no-retry", at: "21:13", "unknown option comment"),
    Mistake(" <!-- if charges == 3 -->", "", at: "23:1", "the right option has no condition"),
    Mistake(
      "Three times <!--",
      "Three times <!-- m=x --> <!--",
      at: "23:20",
      "has no misconception"
    ),
    Mistake("say done\n```", "say done", at: "28:1", "this fence is not closed"),
    Mistake("run seed=7", "run sed=7", at: "28:8", "Did you mean `seed`?"),
    Mistake("run seed=7", "run seed=x", at: "28:8", "`seed=x` is not a seed"),
    Mistake("run seed=7", "run", at: "28:1", "this run has no seed"),
    Mistake("```run seed=7", "```text", at: "27:1", "holds 0 run fences"),
    Mistake("```expect", "```expct", at: "33:4", "Did you mean `expect`?"),
    Mistake("```expect", "```check", at: "33:1", "a fence `check` belongs in a lab"),
    Mistake("Hint 1:", "Hint 2:", at: "44:1", "hint 2 stands where hint 1 is due"),
    Mistake("\nRead the receive count.\n", "", at: "44:1", "hint 1 is empty"),
    Mistake("</details>", "", at: "44:1", "this hint is not closed"),
    Mistake("<summary>Hint 1: where", "<summary>Where", at: "44:1", "not the head of a hint"),
    Mistake("More prose.", "- [ ] An option", at: "53:1", "options do not belong in prose"),
    Mistake("More prose.", "```answer\n= 2\n```", at: "53:1", "belongs in a quiz"),
    Mistake("More prose.", "a\u{7}", at: "53:2", "control character"),
  ]

  static let ofQuizzes = [
    Mistake("id: quiz-queues", "id: Quiz Queues", at: "2:5", "is not a name for `id`"),
    Mistake("pass: 75", "pass: 120", at: "5:7", "not a whole number from 1 to 100"),
    Mistake("| single |", "| singel |", at: "8:9", "Did you mean `single`?"),
    Mistake("| OBJ-040 |", "| OBJ-40 |", at: "8:18", "there is no objective `OBJ-40`"),
    Mistake("| d2", "| d6", at: "8:28", "`d6` is not a difficulty"),
    Mistake(
      "## q1 | single | OBJ-040 | d2",
      "## q1",
      at: "8:4",
      "has 1 parts and should have four"
    ),
    Mistake("## q1 |", "## learner |", at: "8:4", "is not an id for an item"),
    Mistake("## q2 |", "## q1 |", at: "25:4", "the item `q1` exists already, on line 8"),
    Mistake(
      "Which make the handler safe to repeat?\n",
      "",
      at: "25:4",
      "the item `q2` asks nothing"
    ),
    Mistake("- [ ] Log", "- [x] Log", at: "25:1", "fewer than two wrong options"),
    Mistake("1. [x] False", "1. [x] Maybe", at: "37:1", "other options than True and False"),
    Mistake("= 2 +- 0.1", "= two", at: "48:1", "is not an entry of a key"),
    Mistake("~ 2 +- 1 @ 50", "~ 2 +- 1 @ 150", at: "50:1", "is not an entry of a key"),
    Mistake("! 2000", "! 2.5", at: "47:1", "`! 2.5` is wrong and right at once"),
    Mistake("! 2000", "2000", at: "51:1", "begins with none of"),
    Mistake("  > Convert milliseconds.\n", "", at: "51:1", "this wrong number is not explained"),
    Mistake(
      "```answer\nkey = metric",
      "```text\nkey = metric",
      at: "55:1",
      "has no `answer` fence"
    ),
    Mistake("key = metric charges +- 0", "key = 3", at: "61:1", "this is not a computed key"),
    Mistake("key = stdout", "key = stdin", at: "71:1", "this is not a computed key"),
    Mistake("> It says so.", "because", at: "72:1", "a computed key has one line"),
    Mistake("## q8 | predict", "## q8 | numeric", at: "64:1", "has 1 run fences and takes 0"),
    Mistake("## q1 | single", "## q1 | lab", at: "8:1", "has no `check` fence"),
    Mistake("## q1 | single", "## q1 | match", at: "8:1", "has no table of three columns"),
    Mistake("## q1 | single", "## q1 | order", at: "8:1", "has fewer than two entries"),
    Mistake("|-|-|-|\n", "", at: "78:1", "has no table of three columns"),
    Mistake("|One copy per subscriber|", "||", at: "80:16", "this row is not explained"),
    Mistake("|Route by content|", "|Fan-out|", at: "81:2", "`Fan-out` is asked twice"),
    Mistake("||Queue|", "||Topic|", at: "82:3", "belongs to another row"),
    Mistake("|Queue|A", "||A", at: "82:1", "no three filled cells"),
    Mistake("per subscriber|", "<!-- m=x -->|", at: "80:25", "has no misconception behind it"),
    Mistake("m=queue-routes", "m=Queue", at: "82:32", "names no misconception"),
    Mistake("1. Init\n2. Invoke\n", "", at: "84:1", "has fewer than two entries"),
    Mistake("2. Invoke", "2. Init", at: "88:1", "`Init` stands here twice"),
    Mistake("  > Not a phase of the environment.\n", "", at: "90:1", "this entry is not explained"),
    Mistake("= idempotency key", "= idempotency*", at: "95:1", "has a star"),
    Mistake("! transaction", "! dedup key id", at: "95:1", "wrong and right at once"),
    Mistake("  > It does not span the queue.\n", "", at: "99:1", "wrong answer is not explained"),
    Mistake("= dedup* id", "~ dedup* id", at: "97:1", "begins with none of `=`, `!`"),
    Mistake("= dedup* id", "= *", at: "97:1", "has no words"),
    Mistake("file=set.txt", "name=set.txt", at: "105:8", "takes one option, `file`"),
    Mistake("file=set.txt", "file=../set.txt", at: "105:8", "is not a file's name"),
    Mistake("use set.txt", "use other.txt", at: "109:1", "never names the learner's file"),
    Mistake("a | 2 | -", "a | two | -", at: "112:5", "is not a number of points"),
    Mistake("b | 1 | a", "b | 1 | c", at: "113:9", "there is no check `c` above this one"),
    Mistake("b | 1 | a", "a | 1 | -", at: "113:1", "not the id of a check, or there are two"),
    Mistake("| Something is left", "", at: "113:1", "no five filled cells"),
    Mistake("```solution", "```text", at: "103:1", "has no `solution` fence"),
    Mistake("fails=b", "fails=x", at: "119:11", "there is no check `x`"),
    Mistake("fails=b", "", at: "119:1", "takes one option, `fails`"),
  ]
}

@Suite struct FormatTests {
  /// The one finding that a mistake must cause, wherever else it leads.
  private func expect(_ mistake: Mistake, _ findings: [Finding], in text: String) {
    let found = findings.contains {
      $0.description.hasPrefix("f.md:\(mistake.place): ") && $0.description.contains(mistake.words)
    }
    #expect(found, "\(findings.map(\.description).joined(separator: "\n"))")
  }

  @Test func `a sound lesson becomes its steps`() throws {
    let lesson = try Samples.parsedLesson()
    let ids = lesson.steps.map(\.id).joined(separator: " ")
    let first = lesson.steps[0].passage
    let run = lesson.steps[2]
    guard case .run(let script) = run.kind, case .predict(let choice) = lesson.steps[1].kind else {
      throw CourseError(problem: "kinds", remedy: ids)
    }
    let facts = [
      ids
        == "prose:charges predict:charges run:charges explain:charges prose:what-comes-next try:it",
      first.notes.first?.text == "collect votes\nbefore running" && first.notes.first?.minutes == 3,
      !first.markdown.contains("votes"),
      script.seed == 7 && script.expectations.map(\.text) == ["charges == 3"],
      choice.options.map(\.letter) == ["a", "b"] && choice.right == [1],
      choice.options[1].explanation == "One delivery, two redeliveries.\nCount them.",
      choice.options[0].misconception == "no-retry" && choice.options[0].text == "Once",
      lesson.steps[3].passage.hints.map(\.text) == ["Read the receive count."],
      lesson.steps[3].passage.markdown.contains("### Still the same step"),
    ]
    #expect(facts == facts.map { _ in true })
  }

  @Test func `a lab in a lesson is read like one in a quiz`() throws {
    let start = try #require(Samples.quiz.firstRange(of: "Let it be charged"))
    let block = "## Lab: redrive\n" + Samples.quiz[start.lowerBound...]
    let text = Samples.lesson.replacing("## Try\n- `set charges 4`", with: block)
    let parsed = Lesson.parse(Array(text.utf8), file: "f.md")
    guard case .lab(let lab) = parsed.value?.steps.last?.kind else {
      throw CourseError(problem: "no lab", remedy: "", findings: parsed.findings)
    }
    let facts = [
      parsed.findings.isEmpty, parsed.value?.steps.last?.id == "lab:redrive",
      lab.file == "set.txt" && lab.starter == "charges ____" && lab.points == 3,
      lab.checks.map(\.needs) == [[], ["a"]] && lab.mutants.map(\.fails) == [["b"]],
      lab.run(lab.starter, with: FakeRunner()).passed == false,
      lab.run(lab.solution, with: FakeRunner()).passed,
    ]
    #expect(facts == facts.map { _ in true })
  }

  @Test(arguments: Mistake.ofLessons) func `a mistake in a lesson`(_ mistake: Mistake) {
    let text = Samples.lesson.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
    let findings = Lesson.parse(Array(text.utf8), file: "f.md").findings
    expect(mistake, findings, in: text)
  }

  @Test(arguments: Mistake.ofQuizzes) func `a mistake in a quiz`(_ mistake: Mistake) {
    let text = Samples.quiz.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
    let findings = Quiz.parse(Array(text.utf8), file: "f.md").findings
    expect(mistake, findings, in: text)
  }

  @Test func `all mistakes are reported, in the order of the file`() {
    var text = Samples.quiz
    for mistake in [2, 7, 10, 18] {
      let one = Mistake.ofQuizzes[mistake]
      text = text.replacing(one.old, with: one.new, maxReplacements: 1)
    }
    let lines = Quiz.parse(Array(text.utf8), file: "f.md").findings.map(\.position.line)
    #expect(lines == lines.sorted() && Set(lines).isSuperset(of: [8, 37, 71]))
  }

  @Test func `line ends, a byte-order mark and white space at line ends change nothing`() throws {
    let quiz = try Samples.parsedQuiz()
    let windows = "\u{FEFF}" + Samples.quiz.replacing("\n", with: "\r\n")
    let spaced = Samples.quiz.replacing("?\n", with: "?  \n")
    for text in [windows, spaced] {
      let other = Quiz.parse(Array(text.utf8), file: "quizzes/q.md")
      #expect(other.findings.isEmpty)
      #expect(other.value?.items.map(\.revision) == quiz.items.map(\.revision))
    }
  }

  @Test func `an edit changes the revision of its item alone, a note for the instructor none`()
    throws
  {
    let quiz = try Samples.parsedQuiz()
    let edited = Samples.quiz
      .replacing("Log the retry", with: "Log each retry")
      .replacing("A caller receives", with: "<!-- instructor 2m: ask\nthem -->\nA caller receives")
    let other = try #require(Quiz.parse(Array(edited.utf8), file: "quizzes/q.md").value)
    let changed = zip(quiz.items, other.items).filter { $0.revision != $1.revision }.map { $0.0.id }
    #expect(changed == ["q2"])
  }

  @Test func `bytes that are not UTF-8 are found where they are`() {
    var bytes = Array(Samples.lesson.utf8)
    let place = Samples.lesson.utf8.distance(
      from: Samples.lesson.startIndex,
      to: Samples.lesson.firstRange(of: "Prose that hurts")?.upperBound ?? Samples.lesson.startIndex
    )
    bytes.insert(0xFF, at: place)
    let findings = Lesson.parse(bytes, file: "f.md").findings
    #expect(findings.map(\.position.description) == ["f.md:11:17"])
  }
}
