/// Reads the front matter of every file of a course.
struct Lister {
  let directory: String
  private(set) var findings: [Finding] = []

  /// A front matter longer than this is read with its whole file.
  private static let head = 4_096

  init(directory: String) { self.directory = directory }

  mutating func lessons() throws(CourseError) -> [LessonEntry] {
    var entries: [LessonEntry] = []
    for file in try files(in: "lessons") {
      var collector = FindingCollector(file: file)
      guard let lines = lines(of: file),
        let header = LessonHeader.read(lines, into: &collector).header
      else {
        findings += collector.sorted
        continue
      }
      let number = Self.number(in: file)
      if number == nil || file != "lessons/\(Self.padded(number ?? 0))-\(header.id).md" {
        collector.add(
          1,
          1,
          "the file's name does not fit the lesson `\(header.id)`",
          "Name it `lessons/\(Self.padded(number ?? entries.count + 1))-\(header.id).md`"
        )
      }
      findings += collector.sorted
      if let twin = entries.first(where: { $0.header.id == header.id }) {
        addTwin("lesson", header.id, file: file, lines: lines, twin: twin.file)
      } else {
        entries.append(LessonEntry(number: number ?? .max, file: file, header: header))
      }
    }
    return entries.sorted { ($0.number, $0.file) < ($1.number, $1.file) }
  }

  mutating func quizzes() throws(CourseError) -> [QuizEntry] {
    var entries: [QuizEntry] = []
    for file in try files(in: "quizzes") {
      var collector = FindingCollector(file: file)
      guard let lines = lines(of: file),
        let header = QuizHeader.read(lines, into: &collector).header
      else {
        findings += collector.sorted
        continue
      }
      findings += collector.sorted
      if let twin = entries.first(where: { $0.header.id == header.id }) {
        addTwin("quiz", header.id, file: file, lines: lines, twin: twin.file)
      } else {
        entries.append(QuizEntry(file: file, header: header))
      }
    }
    return entries
  }

  // MARK: Files

  private func files(in folder: String) throws(CourseError) -> [String] {
    do {
      let names = try FileAccess.names(in: joined(directory, folder))
      return names.filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    } catch {
      throw CourseError(
        problem: "\(error.path) cannot be read: \(error.reason)",
        remedy: "Name a directory that holds `lessons` and `quizzes` with --course DIR"
      )
    }
  }

  /// The lines of a file as far as they are needed to list it.
  private mutating func lines(of file: String) -> [Line]? {
    do {
      let path = joined(directory, file)
      var bytes = try FileAccess.prefix(of: path, count: Self.head)
      if let end = Self.frontMatterEnd(bytes) {
        bytes.removeSubrange(end...)
      } else {
        bytes = try FileAccess.bytes(of: path, limit: SourceText.limit)
      }
      return try SourceText(file: file, bytes: bytes).lines
    } catch let failure as FileFailure {
      let position = SourcePosition(file: file, line: 1, column: 1)
      findings.append(
        Finding(
          at: position,
          problem: "the file cannot be read: \(failure.reason)",
          remedy: "Make it readable, or take it away"
        )
      )
    } catch let error as CourseError {
      findings += error.findings
    } catch {
      preconditionFailure("reading front matter throws \(error), and is not known to")
    }
    return nil
  }

  /// Where the line after the second `---` begins.
  private static func frontMatterEnd(_ bytes: [UInt8]) -> Int? {
    var start = 0
    var marks = 0
    while let newline = bytes[start...].firstIndex(of: 0x0A) {
      if bytes[start..<newline].starts(with: [0x2D, 0x2D, 0x2D]) || start == 0 { marks += 1 }
      if marks == 2 { return newline + 1 }
      start = newline + 1
    }
    return nil
  }

  private mutating func addTwin(
    _ what: String,
    _ id: String,
    file: String,
    lines: [Line],
    twin: String
  ) {
    let line = lines.first { $0.text.hasPrefix("id:") }
    findings.append(
      Finding(
        at: SourcePosition(file: file, line: line?.number ?? 1, column: 1),
        problem: Finding.twin(what, id) + twin,
        remedy: "Give one of the two another id"
      )
    )
  }

  private static func number(in file: String) -> Int? {
    guard let name = file.split(separator: "/").last else { return nil }
    return Int(name.prefix { $0.isASCII && $0.isNumber })
  }

  private static func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

extension Finding {
  /// The beginning of what is wrong with the second file of one id.
  fileprivate static func twin(_ what: String, _ id: String) -> String {
    "the \(what) `\(id)` exists already, in "
  }

  /// Whether this is about a second file of an id.
  func isTwin(of what: String, _ id: String) -> Bool { problem.hasPrefix(Self.twin(what, id)) }
}
