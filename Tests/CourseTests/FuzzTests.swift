import Course
import FoundationEssentials
import Testing

/// A small generator with a seed, so that a failing mutation can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct FuzzTests {
  static let submission = """
    learner: ada
    name: Ada
    q1 = b
    q2 = a, d
    q3 = false
    q6 = 2
    q8 =
      one
      two
    q9 = 1c, 2a
    q10 = c, a, b
    q11 = dedup id
    q12 =
      charges 3
    """
  static let json = #"{"learner": "ada", "q1": "b", "q2": ["a", "d"], "q3": false, "q6": 2.5}"#

  /// Cuts, repeats, swaps and overwrites pieces of a good file.
  private func mutated(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(text.utf8)
    let tokens = [
      "```", "<!--", "-->", "## ", "- [x] ", "1. [ ]", "|", "---", "\r", "é", "@", "\u{0}",
      "\n1. ", "\n- ~~", "~~", "\n|", "| match |", "| order |", "| lab |", "```check\n", "*", "\\",
    ]
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0...40, using: &generator))
      switch Int.random(in: 0...4, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 2:
        bytes.insert(
          contentsOf: Array((tokens.randomElement(using: &generator) ?? "").utf8),
          at: start
        )
      case 3: bytes.removeSubrange(end...)
      default:
        if start < end { bytes[start] = UInt8.random(in: 0...255, using: &generator) }
      }
    }
    return bytes
  }

  /// The findings whose place is outside the file.
  private func strays(_ findings: [Finding], _ bytes: [UInt8]) -> [String] {
    let lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r\n"
    }
    return findings.filter { finding in
      let line = finding.position.line
      guard line >= 1, finding.position.column >= 1, line <= max(1, lines.count) else {
        return true
      }
      return finding.position.column > (lines.isEmpty ? 0 : lines[line - 1].count) + 1
    }.map(\.description)
  }

  @Test(arguments: 0..<4) func `no mutation crashes a parser or leads outside the file`(
    part: UInt64
  ) throws {
    let quiz = try Samples.parsedQuiz()
    var failures: [String] = []
    for seed in 0..<250 {
      var generator = SeededGenerator(state: part << 32 | UInt64(seed))
      let lesson = mutated(Samples.lesson, &generator)
      let items = mutated(Samples.quiz, &generator)
      let lines = mutated(Self.submission, &generator)
      let json = mutated(Self.json, &generator)
      failures += strays(Lesson.parse(lesson, file: "lesson").findings, lesson)
      failures += strays(Quiz.parse(items, file: "quiz").findings, items)
      failures += strays(Submission.parse(lines, file: "lines", quiz: quiz).findings, lines)
      failures += strays(Submission.parse(json, file: "json", quiz: quiz).findings, json)
      if !failures.isEmpty { failures.append("part \(part), seed \(seed)") }
    }
    #expect(failures.isEmpty, "\(failures.prefix(5).joined(separator: "\n"))")
  }

  @Test func `no mutation of the course's own files crashes a parser or leads outside the file`()
    throws
  {
    let library = try Library(directory: OwnCourseTests.root)
    let quizzes = library.quizzes.map(\.file)
    var failures: [String] = []
    for file in quizzes + library.lessons.map(\.file) {
      let path = OwnCourseTests.root + "/" + file
      let text = String(
        decoding: FileManager.default.contents(atPath: path) ?? Data(),
        as: UTF8.self
      )
      for seed in 0..<60 {
        var generator = SeededGenerator(state: UInt64(seed))
        let bytes = mutated(text, &generator)
        let findings =
          quizzes.contains(file)
          ? Quiz.parse(bytes, file: file).findings : Lesson.parse(bytes, file: file).findings
        failures += strays(findings, bytes).map { "\(file), seed \(seed): \($0)" }
      }
    }
    #expect(failures.isEmpty, "\(failures.prefix(5).joined(separator: "\n"))")
  }
}
