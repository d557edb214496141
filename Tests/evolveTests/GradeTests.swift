import FoundationEssentials
import JSON
import Testing

@testable import evolve

/// A stack of answers, as somebody grades it from the command line.
@Suite struct GradeTests {
  /// A quiz that is not in the course.
  static let exam = """
    ---
    id: exam
    title: Exam
    pass: 60
    ---
    ## q1 | truefalse | OBJ-003 | d1
    Servers still exist.

    1. [x] True
       > They are somebody else's.
    1. [ ] False <!-- m=no-servers -->
       > They are.

    ## q2 | text | OBJ-047 | d1
    What routes events?
    ```answer
    = event bus
    = *bus
    ```

    ## q3 | lab | OBJ-034 | d3
    Let nobody's order fail.
    ```lab file=load.txt
    ____
    ```
    ```run seed=7
    deploy monolith
    load load.txt for 1m
    ```
    ```check
    a | 1 | - | orders.completed >= 1 | There is no order
    ```
    ```solution
    1
    ```
    ```mutant fails=a
    # nobody comes
    ```
    """

  private func folder(_ sheets: [String: String]) throws -> (TemporaryFolder, [String]) {
    let folder = try TemporaryFolder()
    let quiz = try folder.write("exam.md", Self.exam)
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/in",
      withIntermediateDirectories: true
    )
    for (name, text) in sheets { _ = try folder.write("in/\(name)", text) }
    return (folder, ["grade", "--quiz", quiz, "\(folder.path)/in"])
  }

  static let sheets = [
    "ada.txt": "learner: ada\r\nq1 = true\r\nq2 = Event Bus\r\nq3 =\r\n  1\r\n  2\r\n",
    "bob.json": #"{"learner": "bob", "q1": false, "q2": "the queue", "q3": "nonsense"}"#,
    "eve.txt": "learner: eve\nq1 = perhaps\n",
  ]

  @Test func `one bad file stops nobody, and the highest status counts`() throws {
    let (folder, words) = try folder(Self.sheets)
    let visit = Visit(words)
    #expect(visit.status == .misuse)
    let wanted = ["ada", "bob", "no-servers", "eve.txt:2:1", "1 file was not graded", "Too few"]
    #expect(wanted.filter { !visit.output.contains($0) } == [], "\(visit.output)")
    let good = Visit(["grade", "--quiz", words[2], "\(folder.path)/in/ada.txt"])
    #expect(good.status == .done && good.output.contains("100 %: passed"), "\(good.output)")
    let bad = Visit(["grade", "--quiz", words[2], "\(folder.path)/in/bob.json"])
    #expect(bad.status == .failed && bad.output.contains("The run ended early."), "\(bad.output)")
  }

  @Test func `a program can read what comes out`() throws {
    let (folder, words) = try folder(Self.sheets)
    defer { withExtendedLifetime(folder) {} }
    let json = try JSONValue(parsing: Visit(words + ["--json"]).output)
    #expect(json["submissions"]?[0]?["percent"]?.doubleValue == 100)
    #expect(json["rejected"]?[0]?["findings"]?[0]?["line"]?.intValue == 2)
    #expect(json["summary"]?["items"]?.arrayValue?.count == 3)
    let csv = Visit(words + ["--csv"]).output
    #expect(csv.split(separator: "\r\n").count == 4 && csv.hasPrefix("learner,name,file,"))
    #expect(Visit(words + ["--junit"]).output.hasPrefix("<?xml"))
    #expect(Visit(words + ["--junit", "--csv"]).status == .misuse)
  }

  @Test func `a lab whose solution fails is nobody's fault`() throws {
    let folder = try TemporaryFolder()
    let text = Self.exam.replacing("orders.completed >= 1", with: "orders.completed >= 9")
    let quiz = try folder.write("exam.md", text)
    let sheet = try folder.write("ada.txt", Self.sheets["ada.txt"] ?? "")
    let visit = Visit(["grade", "--quiz", quiz, sheet])
    #expect(visit.status == .broken && visit.output.contains("Not graded"), "\(visit.output)")
  }

  @Test func `a new quiz is written once, and never over another file`() throws {
    let folder = try TemporaryFolder()
    for name in ["lessons", "quizzes"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)",
        withIntermediateDirectories: true
      )
    }
    let course = ["--course", folder.path]
    #expect(Visit(["new", "lesson", "two-boxes"] + course).status == .done)
    #expect(Visit(["new", "quiz", "two-boxes"] + course).status == .done)
    #expect(Visit(["new", "quiz", "two-boxes"] + course).status == .misuse)
    #expect(Visit(["new", "poem", "two-boxes"] + course).status == .misuse)
    let check = Visit(["check"] + course)
    #expect(check.status == .done, "\(check.output)")
    let sheet = Visit(["quiz", "two-boxes", "--sheet"] + course)
    #expect(sheet.output.contains("sheet: quiz-two-boxes "))
    let key = Visit(["quiz", "two-boxes", "--key"] + course)
    #expect(key.output.contains("the word") && key.output.contains("belief: what-they-believe"))
  }
}
