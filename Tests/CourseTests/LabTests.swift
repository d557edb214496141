import Course
import Playground
import Testing

/// Labs on the real runtime.
@Suite struct LabTests {
  private static func quiz(_ run: String) throws -> QuizItem {
    let text = """
      ---
      id: exam
      title: Exam
      ---
      ## q1 | lab | OBJ-001 | d3
      Let a hundred customers come.
      ```lab file=load.txt
      ____
      ```
      ```run seed=7
      deploy monolith
      \(run)
      ```
      ```check
      a | 1 | - | orders.completed >= 2 | Too few orders
      b | 1 | a | orders.failed == 0    | An order fails
      ```
      ```solution
      1
      2
      ```
      ```mutant fails=a
      1
      ```
      """
    let parsed = Quiz.parse(Array(text.utf8), file: "exam.md")
    guard let item = parsed.value?.items.first, parsed.findings.isEmpty else {
      throw CourseError(problem: "exam", remedy: "", findings: parsed.findings)
    }
    return item
  }

  @Test func `an answer is read by the run, and graded by what happens`() throws {
    let item = try Self.quiz("load load.txt for 1m")
    var keys = AnswerKeys(runner: PlaygroundRunner())
    let scores = try ["1\n2", "1", "nonsense", "@load.txt"].map { text in
      let response = Response.lines(text.split(separator: "\n").map(String.init))
      return Scoring.score(response, to: item, key: try keys.key(of: item, for: response))
    }
    #expect(scores == [1, 0, 0, 0])
  }

  @Test func `a run that asks for too much ends as a failed check`() throws {
    let session = Session(seed: 1, budget: 50_000)
    _ = session.execute("deploy monolith")
    let outcome = session.execute("load steady --rate 100/s for 1h")
    guard case .failure(let error) = outcome.result else {
      throw CourseError(problem: "it ended", remedy: "")
    }
    #expect(error.code == "BudgetExceeded")
    #expect(error.message.contains("more than 50000 steps"))
    // What is left of it stays refused.
    #expect((try? session.execute("advance 1h").result.get()) == nil)
  }
}
