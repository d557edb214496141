import Testing

@testable import evolve

/// Every lesson from its first to its last step, and every quiz, as a learner takes them.
@Suite struct LessonTests {
  /// The first option, then on, for every step: a learner who reads and does not think.
  static let wishes = Array(repeating: "a\n\n", count: 40).joined()
  /// The same by single keys.
  static let keys = wishes.map { $0 == "\n" ? "\r" : "\($0)" }

  /// How a lesson is taken: at a terminal or in a pipe, and how wide.
  enum Way: CaseIterable, CustomTestStringConvertible {
    case terminal, narrowTerminal, narrowPipe, accessible

    var width: Int { self == .terminal ? 80 : 40 }
    var isTerminal: Bool { self != .narrowPipe }
    var variables: [String: String] { self == .accessible ? ["ACCESSIBLE": "1"] : [:] }
    var testDescription: String { "\(self)" }
  }

  @Test(arguments: Way.allCases)
  func `a lesson comes to its end, and no line is too long`(_ way: Way) throws {
    let folder = try TemporaryFolder()
    let progress = "\(folder.path)/progress.jsonl"
    let visit = Visit(
      ["lesson", "one-box", "--progress", progress],
      input: way == .terminal || way == .narrowTerminal ? Self.keys + Self.keys : [Self.wishes],
      isTerminal: way.isTerminal,
      width: way.width,
      variables: way.variables
    )
    #expect(visit.status == .done)
    #expect(visit.output.contains("That was"))
    #expect(!visit.output.contains("Not as it should be"))
    #expect(visit.lines(over: way.width) == [])
    #expect(visit.errors == "")
    let list = Visit(["list", "--progress", progress], width: way.width)
    #expect(list.output.contains("done"))
  }

  @Test func `a lesson can be taken by single keys at a terminal`() throws {
    let folder = try TemporaryFolder()
    let visit = Visit(
      ["lesson", "events-in-the-middle", "--progress", "\(folder.path)/progress.jsonl"],
      input: Self.keys + Self.keys,
      isTerminal: true
    )
    #expect(visit.output.contains("That was"))
  }

  @Test func `a learner who stops goes on where she was`() throws {
    let folder = try TemporaryFolder()
    let progress = "\(folder.path)/progress.jsonl"
    let first = Visit(["--progress", progress], input: ["\n\nquit\n"])
    let second = Visit(["--progress", progress], input: ["quit\n"])
    #expect(first.output.contains("Your place is kept"))
    #expect(second.output.contains("2/") || second.output.contains("3/"))
  }

  @Test(arguments: ["quiz-one-box", "quiz-events-in-the-middle"])
  func `a quiz asks to its end and says how it went`(_ quiz: String) throws {
    let folder = try TemporaryFolder()
    let input = Array(repeating: "next\n", count: 20).joined()
    let visit = Visit(
      ["quiz", quiz, "--progress", "\(folder.path)/progress.jsonl"],
      input: [input]
    )
    #expect(visit.status == .failed)
    #expect(visit.output.contains("0 %: not passed"))
  }
}
