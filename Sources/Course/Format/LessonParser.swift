extension LessonHeader {
  /// Reads the front matter of a lesson.
  static func read(
    _ lines: [Line],
    into findings: inout FindingCollector
  ) -> (header: LessonHeader?, end: Int) {
    let matter = FrontMatter(lines: lines, keys: Words.lessonKeys, into: &findings)
    let id = matter.slug("id", into: &findings)
    let title = matter.text("title", into: &findings)
    let part = matter.number("part", in: 1...9, into: &findings)
    let minutes = matter.number("minutes", in: 1...240, into: &findings)
    let stage = matter.text("stage", optional: true, into: &findings)
    if let stage, let complaint = Words.stages.complaint(about: stage) {
      let position = matter.position(of: "stage", in: findings)
      findings.add(position, complaint.problem, complaint.remedy)
    }
    let named = Objectives.named(matter.list("objectives", into: &findings), into: &findings)
    let requires = matter.list("requires", optional: true, into: &findings)
    for (word, position) in requires where !isSlug(word) {
      findings.add(position, "`\(word)` is not the id of a lesson", "Write ids such as `one-box`")
    }
    guard let id else { return (nil, matter.end) }
    let header = LessonHeader(
      id: id,
      title: title ?? id,
      part: part ?? 1,
      stage: stage,
      objectives: named,
      requires: requires.map(\.word),
      minutes: minutes ?? 1
    )
    return (header, matter.end)
  }
}

extension Lesson {
  /// Reads a lesson file.
  ///
  /// Everything that is wrong is reported, not only the first mistake; a lesson with findings is
  /// given as far as it could be read, and is not meant to be taught.
  ///
  /// - Complexity: O(n) in the size of the file.
  public static func parse(_ bytes: [UInt8], file: String) -> Parsed<Lesson> {
    do {
      return parse(try SourceText(file: file, bytes: bytes))
    } catch {
      return Parsed(value: nil, findings: error.findings)
    }
  }

  static func parse(_ source: SourceText) -> Parsed<Lesson> {
    var findings = FindingCollector(file: source.file)
    let (header, end) = LessonHeader.read(source.lines, into: &findings)
    var scanner = SectionScanner(lines: source.lines, from: end, findings: findings)
    scanner.scan()
    var reader = StepReader(findings: scanner.findings)
    for section in scanner.sections { reader.read(section) }
    reader.checkOrder()
    if reader.steps.isEmpty {
      reader.findings.add(
        max(1, end),
        1,
        "the lesson has no steps",
        "Write a heading `# Title` and prose below it"
      )
    }
    let lesson = header.map { Lesson(header: $0, file: source.file, steps: reader.steps) }
    return Parsed(value: lesson, findings: reader.findings.sorted)
  }
}

/// Makes steps out of sections.
private struct StepReader {
  var findings: FindingCollector
  private(set) var steps: [LessonStep] = []
  private var files = ScriptFiles()

  init(findings: FindingCollector) { self.findings = findings }

  mutating func read(_ section: Section) {
    guard let heading = section.heading, heading.level == 2,
      let block = block(of: heading)
    else {
      addProse(section)
      return
    }
    let content = SectionContent(section, files: &files, into: &findings)
    let kind = kind(block.kind, content, at: heading.line)
    add(
      section,
      id: "\(block.kind.lowercased()):\(block.name)",
      name: block.name,
      kind: kind,
      content
    )
  }

  /// The block that a heading opens; nil for a heading of prose.
  private mutating func block(of heading: Section.Heading) -> (kind: String, name: String)? {
    let parts = heading.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let kind = String(parts.first?.trimmed ?? "")
    if parts.count == 1 {
      // Experiments are many to a lesson's end, and nothing refers to them by name.
      if kind == "Try" { return ("Try", "it") }
      if Words.blocks.words.contains(kind) {
        findings.add(
          heading.line,
          heading.column,
          "the block `\(kind)` has no name",
          "Write `## \(kind): name`, in small letters, digits and hyphens"
        )
      }
      return nil
    }
    if kind.contains(where: { $0 == " " }) { return nil }
    if let complaint = Words.blocks.complaint(about: kind) {
      findings.add(
        heading.line,
        heading.column,
        complaint.problem,
        complaint.remedy + "; a heading of prose has no colon after its first word"
      )
      return nil
    }
    let name = parts[1].trimmed
    guard isSlug(String(name)) else {
      let column =
        name.isEmpty
        ? 0
        : heading.text.distance(
          from: heading.text.startIndex,
          to: name.startIndex
        )
      findings.add(
        heading.line,
        heading.column + column,
        "`\(name)` is not a name for a block",
        "Use small letters, digits and hyphens, such as `## \(kind): night-bill`"
      )
      return (kind, "unnamed-\(heading.line)")
    }
    return (kind, String(name))
  }

  private mutating func kind(
    _ word: String,
    _ content: SectionContent,
    at line: Int
  ) -> LessonStep.Kind {
    let reader = ChoiceReader(
      rule: .one,
      asker: "the block `\(word)`",
      takesConditions: word == "Predict"
    )
    if word == "Lab" { return lab(content, at: line) }
    content.refuseLabFences(into: &findings)
    switch word {
    case "Predict":
      refuse(content, line: line, options: false, word: word)
      return .predict(reader.read(content.options, at: line, into: &findings))
    case "Run":
      refuse(content, line: line, options: true, word: word)
      if content.scripts.count != 1 {
        findings.add(
          line,
          1,
          "the block `Run` holds \(content.scripts.count) run fences",
          "Give it exactly one; a second run is a block `## Run: name` of its own"
        )
      }
      return content.scripts.first.map { .run($0) } ?? .prose
    case "Explain":
      refuse(content, line: line, options: false, word: word)
      let isAsked = !content.options.isEmpty
      return .explain(isAsked ? reader.read(content.options, at: line, into: &findings) : nil)
    default:
      refuse(content, line: line, options: true, word: word)
      return .experiment
    }
  }

  private mutating func lab(_ content: SectionContent, at line: Int) -> LessonStep.Kind {
    refuse(content, line: line, options: true, word: "Lab")
    let reader = LabReader(asker: "the block `Lab`", line: line)
    return reader.read(content, into: &findings).map { .lab($0) } ?? .prose
  }

  private mutating func refuse(
    _ content: SectionContent,
    line: Int,
    options: Bool,
    word: String
  ) {
    for fence in content.answers {
      findings.add(
        fence.line,
        1,
        "an `answer` fence belongs in a quiz",
        "Give options in `Predict` instead"
      )
    }
    if options, let option = content.options.first {
      findings.add(
        option.line,
        option.column,
        "options do not belong in \(word)",
        "Put them in `## Predict: name`, or write a list without boxes"
      )
    }
  }

  private mutating func addProse(_ section: Section) {
    let content = SectionContent(section, files: &files, into: &findings)
    refuse(content, line: section.line, options: true, word: "prose")
    content.refuseLabFences(into: &findings)
    var words = (section.heading?.text ?? "").lowercased().split {
      !$0.isASCII || !($0.isLetter || $0.isNumber)
    }
    if words.isEmpty { words = ["text"] }
    let base = String(words.joined(separator: "-").prefix(50))
    let isTaken = steps.contains { $0.id == "prose:\(base)" }
    let name = isTaken ? "\(base)-\(steps.count + 1)" : base
    add(section, id: "prose:\(name)", name: name, kind: .prose, content)
  }

  private mutating func add(
    _ section: Section,
    id: String,
    name: String,
    kind: LessonStep.Kind,
    _ content: SectionContent
  ) {
    if let twin = steps.first(where: { $0.id == id }) {
      findings.add(
        section.line,
        1,
        "`\(id)` exists already, on line \(twin.position.line)",
        "Give one of the two another name"
      )
      return
    }
    steps.append(
      LessonStep(
        id: id,
        name: name,
        heading: section.heading?.text ?? "",
        kind: kind,
        passage: content.passage,
        revision: Revision(kind: id, of: section),
        position: findings.position(section.line)
      )
    )
  }

  /// A prediction comes before the run that decides it, and has one.
  mutating func checkOrder() {
    for (index, step) in steps.enumerated() {
      guard case .predict = step.kind else { continue }
      guard let run = steps.firstIndex(where: { $0.id == "run:\(step.name)" }) else {
        findings.add(
          step.position,
          "nothing is run for the prediction `\(step.name)`",
          "Write a block `## Run: \(step.name)` below it"
        )
        continue
      }
      if run < index {
        findings.add(
          step.position,
          "the prediction `\(step.name)` comes after its run",
          "Move it above `## Run: \(step.name)`"
        )
      }
    }
  }
}
