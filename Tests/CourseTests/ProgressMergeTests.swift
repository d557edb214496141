import Course
import Testing

/// Progress of several machines and of clocks that go wrong.
@Suite struct ProgressMergeTests {
  private static let revision = Revision(hash: 1)

  private static func answer(_ item: String, score: Double) -> ProgressEvent {
    .answer(
      AnswerEntry(
        quiz: "q",
        item: item,
        revision: revision,
        score: score,
        points: score,
        attempt: 1,
        hints: 0,
        seed: 1,
        response: "a",
        runtime: "1"
      )
    )
  }

  /// What one machine did and when, in seconds; the other did the odd ones.
  private static let history: [ProgressEvent] = [
    .step(lesson: "l1", step: "s1"), .step(lesson: "l1", step: "s2"),
    .round(quiz: "q", seed: 1, isRetry: false), answer("q1", score: 0),
    .skip(lesson: "l2", step: nil), answer("q2", score: 1),
    .result(quiz: "q", percent: 50, passed: false), .round(quiz: "q", seed: 2, isRetry: true),
    answer("q1", score: 1), .finish(lesson: "l1"),
    .result(quiz: "q", percent: 100, passed: true), .step(lesson: "l3", step: "s3"),
    .reset(.lesson("l2")), .step(lesson: "l3", step: "s4"),
  ]

  private func write(_ indices: some Sequence<Int>, to log: ProgressLog) throws {
    for index in indices {
      let time = Timestamp(millisecondsSince1970: 1_800_000_000_000 + Int64(index) * 1_000)
      try log.append(ProgressEntry(time: time, event: Self.history[index]))
    }
  }

  private func portrait(_ state: ProgressState) -> String {
    let lessons = ["l1", "l2", "l3"].map { id in
      let lesson = state.lesson(id)
      return "\(id) \(lesson.step ?? "-") \(lesson.isFinished) \(lesson.isSkipped)"
    }
    let quiz = state.quiz("q")
    let items = ["q1", "q2"].map { id in
      let item = quiz.item(id)
      return "\(id) \(item?.points ?? -1) \(item?.isRight == true) \(item?.isCarried == true)"
    }
    return "\(state.place.map { "\($0)" } ?? "-"); \(lessons); \(quiz.round) \(quiz.seed)"
      + " \(quiz.isClosed) \(quiz.bestPercent ?? -1); \(items)"
  }

  @Test func `two machines merged say what one would have said`() throws {
    let scratch = try Scratch()
    let logs = ["one", "even", "odd"].map { ProgressLog(path: scratch.path + "/\($0).jsonl") }
    let all = Self.history.indices
    try write(all, to: logs[0])
    try write(all.filter { $0 % 2 == 0 }, to: logs[1])
    try write(all.filter { $0 % 2 == 1 }, to: logs[2])
    let whole = portrait(try logs[0].read().state)
    let odd = scratch.read("odd.jsonl")
    let merged = try logs[1].merge([logs[2].path, logs[2].path])
    #expect([merged.added, merged.known, merged.unreadable] == [7, 7, 0])
    #expect(scratch.read("odd.jsonl") == odd)
    let again = try logs[1].merge([logs[0].path])
    #expect(again.added == 0)
    _ = try logs[2].merge([logs[1].path])
    let portraits = try logs.map { portrait(try $0.read().state) }
    #expect(portraits == [whole, whole, whole])
    #expect(whole.contains(#""q1 1.0 true false", "q2 1.0 true true""#), "\(whole)")
  }

  @Test func `a kill at any byte of a merge loses nothing that a second merge does not bring`()
    throws
  {
    let scratch = try Scratch()
    let logs = ["even", "odd"].map { ProgressLog(path: scratch.path + "/\($0).jsonl") }
    for (parity, log) in logs.enumerated() {
      try write(Self.history.indices.filter { $0 % 2 == parity }, to: log)
    }
    let start = scratch.read("even.jsonl").count
    _ = try logs[0].merge([logs[1].path])
    let whole = scratch.read("even.jsonl")
    let expected = portrait(try logs[0].read().state)
    let torn = ProgressLog(path: scratch.path + "/torn.jsonl")
    var wrong: [Int] = []
    for length in start...whole.count {
      try scratch.write(Array(whole[..<length]), to: "torn.jsonl")
      let before = try torn.read()
      _ = try torn.merge([logs[1].path])
      let after = try torn.read()
      // A last line that lacks nothing but its end is whole.
      let bytes = scratch.read("torn.jsonl")
      if bytes != (length == whole.count - 1 ? whole.dropLast() : whole)
        || portrait(after.state) != expected
        || after.unreadable > 0 || before.unreadable > 1
      {
        wrong.append(length)
      }
    }
    #expect(wrong.isEmpty && whole.count - start > 300, "\(wrong.prefix(5))")
  }

  @Test(arguments: ["noise\nmore noise\n", "\u{0}\u{1}"])
  func `what holds no progress is not merged`(text: String) throws {
    let scratch = try Scratch()
    try scratch.write(text, to: "other")
    let log = ProgressLog(path: scratch.path + "/p.jsonl")
    var problems: [String] = []
    for name in ["other", "missing", ""] {
      do { _ = try log.merge([scratch.path + "/" + name]) } catch { problems.append(error.problem) }
    }
    #expect(problems.count == 3 && scratch.read("p.jsonl").isEmpty, "\(problems)")
  }

  @Test func `a clock that was set back does not change the order of what was done`() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/p.jsonl"
    for (index, event) in Self.history.enumerated() {
      var progress = LearnerProgress(path: path)
      let hour = Int64(Self.history.count - index)
      progress.record([event], at: Timestamp(millisecondsSince1970: hour * 3_600_000))
    }
    var memory = LearnerProgress(path: nil)
    memory.record(Self.history, at: Timestamp(millisecondsSince1970: 0))
    #expect(portrait(try ProgressLog(path: path).read().state) == portrait(memory.state))
  }

  @Test func `a reset keeps a copy of the file`() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/p.jsonl"
    try write(Self.history.indices, to: ProgressLog(path: path))
    let before = scratch.read("p.jsonl")
    var progress = LearnerProgress(path: path)
    let time = Timestamp(millisecondsSince1970: 0)
    let copies = try [ResetScope.lesson("l1"), .everything].map { try progress.reset($0, at: time) }
    let names = copies.map { $0.split(separator: "/").last.map(String.init) ?? "" }
    #expect(scratch.read(names[0]) == before && names[1].hasSuffix("-2.backup"), "\(names)")
    let read = try ProgressLog(path: path).read()
    #expect(read.entries == Self.history.count + 2 && scratch.read("p.jsonl").starts(with: before))
    #expect(portrait(read.state) == portrait(ProgressState()))
    #expect(portrait(progress.state) == portrait(ProgressState()))
  }
}
