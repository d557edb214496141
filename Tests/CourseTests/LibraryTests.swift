import Course
import Testing

@Suite struct LibraryTests {
  @Test(
    arguments: [
      ("/asked", ["/asked", "/opt/bin"], "/asked"),
      ("/other", ["/opt/bin"], nil),
      (nil, ["/opt/bin", "/opt"], "/opt/bin"),
      (nil, ["/opt", "/built"], "/opt"),
      (nil, ["/", "/built"], "/"),
      (nil, ["/built", "."], "/built"),
      (nil, ["."], nil),
    ] as [(String?, [String], String?)]
  )
  func `the course is found where it was asked for, near the program, or where it was built`(
    asked: String?,
    courses: [String],
    found: String?
  ) {
    let directory = try? CourseLocation.find(
      asked: asked,
      executable: "/opt/bin/evolve",
      compiledIn: "/built"
    ) { courses.contains($0) }
    #expect(directory == found)
  }

  private static let source = """
    struct Worker {
      // snippet: worker
      func work() {
        done()
      }
      // snippet end
      // snippet: empty
      // snippet end
    }
    """

  /// A course of one lesson and one quiz.
  static func course(in scratch: Scratch) throws {
    try scratch.write(Samples.lesson, to: "lessons/03-charges.md")
    try scratch.write(Samples.quiz, to: "quizzes/03-queues.md")
    try scratch.write(source, to: "Sources/Shop/Worker.swift")
  }

  @Test func `lessons come in the order of their files' numbers`() throws {
    let scratch = try Scratch()
    try Self.course(in: scratch)
    for (file, id) in [("10-ten", "ten"), ("02-two", "two"), ("1-one", "one")] {
      try scratch.write(
        Samples.lesson.replacing("id: charges", with: "id: \(id)"),
        to: "lessons/\(file).md"
      )
    }
    try scratch.write("no Markdown", to: "lessons/notes.txt")
    let library = try Library(directory: scratch.path)
    #expect(library.lessons.map(\.header.id) == ["one", "two", "charges", "ten"])
    #expect(library.lesson(after: "two")?.header.id == "charges")
    #expect(library.lesson(after: nil)?.header.id == "one")
    #expect(library.quizzes(of: "charges").map(\.header.id) == ["quiz-queues"])
    #expect(
      library.findings.map(\.description) == [
        "lessons/1-one.md:1:1: the file's name does not fit the lesson `one`."
          + " Name it `lessons/01-one.md`."
      ]
    )
  }

  @Test func `an id that exists twice is reported and the first one counts`() throws {
    let scratch = try Scratch()
    try Self.course(in: scratch)
    try scratch.write(Samples.lesson, to: "lessons/04-charges.md")
    try scratch.write(Samples.quiz, to: "quizzes/04.md")
    let library = try Library(directory: scratch.path)
    let places = library.findings.map(\.position.description)
    #expect(places == ["lessons/04-charges.md:2:1", "quizzes/04.md:2:1"])
    #expect(library.lessons.count == 1 && library.quizzes.count == 1)
    #expect(throws: CourseError.self) { try library.unambiguousQuiz("quiz-queues") }
  }

  @Test func `a broken file is reported and the others stay`() throws {
    let scratch = try Scratch()
    try Self.course(in: scratch)
    try scratch.write([0x2D, 0x2D, 0x2D, 0x0A, 0xFF], to: "lessons/05-broken.md")
    let library = try Library(directory: scratch.path)
    #expect(library.lessons.count == 1)
    #expect(library.findings.map(\.position.description) == ["lessons/05-broken.md:2:1"])
  }

  @Test func `a word that is nearly an id is answered with the id`() throws {
    let scratch = try Scratch()
    try Self.course(in: scratch)
    let library = try Library(directory: scratch.path)
    let error = #expect(throws: CourseError.self) { try library.lesson("charge") }
    #expect(error?.remedy.contains("Did you mean `charges`?") == true)
  }

  @Test func `code is shown from where it lives`() throws {
    let scratch = try Scratch()
    try Self.course(in: scratch)
    let library = try Library(directory: scratch.path)
    let passage = try library.lesson("charges").steps[0].passage
    let content = library.content(of: passage)
    guard content.count == 2, case .code(let excerpt) = content[1] else {
      throw CourseError(problem: "\(content)", remedy: "")
    }
    #expect(excerpt.lines == ["func work() {", "  done()", "}"] && excerpt.firstLine == 3)
  }

  @Test(arguments: [
    ("// snippet: worker", "// snippet: other", "regions there: `other`, `empty`"),
    ("  // snippet end\n  // snippet: empty", "  // snippet: empty", "is marked twice"),
    ("#worker", "#empty", "is empty or not ended"),
    ("Worker.swift#", "Gone.swift#", "cannot be read"),
  ])
  func `code that is not well marked is reported`(old: String, new: String, words: String) throws {
    let scratch = try Scratch()
    try Self.course(in: scratch)
    try scratch.write(Self.source.replacing(old, with: new), to: "Sources/Shop/Worker.swift")
    try scratch.write(Samples.lesson.replacing(old, with: new), to: "lessons/03-charges.md")
    let report = CourseCheck.report(on: try Library(directory: scratch.path), with: FakeRunner())
    let found = report.findings.map(\.description)
    #expect(
      found.count == 1 && found[0].hasPrefix("lessons/03-charges.md:16:1")
        && found[0].contains(words),
      "\(found)"
    )
  }
}
