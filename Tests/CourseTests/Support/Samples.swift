import Course

/// Sound files that the tests take apart.
enum Samples {
  static let lesson = """
    ---
    id: charges
    title: Charges
    part: 3
    stage: queued
    objectives: OBJ-095, OBJ-102
    minutes: 12
    ---
    # Charges

    Prose that hurts, with `<!-- code -->` in a code span.

    <!-- instructor 3m: collect votes
    before running -->

    <!-- code Sources/Shop/Worker.swift#worker -->

    ## Predict: charges
    How often is the card charged?

    1. [ ] Once <!-- m=no-retry --> <!-- if charges == 1 -->
       > The queue delivers again.
    1. [x] Three times <!-- if charges == 3 -->
       > One delivery, two redeliveries.
       > Count them.

    ## Run: charges
    ```run seed=7
    # a comment
    set charges 3
    say done
    ```
    ```expect
    charges == 3
    ```

    ## Explain: charges
    Which line shows the second delivery?

    ```text
    raw
    ```

    <details><summary>Hint 1: where to look</summary>

    Read the receive count.

    </details>

    ### Still the same step

    ## What comes next
    More prose.

    ## Try
    - `set charges 4`
    """

  static let quiz = """
    ---
    id: quiz-queues
    title: Queues
    lesson: charges
    pass: 75
    penalty: 25
    ---
    ## q1 | single | OBJ-040 | d2
    Where does the message end?

    1. [ ] Deleted <!-- m=throw-deletes -->
       > A throw leaves it queued.
    1. [x] Dead-letter queue
       > The redrive policy moves it.
    1. [ ] Retried for ever <!-- m=no-dlq -->
       > Only without a redrive policy.

    <details><summary>Hint 1: where</summary>
    Look at the policy.
    </details>
    <details><summary>Hint 2: what</summary>
    It has a limit.
    </details>

    ## q2 | multi | OBJ-095 | d3
    Which make the handler safe to repeat?

    - [x] Store the order id first
      > Repeats are recognised.
    - [ ] Raise the timeout <!-- m=time-fixes -->
      > Repeats still happen.
    - [ ] Log the retry
      > Logging prevents nothing.
    - [x] Charge with a key
      > The provider recognises it.

    ## q3 | truefalse | OBJ-091 | d1
    A caller receives the result.

    1. [ ] True
       > It receives only acceptance.
    1. [x] False
       > Results need a destination.

    ## q6 | numeric | OBJ-071 | d3
    10 requests/s at 200 ms each: needed concurrency?
    ```answer
    = 2 +- 0.1
      > Little's law.
    ~ 2 +- 1 @ 50
    ! 2000 <!-- m=units -->
      > Convert milliseconds.
    ```

    ## q7 | predict | OBJ-106 | d3
    How often is the card charged?
    ```run seed=7
    set charges 3
    ```
    ```answer
    key = metric charges +- 0
    > Each of the three is a charge.
    ```
    ## q8 | predict | OBJ-106 | d3
    What does it print?
    ```run seed=7
    say noise
    say one/two  x/three
    ```
    ```answer
    key = stdout
    > It says so.
    ```

    ## q9 | match | OBJ-047 | d2
    What serves the need?

    |Need|Service|Why|
    |-|-|-|
    |Fan-out|Topic|One copy per subscriber|
    |Route by content|Event bus|Rules match patterns|
    ||Queue|A queue has one reader <!-- m=queue-routes -->|

    ## q10 | order | OBJ-106 | d2
    In which order?

    1. Init
    2. Invoke
    3. Shutdown
    - ~~Compile~~ <!-- m=compiles -->
      > Not a phase of the environment.

    ## q11 | text | OBJ-095 | d2
    What identifies a repeated request?
    ```answer
    = idempotency key
    = dedup* id
      > It stays the same.
    ! transaction <!-- m=transactions -->
      > It does not span the queue.
    ```

    ## q12 | lab | OBJ-095, OBJ-102 | d4
    Let it be charged three times.
    ```lab file=set.txt
    charges ____
    ```
    ```run seed=7
    use set.txt
    ```
    ```check
    a | 2 | - | charges == 3 | Charged too often
    b | 1 | a | depth < 1    | Something is left
    ```
    ```solution
    charges 3
    depth 0
    ```
    ```mutant fails=b
    charges 3
    depth 2
    ```
    """

  /// The answers that earn everything; letters of `match` and `order` are the quiz's own.
  static func key(to quiz: Quiz) throws -> [String: String] {
    var key = ["q1": "b", "q2": "a, d", "q3": "false", "q6": "2", "q7": "3"]
    key["q8"] = "one\ntwo  x\nthree"
    key["q9"] = try letters(.pairs([0, 1]), "q9", quiz)
    key["q10"] = try letters(.sequence([0, 1, 2]), "q10", quiz)
    key["q11"] = "idempotency key"
    key["q12"] = "charges 3\ndepth 0"
    return key
  }

  private static func letters(_ response: Response, _ id: String, _ quiz: Quiz) throws -> String {
    guard let item = quiz.item(id) else { throw CourseError(problem: id, remedy: "add it") }
    return response.text(for: item)
  }

  /// A submission as its lines; answers of several lines are indented blocks.
  static func lines(_ learner: String, _ answers: [String: String]) -> String {
    let body = answers.sorted { $0.key < $1.key }.map { item, answer in
      let parts = answer.split(separator: "\n", omittingEmptySubsequences: false)
      return parts.count < 2
        ? "\(item) = \(answer)"
        : "\(item) =\n" + parts.map { "  \($0)" }.joined(separator: "\n")
    }
    return (["learner: \(learner)"] + body).joined(separator: "\n") + "\n"
  }

  static func parsedQuiz() throws -> Quiz {
    let parsed = Quiz.parse(Array(quiz.utf8), file: "quizzes/q.md")
    guard let value = parsed.value, parsed.findings.isEmpty else {
      throw CourseError(problem: "sample", remedy: "mend it", findings: parsed.findings)
    }
    return value
  }

  static func parsedLesson() throws -> Lesson {
    let parsed = Lesson.parse(Array(lesson.utf8), file: "lessons/l.md")
    guard let value = parsed.value, parsed.findings.isEmpty else {
      throw CourseError(problem: "sample", remedy: "mend it", findings: parsed.findings)
    }
    return value
  }
}
