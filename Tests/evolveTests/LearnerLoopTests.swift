import FoundationEssentials
import JSON
import Testing

@testable import evolve

/// The learner's loop as it is seen: in a pipe, at a terminal, with a screen reader.
@Suite struct LearnerLoopScreenTests {
  /// How somebody sits before it.
  struct Seat: Sendable, CustomTestStringConvertible {
    let name: String
    let isTerminal: Bool
    let width: Int
    var variables: [String: String] = [:]
    var testDescription: String { name }
  }

  static let seats = [
    Seat(name: "in a pipe", isTerminal: false, width: 80),
    Seat(name: "at a terminal", isTerminal: true, width: 80),
    Seat(name: "at a narrow terminal", isTerminal: true, width: 40),
    Seat(name: "with a screen reader", isTerminal: true, width: 80, variables: ["ACCESSIBLE": "1"]),
  ]

  private func visit(
    _ words: [String],
    _ input: [String],
    _ seat: Seat,
    _ progress: String
  ) -> Visit {
    Visit(
      words + ["--progress", progress],
      input: input,
      isTerminal: seat.isTerminal,
      width: seat.width,
      variables: seat.variables
    )
  }

  @Test(arguments: seats) func `every wish is understood`(_ seat: Seat) throws {
    let folder = try TemporaryFolder()
    let byKey = seat.isTerminal && seat.variables.isEmpty
    // On, a wrong key, back, a wrong belief, the run twice, a hint, goto, search, a try, stop.
    let keys = [
      "n", "%", "<", "n", "b", "n", "n", "r", "n", "?", "g", "1", "\r", "/", "photo", "\r", "n",
      "t", "exit", "\r", "q",
    ]
    let lines = [
      "next", "%", "back", "next", "b", "next", "next", "run", "next", "hint", "goto 1",
      "search photo", "next", "try", "exit", "quit",
    ]
    let visit = visit(
      ["goto", "one-box", "1"],
      byKey ? keys : [lines.joined(separator: "\n") + "\n"],
      seat,
      "\(folder.path)/p.jsonl"
    )
    let said = visit.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "Your prediction is kept", "It came differently", "Hint 1", "evolve goto",
      "Type commands;", "Your place is kept",
    ] {
      #expect(said.contains(part), "\(part) is not in: \(said.suffix(1_500))")
    }
    #expect(visit.status == .done && visit.errors == "")
    if !seat.variables.isEmpty { #expect(!visit.output.contains("\u{1B}[K")) }
  }

  @Test(arguments: [
    ("n?q", ["explains the keys", "chooses that option"]),
    ("nhq", ["lists the steps of this lesson", "your place is kept"]),
    ("gTry\rq", ["One box, 16/16"]),
  ])
  func `each key is explained, and a step is found by what stands over it`(
    _ keys: String,
    _ parts: [String]
  ) throws {
    let folder = try TemporaryFolder()
    let visit = visit(
      ["goto", "one-box", "1"],
      keys.map { String($0) },
      Self.seats[1],
      "\(folder.path)/p.jsonl"
    )
    let missing = parts.filter { !visit.output.contains($0) }
    #expect(missing == [] && visit.status == .done, "\(visit.output.suffix(1_500))")
  }

  @Test func `at a terminal an endless answer is cut until all of it is asked for`() {
    let text = String(repeating: "{event.text}", count: 16)
    let commands = [
      "lambda create-function --function-name f --runtime python3.13 --handler a.b"
        + " --role arn:aws:iam::123456789012:role/fernway"
        + " --zip-file '{\"handler\": [{\"return\": {\"text\": \"\(text)\"}}]}'",
      "advance 1m",
      "let a = lambda invoke --function-name f --payload '{\"text\": \"rake\"}' -",
      "let b = lambda invoke --function-name f --payload {a.Payload} -",
      "lambda invoke --function-name f --payload {b.Payload} -", "whole", "exit", "",
    ]
    let visit = Visit(
      ["play"],
      input: commands.joined(separator: "\r").map { String($0) },
      isTerminal: true
    )
    let cuts = visit.output.ranges(of: "bytes more; whole shows them)").count
    let whole = visit.output.ranges(of: String(repeating: "rake", count: 4_096)).count
    #expect(cuts == 1 && whole == 1)
  }

  @Test func `a screen reader is given numbers to choose by`() throws {
    let folder = try TemporaryFolder()
    let visit = visit(
      ["goto", "one-box", "2"],
      ["b\n1\n1\nquit\n"],
      Self.seats[3],
      "\(folder.path)/p.jsonl"
    )
    let said = visit.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("1. next: go on") && said.contains("You predicted b)"), "\(said)")
    #expect(!visit.output.contains("\u{1B}[2K") && !visit.output.contains("\r"))
  }

  @Test func `a wrong answer names its belief, and the run that refutes it is shown`() throws {
    let folder = try TemporaryFolder()
    let visit = visit(
      ["quiz", "quiz-one-box"],
      ["next\nnext\na\nsee\nquit\n"],
      Self.seats[0],
      "\(folder.path)/p.jsonl"
    )
    #expect(visit.output.contains("The belief behind it: one feature fails."))
    #expect(visit.output.contains("Run: photo, from the lesson one-box:"))
    #expect(visit.output.contains("It came differently"))
  }

  @Test func `a retry asks what was missed, and nothing advances by itself`() throws {
    let folder = try TemporaryFolder()
    let nexts = Array(repeating: "next\n", count: 9).joined()
    let visit = visit(
      ["quiz", "quiz-one-box"],
      ["a\n" + nexts + "retry\nquit\n"],
      Self.seats[0],
      "\(folder.path)/p.jsonl"
    )
    #expect(visit.output.contains("Question 1 of 9") && visit.output.contains("Question 1 of 8"))
    let words = ["quiz", "quiz-one-box", "--retry"]
    let later = self.visit(words, ["quit\n"], Self.seats[0], "\(folder.path)/p.jsonl")
    #expect(later.output.contains("Question 1 of 8"))
  }

  @Test(arguments: [
    ("a\n\n", "Question 2 of"),
    ("a\nb\n", "This question is answered. Go on"),
    ("\n", "That is empty."),
  ])
  func `Enter goes on from an answered question, and only from there`(
    _ input: String,
    _ shown: String
  ) throws {
    let folder = try TemporaryFolder()
    let quiz = ["quiz", "quiz-keeping-up"]
    let output = visit(quiz, [input + "quit\n"], Self.seats[0], "\(folder.path)/p.jsonl").output
    #expect(output.contains(shown))
    #expect(output.contains("Question 2 of") == shown.contains("Question 2 of"))
  }

  @Test func `a latecomer, a reset and a merge are seen in the list`() throws {
    let folder = try TemporaryFolder()
    let (here, there) = ("\(folder.path)/here.jsonl", "\(folder.path)/there.jsonl")
    let seat = Self.seats[0]
    let goto = ["goto", "events-in-the-middle", "3", "--ready"]
    let late = visit(goto, ["next\nquit\n"], seat, here)
    #expect(late.status == .done && late.output.contains("Passed over: one-box"))
    func status() -> [Bool] {
      let list = visit(["list"], [], seat, here).output
      let line = list.split(separator: "\n").first { $0.contains("one-box") } ?? ""
      return ["skipped", "done"].map { line.contains($0) }
    }
    #expect(status() == [true, false])
    _ = visit(["lesson", "one-box"], [LessonTests.wishes], seat, there)
    #expect(visit(["progress", "merge", there], [], seat, here).status == .done)
    #expect(status() == [false, true])
    let reset = visit(["reset", "one-box"], [], seat, here)
    #expect(reset.output.contains("mv ") && status() == [false, false])
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.count == 3, "\(files)")
    let json = try JSONValue(parsing: visit(["progress", "--json"], [], seat, here).output)
    #expect(json["lessons"]?[0]?["finished"]?.boolValue == false)
  }

  @Test func `a doctor finds this machine sound, and a broken one not`() throws {
    let folder = try TemporaryFolder()
    let seat = Self.seats[0]
    let sound = visit(["doctor", "--json"], [], seat, "\(folder.path)/p.jsonl")
    #expect(sound.status == .done, "\(sound.output)")
    let broken = visit(["doctor"], [], seat, "/proc/none/p.jsonl")
    #expect(broken.status == .failed && broken.output.contains("bad      progress"))
  }
}
