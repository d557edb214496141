import Course
import Testing

/// What a learner may do besides going on: skip, retry, try, search, and see beliefs refuted.
@Suite struct LearnerLoopTests {
  private let runner = FakeRunner()

  private func state(after events: [ProgressEvent]) -> ProgressState {
    var progress = LearnerProgress(path: nil)
    progress.record(events, at: Timestamp(millisecondsSince1970: 0))
    return progress.state
  }

  private func course() throws -> Library {
    let scratch = try Scratch()
    try scratch.write(Samples.lesson, to: "lessons/01-charges.md")
    let second = Samples.lesson.replacing("id: charges", with: "id: more\nrequires: charges")
      .replacing("m=no-retry", with: "m=other")
    try scratch.write(second, to: "lessons/02-more.md")
    try scratch.write(Samples.quiz, to: "quizzes/01-queues.md")
    // Lessons are read on demand: the directory has to outlive this function.
    courses.append(scratch)
    return try Library(directory: scratch.path)
  }

  private let courses = Keeper()

  /// Keeps directories until the test is over.
  private final class Keeper {
    private var kept: [Scratch] = []
    func append(_ scratch: Scratch) { kept.append(scratch) }
  }

  // MARK: Lessons

  @Test func `a skipped prediction stays skipped on another day`() throws {
    let lesson = try Samples.parsedLesson()
    var walk = LessonWalk(lesson)
    try walk.go(to: "2")
    _ = walk.advance(skipping: true)
    let later = LessonWalk(lesson, progress: state(after: walk.takeEvents()).lesson("charges"))
    guard case .run = later.prompt else {
      throw CourseError(problem: "\(later.prompt)", remedy: "")
    }
  }

  @Test func `a latecomer stands where the room is`() throws {
    let lesson = try Samples.parsedLesson()
    var walk = LessonWalk(lesson)
    try walk.go(to: "run:charges")
    walk.skipEarlierSteps()
    _ = try walk.run(with: runner)
    let known = state(after: walk.takeEvents() + [.skip(lesson: "before", step: nil)])
    #expect(
      known.lesson("charges").isSkipped("predict:charges") && known.lesson("before").isSkipped
    )
    #expect(known.place == .lesson("charges"))
  }

  @Test func `the playground opens after the latest run that is done`() throws {
    var walk = LessonWalk(try Samples.parsedLesson(), requiresPredictions: false)
    var scripts: [Bool] = []
    for step in ["1", "run:charges"] {
      try walk.go(to: step)
      scripts.append(walk.latestScript != nil)
    }
    _ = try walk.run(with: runner)
    scripts.append(walk.latestScript != nil)
    try walk.go(to: "explain:charges")
    scripts.append(walk.latestScript != nil)
    #expect(scripts == [false, false, true, true])
  }

  @Test func `a lab of a lesson takes files until one passes`() throws {
    let lab = """
      ## Lab: limit
      Let it be charged three times.
      ```lab file=set.txt
      charges ____
      ```
      ```run seed=7
      use set.txt
      ```
      ```check
      a | 1 | - | charges == 3 | Charged too often
      ```
      ```solution
      charges 3
      ```
      ```mutant fails=a
      charges 2
      ```

      ## Try
      """
    let text = Samples.lesson.replacing("## Try", with: lab)
    let parsed = Lesson.parse(Array(text.utf8), file: "l.md")
    let lesson = try #require(parsed.value, "\(parsed.findings)")
    var walk = LessonWalk(lesson)
    let refused = try? walk.solve("charges 3", with: runner)
    try walk.go(to: "lab:limit")
    guard case .solve = walk.prompt else {
      throw CourseError(problem: "\(walk.prompt)", remedy: "")
    }
    let passed = try ["charges ____", "charges 2", "charges 3"].map {
      (try walk.solve($0, with: runner).passed, walk.isDone)
    }
    #expect(refused == nil && passed.map(\.0) == [false, false, true])
    #expect(passed.map(\.1) == [false, false, true])
    let moved = walk.advance()
    #expect(moved == .moved)
  }

  // MARK: Quizzes

  private func walk(_ state: ProgressState, isRetry: Bool = true) throws -> QuizWalk {
    QuizWalk(
      try Samples.parsedQuiz(),
      progress: state.quiz("quiz-queues"),
      seed: 5,
      isRetry: isRetry,
      runtime: "1",
      runner: runner
    )
  }

  /// Gives an answer to each item that is asked, to the end of the round.
  private func answer(_ answers: [String: String], _ walk: inout QuizWalk) -> [String] {
    var asked: [String] = []
    repeat {
      asked.append(walk.item.id)
      _ = walk.answer(answers[walk.item.id] ?? "")
    } while walk.advance()
    return asked
  }

  @Test func `a retry asks only what was missed`() throws {
    let quiz = try Samples.parsedQuiz()
    let key = try Samples.key(to: quiz)
    var first = try walk(ProgressState())
    _ = answer(key.filter { !["q2", "q6", "q8"].contains($0.key) }, &first)
    let missed = first.missed
    var events = first.takeEvents()
    var retry = try walk(state(after: events))
    let places = [retry.place.number, retry.place.count]
    let asked = answer(["q2": "a, d", "q6": "2"], &retry)
    #expect(missed == 3 && places == [1, 3] && asked == ["q2", "q6", "q8"])
    #expect(retry.summary.points.filter { $0.points != 1 }.map(\.item) == ["q8"])
    events += retry.takeEvents()
    var again = try walk(state(after: events))
    let last = answer([:], &again)
    #expect(last == ["q8"])
    var whole = try walk(state(after: events), isRetry: false)
    let all = answer([:], &whole)
    #expect(all == quiz.items.map(\.id))
  }

  @Test func `a retry that was left half-done goes on`() throws {
    var first = try walk(ProgressState())
    _ = answer(["q1": "b"], &first)
    var events = first.takeEvents()
    var retry = try walk(state(after: events))
    _ = retry.answer("a, d")
    events += retry.takeEvents()
    let later = try walk(state(after: events), isRetry: false)
    let place = [later.place.number, later.place.count]
    #expect(later.item.id == "q3" && place == [2, later.quiz.items.count - 1])
    #expect(later.states[0].isCarried && !later.states[1].isCarried)
  }

  // MARK: The course

  @Test func `a belief is refuted by the run whose prediction names it`() throws {
    let library = try course()
    let belief = library.belief("no-retry", home: "more")
    #expect(belief.words == "no retry" && belief.refutation?.lesson.id == "charges")
    #expect(belief.refutation?.step == "run:charges")
    let words = belief.refutation?.run(with: runner).comparison?.words
    #expect(words == "You predicted a) Once. It came differently: b) Three times (charges is 3).")
    #expect(library.belief("never-held", home: nil).refutation == nil)
  }

  @Test(
    arguments: [
      ("HURTS", ["charges 1", "more 1"]), ("set charges 4", ["charges 6", "more 6"]),
      ("queue delivers again", []), ("collect votes", []), ("receive count", []), ("", []),
      (" ", []),
      ("Three times", ["charges 2", "more 2"]),
    ] as [(String, [String])]
  )
  func `a search finds what learners read and gives nothing away`(
    words: String,
    places: [String]
  ) throws {
    #expect(try course().search(words).map { "\($0.lesson) \($0.number)" } == places)
  }

  @Test(
    arguments: [(14, [], []), (15, ["charges"], []), (30, ["charges", "more"], [])]
      as [(Int, [String], [String])]
  )
  func `an agenda takes what fits`(minutes: Int, lessons: [String], before: [String]) throws {
    let library = try course()
    let agenda = try Agenda(minutes: minutes, from: library.lessons[0], in: library)
    #expect(agenda.parts.map(\.lesson.header.id) == lessons)
    #expect(agenda.prerequisites.map(\.header.id) == before && agenda.used <= minutes)
    let late = try Agenda(minutes: 15, from: library.lessons[1], in: library)
    #expect(late.prerequisites.map(\.header.id) == ["charges"])
  }

  @Test func `an objective is mastered by the best answers to its present wording`() throws {
    let library = try course()
    let item = try #require(library.quiz("quiz-queues").items.first)
    func mastery(_ revision: Revision, _ scores: [Double]) -> Mastery {
      let answers = scores.map { score -> ProgressEvent in
        let entry = AnswerEntry(
          quiz: "quiz-queues",
          item: item.id,
          revision: revision,
          score: score,
          points: score,
          attempt: 1,
          hints: 0,
          seed: 1,
          response: "b",
          runtime: "1"
        )
        return .answer(entry)
      }
      let round = ProgressEvent.round(quiz: "quiz-queues", seed: 1, isRetry: false)
      return Mastery(of: state(after: [round] + answers), in: library)
    }
    let objective = item.objectives[0]
    #expect(mastery(item.revision, [0, 0.5]).objective(objective)?.isMastered == false)
    #expect(mastery(item.revision, [0, 1, 0]).objective(objective)?.isMastered == true)
    let old = mastery(Revision(hash: 1), [1])
    #expect(old.objectives.isEmpty && old.reworded == ["quiz-queues \(item.id)"])
  }
}
