/// A section's elements sorted into what is read, what is chosen, what is run and what is the key.
struct SectionContent {
  private(set) var passage = Passage()
  private(set) var options: [OptionElement] = []
  private(set) var scripts: [RunScript] = []
  private(set) var answers: [Fence] = []
  /// The fences of a lab: `lab`, `check`, `solution`, `mutant`.
  private(set) var labFences: [Fence] = []
  private(set) var rows: [TableRow] = []
  private(set) var entries: [ListEntry] = []
  private var text: [Line] = []

  /// Sorts a section's elements.
  ///
  /// - Parameters:
  ///   - section: the section.
  ///   - files: the files that the sections above have shown; those of this one are added.
  ///   - findings: what is wrong.
  init(
    _ section: Section,
    files: inout ScriptFiles,
    into findings: inout FindingCollector
  ) {
    for element in section.elements {
      if case .text(let line) = element {
        text.append(line)
        continue
      }
      flushText()
      switch element {
      case .text: break
      case .option(let option): options.append(option)
      case .row(let row): rows.append(row)
      case .entry(let entry): entries.append(entry)
      case .note(let note): passage.notes.append(note)
      case .code(let reference): passage.parts.append(.code(reference))
      case .hint(let hint): add(hint, into: &findings)
      case .fence(let fence): add(fence, &files, into: &findings)
      }
    }
    flushText()
    placeScripts()
  }

  private mutating func flushText() {
    defer { text = [] }
    guard let first = text.firstIndex(where: { !$0.isBlank }) else { return }
    let lines = withoutBlankEnds(text.map(\.text))
    let markdown = lines.joined(separator: "\n")
    passage.parts.append(.markdown(markdown, line: text[first].number))
  }

  private mutating func add(_ hint: Hint, into findings: inout FindingCollector) {
    if hint.level != passage.hints.count + 1 {
      findings.add(
        hint.position,
        "hint \(hint.level) stands where hint \(passage.hints.count + 1) is due",
        "Number the hints of a section from 1, in order"
      )
    }
    if hint.text.isEmpty || hint.title.isEmpty {
      findings.add(
        hint.position,
        "hint \(hint.level) is empty",
        "Give it a title and a text, or take it out"
      )
    }
    passage.hints.append(hint)
  }

  private mutating func add(
    _ fence: Fence,
    _ files: inout ScriptFiles,
    into findings: inout FindingCollector
  ) {
    switch fence.word {
    case "run":
      scripts.append(Self.script(fence, files.texts, into: &findings))
      passage.parts.append(.script(scripts[scripts.count - 1]))
    case "expect":
      refuseOptions(of: fence, into: &findings)
      guard let last = scripts.indices.last else {
        findings.add(
          fence.line,
          1,
          "this `expect` fence has no `run` fence above it",
          "Put it below the run whose outcome it asserts"
        )
        return
      }
      let lines = fence.body.filter { !$0.isBlank && $0.content.first != "#" }
      if lines.isEmpty {
        findings.add(
          fence.line,
          1,
          "this `expect` fence is empty",
          "Write one expectation a line, or take it out"
        )
      }
      scripts[last].expectations += lines.map {
        Condition(
          text: String($0.content),
          position: findings.position($0.number, $0.contentColumn)
        )
      }
    case "file":
      guard let file = files.add(fence, into: &findings) else { return }
      passage.parts.append(.file(file))
    case "answer":
      refuseOptions(of: fence, into: &findings)
      answers.append(fence)
    default:
      if fence.word == "check" || fence.word == "solution" {
        refuseOptions(of: fence, into: &findings)
      }
      labFences.append(fence)
    }
  }

  /// Reports the fences of a lab where there is none.
  func refuseLabFences(into findings: inout FindingCollector) {
    for fence in labFences {
      findings.add(
        fence.line,
        1,
        "a fence `\(fence.word)` belongs in a lab",
        "Put it in a block `## Lab: name` or a question of type `lab`"
      )
    }
  }

  private func refuseOptions(of fence: Fence, into findings: inout FindingCollector) {
    guard let first = fence.options.first else { return }
    findings.add(
      fence.line,
      first.column,
      "a fence `\(fence.word)` takes no options",
      "Take `\(first.text)` out"
    )
  }

  private static func script(
    _ fence: Fence,
    _ files: [String: String],
    into findings: inout FindingCollector
  ) -> RunScript {
    var seed: UInt64?
    for (text, column) in fence.options {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if let complaint = Words.runOptions.complaint(about: String(parts[0])) {
        findings.add(fence.line, column, complaint.problem, complaint.remedy)
      } else if parts.count == 2, let number = UInt64(parts[1]) {
        if seed != nil {
          findings.add(fence.line, column, "the seed is given twice", "Keep one of the two")
        }
        seed = number
      } else {
        findings.add(
          fence.line,
          column,
          "`\(text)` is not a seed",
          "Write a whole number, such as `seed=7`"
        )
        seed = 0
      }
    }
    if seed == nil {
      findings.add(
        fence.line,
        1,
        "this run has no seed",
        "Write ```run seed=7, so that it can be repeated"
      )
    }
    let commands = fence.body.filter { !$0.isBlank && $0.content.first != "#" }
    if commands.isEmpty {
      findings.add(fence.line, 1, "this run has no commands", "Write one command a line")
    }
    return RunScript(
      text: fence.body.map(\.text).joined(separator: "\n"),
      seed: seed ?? 0,
      files: files,
      position: findings.position(fence.body.first?.number ?? fence.line, 1)
    )
  }

  /// Expectations came after their script was placed among the parts.
  private mutating func placeScripts() {
    var next = 0
    for index in passage.parts.indices {
      guard case .script = passage.parts[index] else { continue }
      passage.parts[index] = .script(scripts[next])
      next += 1
    }
  }
}
