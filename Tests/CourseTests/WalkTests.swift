import Course
import Testing

@Suite struct WalkTests {
  private let runner = FakeRunner()

  private func progress(_ events: [ProgressEvent]) -> ProgressState {
    var progress = LearnerProgress(path: nil)
    progress.record(events, at: Timestamp(millisecondsSince1970: 0))
    return progress.state
  }

  // MARK: Lessons

  @Test func `a run is locked until its outcome is predicted`() throws {
    var walk = LessonWalk(try Samples.parsedLesson())
    let moves = [walk.advance(), walk.advance()]
    guard moves[0] == .moved, case .held = moves[1] else {
      throw CourseError(problem: "\(moves)", remedy: "")
    }
    try walk.go(to: "run:charges")
    guard case .locked(prediction: 1) = walk.prompt else {
      throw CourseError(problem: "\(walk.prompt)", remedy: "")
    }
    var remedy = ""
    do { _ = try walk.run(with: runner) } catch { remedy = error.remedy }
    #expect(remedy.contains("Predict: charges"))
    try walk.go(to: "2")
    _ = walk.advance(skipping: true)
    guard case .run = walk.prompt else {
      throw CourseError(problem: "a skipped prediction still locks its run", remedy: "")
    }
    var free = LessonWalk(try Samples.parsedLesson(), requiresPredictions: false)
    try free.go(to: "run:charges")
    let report = try free.run(with: runner)
    #expect(report.comparison?.words == "What happened: b) Three times (charges is 3).")
  }

  @Test(arguments: [
    ("b", "As you predicted: b) Three times (charges is 3)."),
    ("A", "You predicted a) Once. It came differently: b) Three times (charges is 3)."),
  ])
  func `prediction and observation are compared in words`(letter: String, words: String) throws {
    var walk = LessonWalk(try Samples.parsedLesson())
    try walk.go(to: "2")
    let refused = try? walk.answer("z")
    _ = try walk.answer(letter)
    let moved = walk.advance()
    #expect(refused == nil && moved == .moved)
    var commands: [String] = []
    let report = try walk.run(with: runner) { commands.append($0.command) }
    #expect(commands == ["set charges 3", "say done"] && report.surprises.isEmpty)
    #expect(report.comparison?.words == words)
    #expect(report.markdown.contains("> b) One delivery, two redeliveries."))
  }

  @Test func `a run that breaks its promise says so`() throws {
    let text = Samples.lesson.replacing("charges == 3\n```", with: "charges == 4\n```")
    let lesson = try #require(Lesson.parse(Array(text.utf8), file: "l.md").value)
    var walk = LessonWalk(lesson, requiresPredictions: false)
    try walk.go(to: "run:charges")
    let report = try walk.run(with: runner)
    #expect(report.surprises == ["This lesson expects charges == 4, but charges is 3."])
  }

  @Test func `a lesson goes on where it was left`() throws {
    let lesson = try Samples.parsedLesson()
    var walk = LessonWalk(lesson)
    _ = walk.advance()
    _ = try walk.answer("a")
    _ = walk.advance()
    let state = progress(walk.takeEvents())
    var later = LessonWalk(lesson, progress: state.lesson("charges"))
    let agrees = try later.run(with: runner).comparison?.agrees
    #expect(later.step.id == "run:charges" && agrees == false)
    while later.advance() == .moved {}
    let end = progress(later.takeEvents())
    #expect(end.lesson("charges").isFinished && end.lesson("charges").step == nil)
    let reworded = Samples.lesson.replacing("How often is", with: "How many times is")
    let other = try #require(Lesson.parse(Array(reworded.utf8), file: "l.md").value)
    let edited = LessonWalk(other, progress: state.lesson("charges"))
    guard case .locked = edited.prompt else { throw CourseError(problem: "kept", remedy: "") }
  }

  @Test func `hints come one by one and steps are found by number, id and name`() throws {
    var walk = LessonWalk(try Samples.parsedLesson())
    for word in ["4", "explain:charges", "Explain: charges", "EXPLAIN charges"] {
      try walk.go(to: "1")
      try walk.go(to: word)
      #expect(walk.step.id == "explain:charges")
    }
    let meant = ["charges", "try", "Try", "lab", "prose", "0", "99"].map { word in
      walk.lesson.index(ofStep: word).map { walk.lesson.steps[$0].id } ?? "none"
    }
    let last = walk.lesson.steps[walk.lesson.steps.count - 1].id
    #expect(meant == ["prose:charges", last, last, "none", "none", "none", "none"])
    let left = walk.hintsLeft
    let hints = [walk.hint()?.title, walk.hint()?.title]
    #expect(left == 1 && hints == ["where to look", nil])
    var remedy = ""
    do { try walk.go(to: "run:charge") } catch { remedy = error.remedy }
    #expect(remedy.hasPrefix("Did you mean `run:charges`?"))
    walk.back()
    #expect(walk.step.id == "run:charges")
  }

  // MARK: Quizzes

  private func quizWalk(_ state: ProgressState = ProgressState()) throws -> QuizWalk {
    QuizWalk(
      try Samples.parsedQuiz(),
      progress: state.quiz("quiz-queues"),
      seed: 5,
      runtime: "1",
      runner: runner
    )
  }

  /// Hands an answer in, and says what came of it in a word or two.
  private func answer(_ text: String, _ walk: inout QuizWalk) -> String {
    switch walk.answer(text) {
    case .graded(let reply):
      "\(reply.feedback.verdict) \(reply.points) hint \(reply.hint?.level ?? 0)"
        + " closed \(reply.isClosed)"
    case .refused: "refused"
    case .ungraded: "ungraded"
    }
  }

  @Test func `each wrong answer brings a hint and makes the next answer worth less`() throws {
    var walk = try quizWalk()
    let outcomes = ["x", "", "a", "c", "b", "b"].map { answer($0, &walk) }
    #expect(
      outcomes == [
        "refused", "refused", "wrong 0.0 hint 1 closed false", "wrong 0.0 hint 2 closed false",
        "right 0.5 hint 0 closed true", "refused",
      ]
    )
    #expect(walk.misconceptions == ["throw-deletes", "no-dlq"] && walk.shownHints.count == 2)
  }

  @Test func `a hint that is asked for costs what a wrong answer costs`() throws {
    var walk = try quizWalk()
    let worth = [walk.worth, walk.worthAfterHint]
    let levels = [walk.hint()?.level, walk.hint()?.level, walk.hint()?.level]
    let outcome = answer("a", &walk)
    #expect(worth == [1, 0.75] && levels == [1, 2, nil])
    #expect(outcome == "wrong 0.0 hint 0 closed true")
  }

  @Test func `a quiz that was left half-answered goes on, and one that is done begins anew`() throws
  {
    var walk = try quizWalk()
    _ = answer("a", &walk)
    var events = walk.takeEvents()
    var later = try quizWalk(progress(events))
    #expect(later.index == 0 && later.attempt == 2)
    _ = answer("b", &later)
    let key = try Samples.key(to: later.quiz)
    for item in later.quiz.items.dropFirst() {
      _ = later.advance()
      _ = answer(item.id == "q6" ? "3" : key[item.id] ?? "", &later)
    }
    let isMore = later.advance()
    #expect(!isMore)
    let summary = later.summary
    #expect(summary.percent == 92.5 && summary.passed)
    #expect(summary.weakObjectives == ["OBJ-071"])
    events += later.takeEvents()
    let state = progress(events)
    let known = state.quiz("quiz-queues")
    #expect(known.isClosed && known.isPassed && known.bestPercent == 92.5 && known.round == 1)
    #expect(known.item("q1")?.best == 0.75 && known.item("q1")?.first == 0)
    var again = try quizWalk(state)
    let begun = again.takeEvents()
    #expect(again.index == 0 && again.attempt == 1 && begun.count == 1)
  }

  @Test func `an item that was reworded since is asked again`() throws {
    var walk = try quizWalk()
    _ = walk.advance()
    _ = answer("a, d", &walk)
    let state = progress(walk.takeEvents())
    let text = Samples.quiz.replacing("Log the retry", with: "Log each retry")
    let quiz = try #require(Quiz.parse(Array(text.utf8), file: "q.md").value)
    let later = QuizWalk(
      quiz,
      progress: state.quiz("quiz-queues"),
      seed: 5,
      runtime: "1",
      runner: runner
    )
    #expect(later.reworded == ["q2"] && later.states[1].points == nil)
  }

  @Test func `an item without a key does not count`() throws {
    let text = Samples.quiz.replacing("set charges 3", with: "launch")
    let quiz = try #require(Quiz.parse(Array(text.utf8), file: "q.md").value)
    var walk = QuizWalk(quiz, seed: 1, runtime: "1", runner: runner)
    for _ in 0..<4 { _ = walk.advance() }
    let outcome = answer("3", &walk)
    #expect(outcome == "ungraded" && walk.summary.points[4].points == nil)
  }
}
