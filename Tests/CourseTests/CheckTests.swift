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
        == "1 lesson, 1 quiz, 6 items, 3 runs, 1 expectation, 2 conditions, 1 code region,"
        + " 2 of 161 objectives taught, 5 asked: nothing is wrong."
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
}
