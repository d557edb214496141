import FoundationEssentials
import Testing

@testable import evolve

/// A quiz with all nine types of questions, as a learner in a pipe is asked.
@Suite struct NineTypesTests {
  static let quiz = """
    ---
    id: quiz-nine
    title: Nine types
    pass: 80
    ---
    ## single | single | OBJ-001 | d1
    Which is first?

    1. [x] Alpha
       > It is.
    1. [ ] Omega <!-- m=last-is-first -->
       > It is the last.

    ## multi | multi | OBJ-001 | d1
    Which are vowels?

    - [x] A
      > It is.
    - [x] E
      > It is.
    - [ ] B
      > It is none.
    - [ ] C
      > It is none.

    ## truth | truefalse | OBJ-001 | d1
    Water is wet.

    1. [x] True
       > It is.
    1. [ ] False
       > It is.

    ## match | match | OBJ-001 | d1
    What belongs together?

    |Need|Service|Why|
    |-|-|-|
    |Fan-out|Topic|A copy for each subscriber|
    |Route by content|Event bus|Rules match patterns|

    ## order | order | OBJ-001 | d1
    In which order?

    1. Init
    2. Invoke
    3. Shutdown

    ## number | numeric | OBJ-001 | d1
    Two and two?

    ```answer
    = 4 +- 0
    ```

    ## text | text | OBJ-001 | d1
    What comes after this question, in one word?

    ```answer
    = next
    ```

    ## output | predict | OBJ-001 | d1
    What does it print?

    ```run seed=7
    advance 1m
    ```
    ```answer
    key = stdout
    ```

    ## lab | lab | OBJ-001 | d1
    Let the queue forget a message after a minute.

    ```lab file=queue.json
    { "MessageRetentionPeriod": "____" }
    ```
    ```run seed=7
    sqs create-queue --queue-name orders --attributes file://queue.json
    sqs send-message --queue-url orders --message-body hello
    advance 2m
    ```
    ```check
    a | 1 | - | queue.depth("orders") == 0 | The message is still there
    ```
    ```solution
    { "MessageRetentionPeriod": "60" }
    ```
    ```mutant fails=a
    { "MessageRetentionPeriod": "600" }
    ```
    """

  /// A course of this quiz alone.
  private func course() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["lessons", "quizzes"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)",
        withIntermediateDirectories: true
      )
    }
    _ = try folder.write("quizzes/nine.md", Self.quiz)
    return folder
  }

  private func visit(_ folder: TemporaryFolder, _ lines: [String]) -> Visit {
    Visit(
      ["quiz", "quiz-nine", "--course", folder.path, "--progress", "\(folder.path)/p.jsonl"],
      input: [lines.joined(separator: "\n") + "\n"]
    )
  }

  @Test func `every type is asked and answered by its own grammar`() throws {
    let folder = try course()
    let file = "\(folder.path)/mine.json"
    let wrong = [
      "c", "b", "next", "a; b", "b, c", "next", "perhaps", "false", "next", "1z", "1a", "next",
      "c, c", "a", "next", "four", "5", "next", "back", "next", "never", "next",
      "something else", "", "next", "file \(file)", "@\(file)", "@\(file).missing", "next", "",
    ]
    let first = visit(folder, wrong)
    let said = first.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "`c` is not an option", "The belief behind it: last is first", "neither true nor false",
      "Need 1) Fan-out", "\(file) is written", "is not a number", "- It·is·now",
      "mine.json.missing cannot be read", "The run ended early", "Question 9 of 9", "passed",
    ] {
      #expect(said.contains(part), "\(part) is not in: \(said)")
    }
    #expect(first.status == .failed && first.errors == "", "\(first.errors)")
    _ = try folder.write("right.json", #"{ "MessageRetentionPeriod": "60" }"#)
    let sheet = Visit(["quiz", "quiz-nine", "--key", "--course", folder.path]).output
    let (pairs, order) = (try answer("1", in: sheet, count: 2), try answer("", in: sheet, count: 3))
    let right = [
      "a", "next", "a, b", "next", "t", "next", pairs, "next",
      order, "next", "4", "next", "text = next", "next",
      "It is now 1 min since the start.", "", "next", "@\(folder.path)/right.json", "next", "",
    ]
    let second = visit(folder, right)
    #expect(second.status == .done, "\(second.output)")
    #expect(second.output.contains("100 %: passed"))
  }

  /// The letters of the key of `match` (pairs that begin with a number) or `order`.
  private func answer(_ mark: String, in sheet: String, count: Int) throws -> String {
    let lines = sheet.split(separator: "\n").map(String.init)
    let head = mark.isEmpty ? "order (order)" : "match (match)"
    let start = try #require(lines.firstIndex(of: head))
    let pairs = lines[start...].filter { $0.contains(") ") && !$0.hasPrefix("order") }
      .filter { $0.first?.isNumber == !mark.isEmpty && !$0.hasPrefix("match") }
    return pairs.prefix(count).map { String($0.prefix { $0 != ")" }) }.joined(separator: ", ")
  }
}
