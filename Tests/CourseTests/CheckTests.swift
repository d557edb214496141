import Course
import Testing

@Suite struct CheckTests {
  private func report(_ changes: [(file: String, old: String, new: String)]) throws -> CheckReport {
    let scratch = try Scratch()
    try LibraryTests.course(in: scratch)
    for change in changes {
      let text = change.file.hasPrefix("lessons") ? Samples.lesson : Samples.quiz
      try scratch.write(text.replacing(change.old, with: change.new), to: change.file)
    }
    return CourseCheck.report(on: try Library(directory: scratch.path), with: FakeRunner())
  }

  @Test func `a sound course has no findings`() throws {
    let report = try report([])
    #expect(report.findings.isEmpty, "\(report.findings.map(\.description))")
    #expect(
      report.summary
        == "Objectives: 2 of 161 taught, 7 of 161 asked, 3 of 135 that a run can show are shown.\n"
        + "1 lesson, 1 quiz, 10 items, 3 runs, 1 expectation, 2 conditions, 1 lab, 1 mutant,"
        + " 1 code region: nothing is wrong."
    )
  }

  @Test(arguments: [
    ("lessons/03-charges.md", "say done", "launch", "31:1", "this command is refused"),
    (
      "lessons/03-charges.md", "charges == 3\n```", "charges == 4\n```", "34:1",
      "does not hold: charges is 3"
    ),
    ("lessons/03-charges.md", "charges == 3\n```", "sales == 3\n```", "34:1", "cannot be observed"),
    ("lessons/03-charges.md", "if charges == 1", "if charges < 9", "21:41", "condition holds"),
    ("lessons/03-charges.md", "set charges 3", "set charges 5", "23:28", "condition does not hold"),
    (
      "lessons/03-charges.md", "minutes: 12", "minutes: 12\nrequires: gone", "8:1",
      "there is no lesson `gone`"
    ),
    (
      "lessons/03-charges.md", "minutes: 12", "minutes: 12\nrequires: charges", "8:1", "comes later"
    ),
    ("lessons/03-charges.md", "More prose.", "[gone](gone.md)", "53:8", "which is not there"),
    (
      "quizzes/03-queues.md", "lesson: charges", "lesson: change", "4:1",
      "there is no lesson `change`"
    ),
    ("quizzes/03-queues.md", "metric charges", "metric changes", "61:14", "cannot be measured"),
    ("quizzes/03-queues.md", "say one/two  x/three", "set charges 3", "67:1", "prints nothing"),
    ("quizzes/03-queues.md", "= 2 +- 0.1", "= 2 +- 0.1\n= 2000", "47:1", "wrong and right at once"),
    ("quizzes/03-queues.md", "charges ____", "charges 3\ndepth 0", "105:1", "passes already"),
    (
      "quizzes/03-queues.md", "charges 3\ndepth 0", "charges 3\ndepth 1", "113:13",
      "with the solution the check b does not hold"
    ),
    (
      "quizzes/03-queues.md", "charges 3\ndepth 2", "charges 3\ndepth 0", "119:1",
      "lets this mutant"
    ),
    (
      "quizzes/03-queues.md", "fails=b\ncharges 3", "fails=b\ncharges 4", "119:1",
      "fails the check a"
    ),
    ("quizzes/03-queues.md", "pass: 75", "pass: 10", "8:4", "guessing earns"),
    ("quizzes/03-queues.md", "= idempotency key", "= ?", "93:4", "`?` cannot be answered"),
    ("quizzes/03-queues.md", "= idempotency key", "= Next", "93:4", "`next` cannot be answered"),
  ])
  func `what cannot be proved is reported where it stands`(
    file: String,
    old: String,
    new: String,
    place: String,
    words: String
  ) throws {
    let findings = try report([(file, old, new)]).findings.map(\.description)
    let found = findings.contains { $0.hasPrefix("\(file):\(place): ") && $0.contains(words) }
    #expect(found, "\(findings)")
  }

  @Test func `what a run can show must be shown by one that is asserted`() throws {
    let scratch = try Scratch()
    try LibraryTests.course(in: scratch)
    let bare = Samples.lesson
      .replacing("OBJ-095, OBJ-102", with: "OBJ-095, OBJ-001, OBJ-002")
      .replacing("```expect\ncharges == 3\n```\n", with: "")
      .replacing(" <!-- if charges == 1 -->", with: "")
      .replacing(" <!-- if charges == 3 -->", with: "")
    try scratch.write(bare, to: "lessons/03-charges.md")
    let report = CourseCheck.report(on: try Library(directory: scratch.path), with: FakeRunner())
    #expect(
      report.findings.map { "\($0.position) \($0.problem)" } == [
        "lessons/03-charges.md:6:1 no run that is asserted shows OBJ-001"
      ]
    )
  }

  @Test func `a file to which nothing leads is reported, one that is linked is not`() throws {
    let scratch = try Scratch()
    try LibraryTests.course(in: scratch)
    let linked = Samples.lesson.replacing("More prose.", with: "[it](../quizzes/data.csv)")
    try scratch.write(linked, to: "lessons/03-charges.md")
    try scratch.write("1", to: "quizzes/data.csv")
    try scratch.write("1", to: "lessons/old.txt")
    let report = CourseCheck.report(on: try Library(directory: scratch.path), with: FakeRunner())
    #expect(report.findings.map(\.position.description) == ["lessons/old.txt:1:1"])
  }

  @Test func `a lesson and a quiz as they are begun are sound`() throws {
    let scratch = try Scratch()
    try LibraryTests.course(in: scratch)
    for kind in ["lesson", "quiz", "other"] {
      let library = try Library(directory: scratch.path)
      let scaffold =
        kind == "lesson"
        ? try Scaffold.lesson("two-boxes", in: library)
        : try Scaffold.quiz(kind == "quiz" ? "two-boxes" : "exam", in: library)
      try scratch.write(scaffold.text, to: scaffold.file)
    }
    let library = try Library(directory: scratch.path)
    var findings = library.findings.map(\.description)
    for check in CourseCheck(of: library).trials where check.position.file.contains("boxes") {
      findings += check.findings(with: PlaygroundRunner()).map(\.description)
    }
    findings += CourseCheck(of: library).report([]).findings.map(\.description)
    #expect(findings.isEmpty, "\(findings)")
    #expect(library.quizzes.map(\.header.id).contains("quiz-two-boxes"))
    #expect(library.lessons.map(\.number) == [3, 4])
    #expect(throws: CourseError.self) { try Scaffold.lesson("two-boxes", in: library) }
    #expect(throws: CourseError.self) { try Scaffold.quiz("Exam", in: library) }
  }
}
