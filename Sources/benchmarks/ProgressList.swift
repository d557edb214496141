import Course
import FoundationEssentials

/// What `evolve list` does with a learner's log of a hundred thousand entries: reads and replays it.
let progressList = Benchmark(
  "list-100k",
  unit: "entries",
  count: 100_000,
  run: { count in
    let contents = try ProgressLog(path: ProgressSample.file(of: count)).read()
    precondition(contents.entries == count, "\(contents.entries) of \(count) entries were read")
  },
  plain: { count in
    // The plain limit: to read the file and to count its lines.
    let bytes = FileManager.default.contents(atPath: ProgressSample.file(of: count)) ?? Data()
    precondition(bytes.count { $0 == 0x0A } == count, "the sample has other than \(count) lines")
  }
)

/// A log such as a diligent learner's, made once.
private enum ProgressSample {
  /// The path of a log of so many entries in the directory for temporary files.
  static func file(of count: Int) -> String {
    let path = FileManager.default.temporaryDirectory.path + "/evolve-benchmark-\(count).jsonl"
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    let lines = (0..<count).map { index in
      let time = Timestamp(millisecondsSince1970: 1_800_000_000_000 + Int64(index) * 1_500)
      return ProgressEntry(time: time, event: event(index)).line + "\n"
    }
    let text = lines.joined()
    precondition((try? text.write(toFile: path, atomically: true, encoding: .utf8)) != nil, path)
    return path
  }

  /// Three steps, then seven answers, through thirty-two lessons.
  private static func event(_ index: Int) -> ProgressEvent {
    let lesson = "lesson-\(index / 50 % 32)"
    if index % 10 < 3 { return .step(lesson: lesson, step: "run:step-\(index % 12)") }
    return .answer(
      AnswerEntry(
        quiz: "quiz-\(lesson)",
        item: "q\(index % 10)",
        revision: Revision(hash: 0x0123_4567_89ab_cdef),
        score: 1,
        points: 0.666667,
        attempt: 2,
        hints: 1,
        seed: 1,
        response: "a, c and \(index)",
        runtime: "1"
      )
    )
  }
}
