import Course
import FoundationEssentials
import Testing

@Suite struct ProgressTests {
  private static let revision = Revision(hash: 0x0123_4567_89ab_cdef)

  private static func answer(
    _ item: String,
    score: Double,
    attempt: Int = 1,
    response: String = "b"
  ) -> ProgressEvent {
    .answer(
      AnswerEntry(
        quiz: "quiz-queues",
        item: item,
        revision: revision,
        score: score,
        points: Scoring.penalised(score, penalty: 0.25, attempt: attempt),
        attempt: attempt,
        hints: attempt - 1,
        seed: 7,
        response: response,
        runtime: "1.0"
      )
    )
  }

  private static let events: [ProgressEvent] = [
    .step(lesson: "charges", step: "prose:charges"),
    .predict(lesson: "charges", step: "predict:charges", revision: revision, option: "b"),
    .step(lesson: "charges", step: "run:charges"),
    .finish(lesson: "charges"),
    .round(quiz: "quiz-queues", seed: 18_446_744_073_709_551_615, isRetry: false),
    answer("q1", score: 0.5),
    .hint(quiz: "quiz-queues", item: "q2", revision: revision, level: 1),
    answer("q1", score: 1, attempt: 2, response: "say \"x\" \\ {\"a\":1}\n\u{1F33F}"),
  ]

  /// What a state says, as one text to compare.
  private func portrait(_ state: ProgressState) -> String {
    let lesson = state.lesson("charges")
    let quiz = state.quiz("quiz-queues")
    let items = ["q1", "q2"].map { id -> String in
      guard let item = quiz.item(id) else { return "\(id) -" }
      return "\(id) best \(item.best ?? -1) first \(item.first ?? -1) answers \(item.answers)"
        + " hints \(item.hints) right \(item.isRight) \(item.revision)"
    }
    return "\(state.place.map { "\($0)" } ?? "nowhere"); \(lesson.step ?? "-") \(lesson.isFinished)"
      + " \(lesson.prediction(at: "predict:charges")?.letter ?? "-")"
      + "; round \(quiz.round) seed \(quiz.seed)"
      + " closed \(quiz.isClosed) passed \(quiz.isPassed); \(items.joined(separator: "; "))"
  }

  /// Appends events, each a millisecond after the one before.
  private func write(_ events: [ProgressEvent], to log: ProgressLog) throws {
    let known = try log.read().entries
    for (index, event) in events.enumerated() {
      let time = Timestamp(millisecondsSince1970: 1_800_000_000_000 + Int64(known + index))
      try log.append(ProgressEntry(time: time, event: event))
    }
  }

  @Test func `what was done is known again`() throws {
    let scratch = try Scratch()
    let log = ProgressLog(path: scratch.path + "/deep/er/progress.jsonl")
    try write(Self.events, to: log)
    let expected =
      #"quiz("quiz-queues"); - true b; round 1 seed 18446744073709551615"#
      + " closed false passed false; q1 best 0.75 first 0.5 answers 2 hints 1 right true"
      + " 0123456789abcdef; q2 best -1.0 first -1.0 answers 0 hints 1 right false 0123456789abcdef"
    #expect(portrait(try log.read().state) == expected)
    var memory = LearnerProgress(path: nil)
    memory.record(Self.events, at: Timestamp(millisecondsSince1970: 0))
    #expect(portrait(memory.state) == expected)
  }

  @Test func `a kill at any byte of a write loses that entry at most`() throws {
    let scratch = try Scratch()
    let whole = ProgressLog(path: scratch.path + "/whole.jsonl")
    try write(Array(Self.events.dropLast()), to: whole)
    let before = portrait(try whole.read().state)
    let start = scratch.read("whole.jsonl").count
    try write([Self.events[Self.events.count - 1]], to: whole)
    let after = portrait(try whole.read().state)
    let bytes = scratch.read("whole.jsonl")
    let torn = ProgressLog(path: scratch.path + "/torn.jsonl")
    var wrong: [String] = []
    for length in start...bytes.count {
      try scratch.write(Array(bytes[..<length]), to: "torn.jsonl")
      let isWhole = length >= bytes.count - 1
      let read = try torn.read()
      if portrait(read.state) != (isWhole ? after : before) { wrong.append("read at \(length)") }
      try write([.finish(lesson: "other")], to: torn)
      let mended = scratch.read("torn.jsonl")
      let kept = isWhole ? bytes.count : start
      if mended.prefix(kept) != bytes.prefix(kept) { wrong.append("lines at \(length)") }
      let again = try torn.read()
      if again.unreadable != 0 || !again.state.lesson("other").isFinished {
        wrong.append("append at \(length)")
      }
    }
    #expect(wrong.isEmpty && bytes.count - start > 100, "\(wrong.prefix(5))")
  }

  @Test func `lines of noise stay and are not counted`() throws {
    let scratch = try Scratch()
    let log = ProgressLog(path: scratch.path + "/p.jsonl")
    try write([Self.events[0]], to: log)
    let foreign = """
      not json
      {"v":1,"kind":"telepathy"}
      {"kind":"step","lesson":"charges","step":"x"}

      {"v":1,"kind":"step"}
      """
    let bytes = scratch.read("p.jsonl") + Array(foreign.utf8) + Array("\r\n".utf8)
    try scratch.write(bytes, to: "p.jsonl")
    try write([.finish(lesson: "charges")], to: log)
    let contents = try log.read()
    #expect(contents.unreadable == 4)
    #expect(contents.state.lesson("charges").isFinished)
    #expect(scratch.read("p.jsonl").starts(with: bytes))
    var progress = LearnerProgress(path: log.path)
    let counts = [progress.takeNotices().count, progress.takeNotices().count]
    #expect(counts == [1, 0])
  }

  @Test func `a file from a newer version is refused and left untouched`() throws {
    let scratch = try Scratch()
    let log = ProgressLog(path: scratch.path + "/p.jsonl")
    try write([Self.events[0]], to: log)
    let future = #"{"v":2,"time":"2030-01-01T00:00:00.000Z","kind":"dream","nested":1}"# + "\n"
    let bytes = scratch.read("p.jsonl") + Array(future.utf8)
    try scratch.write(bytes, to: "p.jsonl")
    let own = ProgressLog(path: scratch.path + "/own.jsonl")
    try write([Self.events[0]], to: own)
    let before = scratch.read("own.jsonl")
    var problems: [String] = []
    do { _ = try log.read() } catch { problems.append(error.problem) }
    do { _ = try log.merge([own.path]) } catch { problems.append(error.problem) }
    do { _ = try own.merge([log.path]) } catch { problems.append(error.problem) }
    #expect(
      problems.count == 3 && problems.allSatisfy { $0.contains("p.jsonl:2: ") },
      "\(problems)"
    )
    var progress = LearnerProgress(path: log.path)
    progress.record(Self.events, at: Timestamp(millisecondsSince1970: 0))
    let notices = progress.takeNotices()
    #expect(notices.count == 1 && progress.state.lesson("charges").isFinished)
    #expect(scratch.read("p.jsonl") == bytes && scratch.read("own.jsonl") == before)
  }

  @Test func `a reset forgets what it names`() throws {
    let scratch = try Scratch()
    let log = ProgressLog(path: scratch.path + "/p.jsonl")
    try write(Self.events + [.reset(.quiz("quiz-queues"))], to: log)
    var state = try log.read().state
    #expect(state.quiz("quiz-queues").item("q1") == nil && state.lesson("charges").isFinished)
    try write([.reset(.lesson("charges")), .reset(.lesson("never"))], to: log)
    state = try log.read().state
    #expect(!state.lesson("charges").isFinished)
    try write(Self.events + [.reset(.everything)], to: log)
    #expect(portrait(try log.read().state) == portrait(ProgressState()))
  }

  @Test func `an item that was reworded begins anew`() throws {
    var progress = LearnerProgress(path: nil)
    let time = Timestamp(millisecondsSince1970: 0)
    progress.record(Self.events, at: time)
    let other = Revision(hash: 99)
    #expect(progress.state.quiz("quiz-queues").item("q1", revision: other) == nil)
    progress.record([.hint(quiz: "quiz-queues", item: "q1", revision: other, level: 1)], at: time)
    #expect(progress.state.quiz("quiz-queues").item("q1", revision: other)?.best == nil)
  }

  @Test func `a file that cannot be used does not stop the learner`() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "file")
    let time = Timestamp(millisecondsSince1970: 0)
    let paths = [
      scratch.path, scratch.path + "/file/p.jsonl", "/proc/none/p.jsonl", "/dev/full",
    ]
    for path in paths {
      var progress = LearnerProgress(path: path)
      progress.record(Self.events, at: time)
      let notices = progress.takeNotices()
      #expect(notices.count == 1 && notices[0].contains("--progress FILE"), "\(notices)")
      #expect(progress.state.lesson("charges").isFinished)
    }
  }

  @Test func `two writers at once lose nothing`() async throws {
    let scratch = try Scratch()
    let path = scratch.path + "/p.jsonl"
    try await withThrowingTaskGroup { group in
      for writer in 0..<4 {
        group.addTask {
          for step in 0..<25 {
            let event = ProgressEvent.step(lesson: "l\(writer)", step: "s\(step)")
            let time = Timestamp(millisecondsSince1970: 0)
            try ProgressLog(path: path).append(ProgressEntry(time: time, event: event))
          }
        }
      }
      try await group.waitForAll()
    }
    let contents = try ProgressLog(path: path).read()
    let steps = (0..<4).map { contents.state.lesson("l\($0)").step }
    #expect(steps == Array(repeating: "s24", count: 4) && contents.unreadable == 0)
    #expect(scratch.read("p.jsonl").count { $0 == 0x0A } == 100)
  }

  @Test func `a log longer than the buffer is read in full`() throws {
    let scratch = try Scratch()
    let entry = ProgressEntry(
      time: Timestamp(millisecondsSince1970: 0),
      event: Self.answer("q1", score: 1)
    )
    let begun = ProgressEvent.round(quiz: "quiz-queues", seed: 1, isRetry: false)
    let round = ProgressEntry(time: entry.time, event: begun)
    let long = Self.answer("q2", score: 0, response: String(repeating: "long ", count: 3_000))
    let last = ProgressEntry(time: entry.time, event: long).line + "\n"
    let text = round.line + "\n" + String(repeating: entry.line + "\n", count: 5_000) + last + last
    try scratch.write(text, to: "p.jsonl")
    let quiz = try ProgressLog(path: scratch.path + "/p.jsonl").read().state.quiz("quiz-queues")
    #expect(quiz.item("q1")?.answers == 5_000 && quiz.item("q2")?.answers == 2)
  }

  @Test(arguments: [
    (["XDG_DATA_HOME": "/data", "HOME": "/home/ada"], "/data/evolve/progress.jsonl"),
    (
      ["XDG_DATA_HOME": "data", "HOME": "/home/ada"], "/home/ada/.local/share/evolve/progress.jsonl"
    ),
    (["XDG_DATA_HOME": ""], nil),
  ])
  func `progress is kept where the platform keeps data`(
    environment: [String: String],
    path: String?
  ) {
    #expect(ProgressLocation.path(asked: nil, environment: environment) == path)
    #expect(ProgressLocation.path(asked: "p.jsonl", environment: environment) == "p.jsonl")
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
      (1_795_372_632_123, "2026-11-22T18:37:12.123Z"),
      (-1, "1969-12-31T23:59:59.999Z"), (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
    ] as [(Int64, String)]
  )
  func `a time is written in ISO 8601`(milliseconds: Int64, text: String) {
    #expect(Timestamp(millisecondsSince1970: milliseconds).description == text)
  }
}
