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
    """

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
