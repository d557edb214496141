/// Cuts the lines below the front matter into sections and their elements.
///
/// Goes on after every mistake: an unclosed fence, comment or hint ends where the next section
/// begins.
struct SectionScanner {
  private let lines: [Line]
  private var next: Int
  private(set) var sections: [Section] = []
  private var section = Section(heading: nil)
  private(set) var findings: FindingCollector

  init(lines: [Line], from start: Int, findings: FindingCollector) {
    self.lines = lines
    next = start
    self.findings = findings
  }

  /// Scans to the end of the file.
  mutating func scan() {
    while next < lines.count {
      let line = lines[next]
      let start = next
      if line.beginsSection, let heading = line.heading {
        closeSection()
        section = Section(heading: heading)
        next += 1
        continue
      }
      if let opening = line.fenceOpening {
        scanFence(line, mark: opening.mark, length: opening.length, info: opening.info)
      } else if line.content.hasPrefix("<!--") {
        scanComment(line)
      } else if line.content.hasPrefix("<details") {
        scanHint(line)
      } else if let option = optionStart(line) {
        scanOption(option)
      } else if section.itemType == "match", let row = TableRow(line) {
        section.elements.append(.row(row))
        next += 1
      } else if section.itemType == "order", let entry = ListEntry(line) {
        scanEntry(entry)
      } else {
        refuseStrayComment(line)
        section.elements.append(.text(line))
        next += 1
      }
      section.lines += lines[start..<next]
    }
    closeSection()
  }

  private mutating func closeSection() {
    let isEmpty = section.lines.allSatisfy(\.isBlank)
    if section.heading != nil || !isEmpty { sections.append(section) }
  }

  /// The index of the first line from `start` that begins a section, or the end of the file.
  private func sectionEnd(from start: Int) -> Int {
    lines[start...].firstIndex(where: \.beginsSection) ?? lines.count
  }

  // MARK: Fences

  private mutating func scanFence(_ line: Line, mark: Character, length: Int, info: Substring) {
    let words = info.split { $0 == " " || $0 == "\t" }
    let word = words.first.map(String.init) ?? ""
    let end = fenceEnd(line, mark: mark, length: length)
    let body = Array(lines[(next + 1)..<end.body])
    if let complaint = fenceComplaint(word) {
      let column = line.column(of: info.startIndex)
      findings.add(line.number, column, complaint.problem, complaint.remedy)
    }
    if Words.fences.words.contains(word) {
      let options = words.dropFirst().map { (String($0), line.column(of: $0.startIndex)) }
      let fence = Fence(word: word, options: options, body: body, line: line.number)
      section.elements.append(.fence(fence))
    } else {
      section.elements += lines[next..<end.next].map { Element.text($0) }
    }
    next = end.next
  }

  /// A fence of another language is raw; one that is a slip away from ours is a mistake.
  private func fenceComplaint(_ word: String) -> (problem: String, remedy: String)? {
    let known: Set<String> = ["", "text", "json", "swift", "sh", "bash", "yaml", "markdown"]
    guard !known.contains(word), !Words.fences.words.contains(word),
      let nearest = Words.fences.nearest(to: word)
    else { return nil }
    return ("unknown fence `\(word)`", "Did you mean `\(nearest)`? For raw text write `text`")
  }

  /// Where a fence's body ends and where the file goes on.
  private mutating func fenceEnd(
    _ line: Line,
    mark: Character,
    length: Int
  ) -> (body: Int, next: Int) {
    var index = next + 1
    while index < lines.count {
      let candidate = lines[index]
      if candidate.closes(mark: mark, length: length) { return (index, index + 1) }
      if let inner = candidate.fenceOpening, inner.mark == mark, inner.length == length,
        let word = inner.info.split(separator: " ").first,
        Words.fences.words.contains(String(word))
      {
        break
      }
      index += 1
    }
    let fence = String(repeating: mark, count: length)
    findings.add(
      line.number,
      line.contentColumn,
      "this fence is not closed",
      "Write a line \(fence) below its last line"
    )
    // A comment in a script looks like a heading of level 1, so only level 2 ends the fence.
    let heading = lines[(next + 1)...].firstIndex { $0.heading?.level == 2 } ?? lines.count
    let end = min(index, heading)
    return (end, end)
  }

  // MARK: Comments

  private mutating func scanComment(_ line: Line) {
    let column = line.contentColumn
    var text = ""
    var index = next
    let limit = sectionEnd(from: next)
    while index < limit {
      let part = index == next ? line.content.dropFirst(4) : lines[index].text[...]
      if index > next, part.trimmed.hasPrefix("<!--") { break }
      if let close = part.firstRange(of: "-->") {
        text += part[..<close.lowerBound]
        let rest = part[close.upperBound...].trimmed
        if !rest.isEmpty {
          findings.add(
            lines[index].number,
            lines[index].column(of: rest.startIndex),
            "there is text after the comment",
            "Give the comment a line of its own"
          )
        }
        next = index + 1
        addComment(text, line: line.number, column: column)
        return
      }
      text += part + "\n"
      index += 1
    }
    findings.add(line.number, column, "this comment is not closed", "Write `-->` after its text")
    next = max(index, next + 1)
  }

  private mutating func addComment(_ raw: String, line: Int, column: Int) {
    let text = raw.drop { $0 == " " || $0 == "\n" || $0 == "\t" }
    let word = String(text.prefix { $0.isLetter })
    let position = findings.position(line, column)
    switch word {
    case "code":
      if let reference = CodeReference(text.dropFirst(4).trimmed, at: position) {
        section.elements.append(.code(reference))
      } else {
        findings.add(
          position,
          "`\(text.trimmed)` names no code",
          "Write `<!-- code Sources/Shop/Stages/Monolith.swift#orders -->`"
        )
      }
    case "instructor":
      if let note = InstructorNote(text.dropFirst(10), at: position) {
        section.elements.append(.note(note))
      } else {
        findings.add(
          position,
          "this note for the instructor lacks its minutes or its text",
          "Write `<!-- instructor 3m: … -->`, in whole minutes"
        )
      }
    case "m", "if":
      findings.add(
        position,
        "`\(word)` stands apart from its option",
        "Put the comment on the option's own line, behind its text"
      )
    default:
      let complaint = Words.comments.complaint(about: word)
      findings.add(
        position,
        complaint?.problem ?? "unknown comment",
        complaint?.remedy ?? "Take the comment out"
      )
    }
  }

  /// A comment in the middle of a line would be shown to some readers and not to others.
  private mutating func refuseStrayComment(_ line: Line) {
    guard let found = line.text.firstRange(of: "<!--") else { return }
    let before = line.text[..<found.lowerBound]
    if before.count(where: { $0 == "`" }) % 2 == 1 { return }
    findings.add(
      line.number,
      line.column(of: found.lowerBound),
      "there is a comment inside a line of text",
      "Give the comment a line of its own"
    )
  }

  // MARK: Hints

  private mutating func scanHint(_ line: Line) {
    let limit = sectionEnd(from: next)
    let position = findings.position(line.number, line.contentColumn)
    let inside = lines[(next + 1)..<limit]
    guard let close = inside.firstIndex(where: { $0.content == "</details>" }) else {
      findings.add(position, "this hint is not closed", "Write a line `</details>` below its text")
      next = limit
      return
    }
    let body = inside[..<close].map(\.text)
    next = close + 1
    guard let hint = Hint(opening: line.content, body: body, at: position) else {
      findings.add(
        position,
        "this is not the head of a hint",
        "Write `<details><summary>Hint 1: where to look</summary>` on one line"
      )
      return
    }
    section.elements.append(.hint(hint))
  }

  // MARK: Options

  /// The option that begins on a line, with a report when its box is not written as it should be.
  private mutating func optionStart(_ line: Line) -> OptionElement? {
    guard let head = OptionHead(line) else { return nil }
    if let mistake = head.mistake {
      findings.add(
        line.number,
        line.contentColumn,
        mistake,
        "Write `1. [ ] text` to choose one and `- [ ] text` to choose many, `[x]` where it is right"
      )
    }
    return OptionElement(
      marker: head.marker,
      isRight: head.isRight,
      text: head.text,
      comments: head.comments,
      line: line.number,
      column: line.contentColumn
    )
  }

  private mutating func scanOption(_ start: OptionElement) {
    var option = start
    next += 1
    (option.text, option.explanation) = scanIndented(below: start.text) { OptionHead($0) != nil }
    section.elements.append(.option(option))
  }

  private mutating func scanEntry(_ start: ListEntry) {
    var entry = start
    next += 1
    (entry.text, entry.explanation) = scanIndented(below: start.text) { ListEntry($0) != nil }
    section.elements.append(.entry(entry))
  }

  /// Reads what is indented below a line: more of its text, and its explanation after `>`.
  private mutating func scanIndented(
    below start: String,
    until isNext: (Line) -> Bool
  ) -> (text: String, explanation: [String]) {
    var (text, explanation) = (start, [String]())
    while next < lines.count {
      let line = lines[next]
      if line.isBlank || line.beginsSection || isNext(line) { break }
      if line.content.first == ">" {
        if line.indent == 0 {
          findings.add(
            line.number,
            1,
            "this explanation is not indented",
            "Indent it below its option"
          )
        }
        explanation.append(String(line.content.dropFirst().trimmed))
      } else if line.indent > 0, explanation.isEmpty {
        text += "\n" + line.content
      } else {
        break
      }
      next += 1
    }
    return (text, explanation)
  }
}
