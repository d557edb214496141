import Testing

@testable import evolve

/// Every lesson from its first to its last step, and every quiz, as a learner takes them.
@Suite struct LessonTests {
  /// The first option, then on, for every step: a learner who reads and does not think.
  static let wishes = Array(repeating: "a\n\n", count: 40).joined()

  @Test func `a lesson can be taken in a pipe of forty columns`() throws {
    let (lesson, width) = ("one-box", 40)
    let folder = try TemporaryFolder()
    let progress = "\(folder.path)/progress.jsonl"
    let visit = Visit(
      ["lesson", lesson, "--progress", progress],
      input: [Self.wishes],
      width: width
    )
    #expect(visit.status == .done)
    #expect(visit.output.contains("That was"))
    #expect(!visit.output.contains("Not as it should be"))
    #expect(visit.lines(over: width) == [])
    #expect(visit.errors == "")
    let list = Visit(["list", "--progress", progress], width: width)
    #expect(list.output.contains("done"))
  }

  @Test func `a lesson can be taken by single keys at a terminal`() throws {
    let folder = try TemporaryFolder()
    let keys = Self.wishes.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "\r" : String($0)
    }
    let visit = Visit(
      ["lesson", "events-in-the-middle", "--progress", "\(folder.path)/progress.jsonl"],
      input: keys + keys,
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
