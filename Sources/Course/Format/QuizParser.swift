extension QuizHeader {
  /// Reads the front matter of a quiz.
  static func read(
    _ lines: [Line],
    into findings: inout FindingCollector
  ) -> (header: QuizHeader?, end: Int) {
    let matter = FrontMatter(lines: lines, keys: Words.quizKeys, into: &findings)
    let id = matter.slug("id", into: &findings)
    let title = matter.text("title", into: &findings)
    let lesson = matter.slug("lesson", optional: true, into: &findings)
    let pass = matter.number("pass", in: 1...100, optional: true, into: &findings)
    let penalty = matter.number("penalty", in: 0...100, optional: true, into: &findings)
    guard let id else { return (nil, matter.end) }
    let header = QuizHeader(
      id: id,
      title: title ?? id,
      lesson: lesson,
      pass: pass ?? usualPass,
      penalty: penalty.map { Double($0) / 100 } ?? usualPenalty
    )
    return (header, matter.end)
  }
}

extension Quiz {
  /// Reads a quiz file.
  ///
  /// Everything that is wrong is reported, not only the first mistake; a quiz with findings is
  /// given as far as it could be read, and is not meant to be graded.
  ///
  /// - Complexity: O(n) in the size of the file.
  public static func parse(_ bytes: [UInt8], file: String) -> Parsed<Quiz> {
    do {
      return parse(try SourceText(file: file, bytes: bytes))
    } catch {
      return Parsed(value: nil, findings: error.findings)
    }
  }

  static func parse(_ source: SourceText) -> Parsed<Quiz> {
    var findings = FindingCollector(file: source.file)
    let (header, end) = QuizHeader.read(source.lines, into: &findings)
    var scanner = SectionScanner(lines: source.lines, from: end, findings: findings)
    scanner.scan()
    var reader = ItemReader(findings: scanner.findings)
    for section in scanner.sections { reader.read(section) }
    if reader.items.isEmpty {
      reader.findings.add(
        max(1, end),
        1,
        "the quiz has no items",
        "Write a heading `## q1 | single | OBJ-001 | d1` and a question below it"
      )
    }
    let quiz = header.map {
      Quiz(header: $0, file: source.file, intro: reader.intro, items: reader.items)
    }
    return Parsed(value: quiz, findings: reader.findings.sorted)
  }
}

/// Makes items out of sections.
private struct ItemReader {
  var findings: FindingCollector
  private(set) var intro = Passage()
  private(set) var items: [QuizItem] = []
  private var files = ScriptFiles()

  private static let form = "Write `## q1 | single | OBJ-001 | d2`"

  init(findings: FindingCollector) { self.findings = findings }

  mutating func read(_ section: Section) {
    guard let heading = section.heading, heading.level == 2 else {
      let content = SectionContent(section, files: &files, into: &findings)
      intro.parts += content.passage.parts
      intro.notes += content.passage.notes
      if let option = content.options.first {
        findings.add(
          option.line,
          option.column,
          "this option stands above the first item",
          Self.form
        )
      }
      return
    }
    let content = SectionContent(section, files: &files, into: &findings)
    guard let head = head(heading) else { return }
    let revision = Revision(kind: "\(head.id) \(head.type)", of: section)
    let reader = AnswerReader(type: head.type, line: heading.line, revision: revision)
    let question = reader.read(content, into: &findings)
    if let twin = items.first(where: { $0.id == head.id }) {
      findings.add(
        heading.line,
        heading.column,
        "the item `\(head.id)` exists already, on line \(twin.position.line)",
        "Give one of the two another id"
      )
      return
    }
    if content.passage.parts.isEmpty {
      findings.add(
        heading.line,
        heading.column,
        "the item `\(head.id)` asks nothing",
        "Write the question below its heading"
      )
    }
    guard let question else { return }
    items.append(
      QuizItem(
        id: head.id,
        objectives: head.objectives,
        difficulty: head.difficulty,
        passage: content.passage,
        question: question,
        revision: revision,
        position: findings.position(heading.line, heading.column)
      )
    )
  }

  private struct Head {
    let id: String
    let type: String
    let objectives: [String]
    let difficulty: Int
  }

  /// Reads `id | type | objectives | difficulty`; nil when there is no telling what the item is.
  private mutating func head(_ heading: Section.Heading) -> Head? {
    let cells = heading.text.split(separator: "|", omittingEmptySubsequences: false)
    guard cells.count == 4 else {
      findings.add(
        heading.line,
        heading.column,
        "this heading of an item has \(cells.count) parts and should have four",
        Self.form
      )
      return nil
    }
    let columns = cells.map { cell in
      let start = cell.trimmed.isEmpty ? cell.startIndex : cell.trimmed.startIndex
      return heading.column + heading.text.distance(from: heading.text.startIndex, to: start)
    }
    let words = cells.map { String($0.trimmed) }
    if !isSlug(words[0]) || SubmissionHeader.words.contains(words[0]) {
      findings.add(
        heading.line,
        columns[0],
        "`\(words[0])` is not an id for an item",
        "Use small letters, digits and hyphens, such as `q1`; "
          + SubmissionHeader.words.map { "`\($0)`" }.joined(separator: ", ") + " are taken"
      )
      return nil
    }
    var named: [(word: String, position: SourcePosition)] = []
    for part in cells[2].split(separator: ",", omittingEmptySubsequences: false) {
      let start = part.trimmed.isEmpty ? part.startIndex : part.trimmed.startIndex
      let column = heading.text.distance(from: heading.text.startIndex, to: start)
      let position = findings.position(heading.line, heading.column + column)
      named.append((String(part.trimmed), position))
    }
    let difficulty = words[3].first == "d" ? Int(words[3].dropFirst()) : nil
    if difficulty.map({ (1...5).contains($0) }) != true {
      findings.add(
        heading.line,
        columns[3],
        "`\(words[3])` is not a difficulty",
        "Write `d1` (easy) to `d5`"
      )
    }
    let known = Objectives.named(named, into: &findings)
    if let complaint = Words.itemTypes.complaint(about: words[1]) {
      findings.add(heading.line, columns[1], complaint.problem, complaint.remedy)
      return nil
    }
    return Head(id: words[0], type: words[1], objectives: known, difficulty: difficulty ?? 1)
  }
}
