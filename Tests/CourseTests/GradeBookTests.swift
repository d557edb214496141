import Course
import JSON
import Testing

@Suite struct GradeBookTests {
  /// Twenty-four learners: the better half knows q1 and not q2, every other one q3.
  private static func answers(of number: Int) -> [String: String] {
    [
      "q1": number >= 12 ? "b" : number % 2 == 1 ? "a" : "c",
      "q2": number < 12 ? "a, d" : "b, c",
      "q3": number % 2 == 0 ? "false" : "true",
      "q6": number >= 8 ? "2" : number >= 4 ? "3" : "2000",
    ]
  }

  private typealias Sheet = (file: String, text: String)

  private static func name(_ number: Int) -> String {
    number < 10 ? "learner-0\(number)" : "learner-\(number)"
  }

  private static let sheets: [Sheet] = (0..<24).map {
    ("\(name($0)).txt", Samples.lines(name($0), answers(of: $0)))
  }

  private func book(_ sheets: [Sheet]) throws -> GradeBook {
    let quiz = try Samples.parsedQuiz()
    let read = sheets.map {
      ($0.file, Submission.parse(Array($0.text.utf8), file: $0.file, quiz: quiz))
    }
    return GradeBook(read, of: quiz, with: FakeRunner())
  }

  /// Facility, discrimination, efficiency and upper–lower D of q1, q2, q3 and q6, and α: computed
  /// from the formulas with Python.
  private static let expected: [[Double]] = [
    [0.5, -39.736, -50, 1], [0.5, -79.241, -100, -1], [0.5, 0, 0, 0.667], [0.75, 0, 0, 0.833],
  ]
  private static let alpha = -1.684

  @Test func `the figures are those of a calculation by other means`() throws {
    let summary = GradeSummary(of: try book(Self.sheets))
    let figures = summary.items.prefix(4).map { item in
      [item.facility, item.discrimination, item.efficiency, item.upperLower].map {
        (($0 ?? .nan) * 1_000).rounded() / 1_000
      }
    }
    #expect(figures == Self.expected)
    #expect(((summary.alpha ?? 0) * 1_000).rounded() / 1_000 == Self.alpha)
    #expect(summary.items.map(\.count) == [24, 24, 24, 24, 0, 0, 0, 0, 0, 0])
  }

  @Test func `an item that tells badly is flagged, and few answers are called few`() throws {
    let summary = GradeSummary(of: try book(Self.sheets))
    let flags = summary.items.map { $0.flags.map(\.words).joined(separator: "; ") }
    #expect(flags[1].hasPrefix("negative: check the key") && flags[9] == "too few", "\(flags)")
    let few = GradeSummary(of: try book(Array(Self.sheets.prefix(19))))
    #expect(few.items.allSatisfy { $0.flags == [.tooFew] })
  }

  @Test func `the idle and the rival option are named`() throws {
    let sheets = (0..<40).map { number -> Sheet in
      // Whoever is good at the rest chooses c; nobody chooses a.
      let isGood = number < 20
      var answers = ["q1": isGood ? "c" : "b", "q3": isGood ? "false" : "true"]
      answers["q6"] = isGood ? "2" : "5"
      return ("\(number).txt", Samples.lines("l\(number)", answers))
    }
    let item = try #require(GradeSummary(of: try book(sheets)).items.first)
    #expect(item.flags == [.negative, .idle(option: "a"), .rival(option: "c")], "\(item.flags)")
    #expect(item.choices.map(\.count) == [0, 20, 20])
  }

  @Test func `beliefs and objectives are counted by learners`() throws {
    let summary = GradeSummary(of: try book(Self.sheets))
    let beliefs = summary.misconceptions.map { "\($0.misconception) \($0.count) \($0.items)" }
    let wanted = [
      #"time-fixes 12 ["q2"]"#, #"no-dlq 6 ["q1"]"#, #"throw-deletes 6 ["q1"]"#,
      #"units 4 ["q6"]"#,
    ]
    #expect(beliefs == wanted)
    let objective = try #require(summary.objectives.first { $0.objective == "OBJ-095" })
    #expect(objective.items == ["q2", "q11", "q12"] && objective.count == 24)
    #expect(objective.passed == 12 && objective.mean == 0.5)
  }

  @Test func `order of files and line ends change nothing`() throws {
    let books = [
      Self.sheets, Self.sheets.reversed(),
      Self.sheets.map { ($0.file, "\u{FEFF}" + $0.text.replacing("\n", with: "\r\n")) },
    ]
    let texts = try books.map { sheets in
      let book = try book(sheets)
      return [book.json.text(), book.csv, book.junit]
    }
    #expect(texts.allSatisfy { $0 == texts[0] })
  }

  @Test(arguments: [
    // Later in the order of names, where numbers count as numbers.
    ([("try-9.txt", "q1 = b"), ("try-10.txt", "q1 = a")], "try-10.txt"),
    ([("b/1.txt", "q1 = b"), ("a/2.txt", "q1 = a")], "b/1.txt"),
    // What a submission says of its time goes before names, and before one that says nothing.
    (
      [("2.txt", "submitted: 2026-11-21\nq1 = b"), ("1.txt", "submitted: 2026-11-22\nq1 = a")],
      "1.txt"
    ),
    ([("2.txt", "q1 = b"), ("1.txt", "submitted: 2020-01-01\nq1 = a")], "1.txt"),
    // One that cannot be read does not count.
    ([("1.txt", "q1 = b"), ("2.txt", "q1 = z")], "1.txt"),
  ])
  func `the latest readable submission of a learner counts`(
    sheets: [(String, String)],
    latest: String
  ) throws {
    let full = sheets.map { Sheet($0.0, "learner: ada\n" + $0.1) }
    for order in [full, full.reversed()] {
      let book = try book(order)
      #expect(book.submissions.map(\.file) == [latest])
    }
  }

  @Test func `bad files stop nobody, and each is told with its line`() throws {
    let bad = ["", "\u{0}", "learner: x\nq1 = z", "q1 = b", "learner: y\nq1 = a\nq1 = b", "{"]
    let sheets = bad.enumerated().map { Sheet("bad-\($0).txt", $1) } + Self.sheets
    let book = try book(sheets)
    #expect(book.submissions.count == 24 && book.rejected.count == bad.count)
    let places = book.rejected.compactMap { $0.findings.first?.position.description }
    #expect(
      places == [
        "bad-0.txt:1:1", "bad-1.txt:1:1", "bad-2.txt:2:1", "bad-3.txt:1:1", "bad-4.txt:3:1",
        "bad-5.txt:1:1",
      ]
    )
  }

  @Test func `a table survives commas, quotes, line ends and formulas`() throws {
    let text = "learner: =1+1\nname: Ada \"Lady\", Lovelace\nq6 = -2\nq8 =\n  one\n  two\n"
    let csv = try book([("a,b.txt", text)]).csv
    let rows = Self.cells(of: csv)
    #expect(csv.hasSuffix("\r\n") && rows.count == 2 && rows[0].count == rows[1].count)
    #expect(Array(rows[1].prefix(3)) == ["'=1+1", "Ada \"Lady\", Lovelace", "a,b.txt"])
    #expect(rows[1].contains("one\ntwo") && rows[1].contains("-2"))
  }

  /// The cells of a table, read by the grammar of RFC 4180.
  private static func cells(of text: String) -> [[String]] {
    var rows: [[String]] = []
    var (row, cell, isQuoted) = ([String](), "", false)
    var characters = Array(text.unicodeScalars)[...]
    while let character = characters.popFirst() {
      if isQuoted {
        if character != "\"" {
          cell.unicodeScalars.append(character)
        } else if characters.first == "\"" {
          cell.unicodeScalars.append(characters.removeFirst())
        } else {
          isQuoted = false
        }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "," || character == "\n" {
        row.append(cell)
        cell = ""
        if character == "\n" {
          rows.append(row)
          row = []
        }
      } else if character != "\r" {
        cell.unicodeScalars.append(character)
      }
    }
    return rows
  }

  @Test func `a report for machines escapes what XML cannot hold`() throws {
    let book = try book([("<a>&.txt", "learner: \"<&>'\u{FFFF}\nq1 = a"), ("b", "q1 = \"<")])
    let xml = book.junit
    #expect(xml.contains("name=\"&quot;&lt;&amp;&gt;'\"") && !xml.contains("\u{FFFF}"))
    #expect(xml.contains("tests=\"11\" failures=\"10\" errors=\"1\""))
  }

  @Test func `folders are searched, hidden files and pipes are not read`() throws {
    let scratch = try Scratch()
    for name in ["a/2.txt", "a/10.txt", "b/deep/er/1.txt", ".hidden", "a/.git/x"] {
      try scratch.write("learner: x", to: name)
    }
    let paths = [
      scratch.path + "/b//", scratch.path + "/./a", scratch.path + "/a/2.txt", "/dev/null",
    ]
    let found = SubmissionFiles(at: paths + [scratch.path + "/gone"])
    let names = found.files.map { String($0.dropFirst(scratch.path.count)) }
    #expect(names == ["/a/2.txt", "/a/10.txt", "/b/deep/er/1.txt"])
    let problems = found.rejected.compactMap(\.findings.first?.problem)
    #expect(problems.count == 2 && problems[0].contains("neither a file"), "\(problems)")
  }

  @Test func `a file that an answer is read from is no submission`() throws {
    let scratch = try Scratch()
    try scratch.write("learner: ada\nq12 = @ada/set.txt", to: "ada.txt")
    try scratch.write("charges 3\ndepth 0\n", to: "ada/set.txt")
    try scratch.write("charges 3\n", to: "stray.txt")
    let files = SubmissionFiles(at: [scratch.path])
    let book = GradeBook(files, of: try Samples.parsedQuiz(), with: FakeRunner())
    #expect(book.submissions.map(\.points) == [1])
    #expect(book.rejected.map { $0.file.hasSuffix("stray.txt") } == [true])
  }

  @Test func `fifty megabytes of noise are refused unread`() throws {
    let scratch = try Scratch()
    try scratch.write([UInt8](repeating: 0x41, count: 50_000_000), to: "noise.txt")
    try scratch.write("learner: ada\nq1 = b", to: "good.txt")
    let files = SubmissionFiles(at: [scratch.path])
    let book = GradeBook(files, of: try Samples.parsedQuiz(), with: FakeRunner())
    #expect(book.submissions.count == 1)
    #expect(book.rejected.first?.findings.first?.problem.contains("larger than") == true)
  }

  @Test func `a thousand submissions with twenty broken ones`() throws {
    let quiz = try Samples.parsedQuiz()
    var generator = SeededGenerator(state: 7)
    let sheets = (0..<1_000).map { number -> Sheet in
      if number % 50 == 0 {
        let noise = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return ("\(number).txt", String(decoding: noise, as: UTF8.self))
      }
      return ("\(number).txt", Samples.lines("l\(number)", Self.answers(of: number % 24)))
    }
    let book = try book(sheets)
    #expect(book.submissions.count == 980 && book.rejected.count == 20)
    #expect(book.rejected.allSatisfy { !$0.findings.isEmpty })
    #expect(quiz.items.count == book.submissions[0].answers.count)
  }
}
