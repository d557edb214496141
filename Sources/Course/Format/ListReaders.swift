/// Makes the question of type `match` out of the rows of a table.
struct MatchReader {
  let line: Int
  let revision: Revision

  private static let form = "Write a table `|Need|Service|Why|`, a line `|-|-|-|`, then the rows"

  func read(_ rows: [TableRow], into findings: inout FindingCollector) -> Matching? {
    guard rows.count > 2, rows[0].cells.count == 3, rows[1].isRule else {
      findings.add(
        rows.first?.line ?? line,
        1,
        "a question of type `match` has no table of three columns",
        Self.form
      )
      return nil
    }
    var stems: [Matching.Stem] = []
    var choices: [Matching.Partner] = []
    for row in rows.dropFirst(2) {
      guard row.cells.count == 3, !row.cells[1].text.isEmpty else {
        findings.add(row.line, 1, "this row has no three filled cells", Self.form)
        continue
      }
      read(row, &stems, &choices, into: &findings)
    }
    if stems.count < 2 || choices.count < 2 {
      findings.add(
        line,
        1,
        "a question of type `match` has fewer than two pairs",
        "Write at least two rows with different choices"
      )
    }
    if choices.count > 26 {
      findings.add(line, 1, "there are more than 26 choices", "Letters end at z; keep fewer")
      return nil
    }
    return Matching(
      heading: rows[0].cells[0].text,
      choiceHeading: rows[0].cells[1].text,
      stems: stems,
      choices: choices,
      lettering: Lettering(count: choices.count, revision: revision)
    )
  }

  private func read(
    _ row: TableRow,
    _ stems: inout [Matching.Stem],
    _ choices: inout [Matching.Partner],
    into findings: inout FindingCollector
  ) {
    let (stem, choice) = (row.cells[0].text, row.cells[1].text)
    let (explanation, misconception) = Remark.read(
      row.cells[2].text,
      at: findings.position(row.line, row.cells[2].column),
      isWrong: stem.isEmpty,
      into: &findings
    )
    if explanation.isEmpty {
      findings.add(
        row.line,
        row.cells[2].column,
        "this row is not explained",
        "Write in its third cell why the two belong together, or why the choice belongs nowhere"
      )
    }
    let known = choices.firstIndex { $0.text == choice }
    if stem.isEmpty {
      if known != nil {
        findings.add(
          row.line,
          row.cells[1].column,
          "`\(choice)` belongs to another row and cannot belong nowhere",
          "Take one of the two out"
        )
      } else {
        choices.append(
          .init(text: choice, explanation: explanation, misconception: misconception)
        )
      }
      return
    }
    if stems.contains(where: { $0.text == stem }) {
      findings.add(row.line, row.cells[0].column, "`\(stem)` is asked twice", "Keep one row")
    }
    if known == nil {
      choices.append(.init(text: choice, explanation: nil, misconception: nil))
    }
    stems.append(
      .init(text: stem, right: known ?? choices.count - 1, explanation: explanation)
    )
  }
}

/// Makes the question of type `order` out of the entries of a list.
struct OrderReader {
  let line: Int
  let revision: Revision

  func read(_ elements: [ListEntry], into findings: inout FindingCollector) -> Arrangement? {
    let right = elements.filter(\.belongs)
    if right.count < 2 {
      findings.add(
        line,
        1,
        "a question of type `order` has fewer than two entries",
        "Write them in the right order as `1. text`, and others as `- ~~text~~`"
      )
    }
    if elements.count > 26 {
      findings.add(line, 1, "there are more than 26 entries", "Letters end at z; keep fewer")
      return nil
    }
    var entries: [Arrangement.Entry] = []
    for element in right + elements.filter({ !$0.belongs }) {
      let position = findings.position(element.line, element.column)
      if element.text.isEmpty {
        findings.add(position, "this entry says nothing", "Write its text, or take it out")
      }
      if entries.contains(where: { $0.text == element.text }) {
        findings.add(position, "`\(element.text)` stands here twice", "Keep one of the two")
      }
      let explanation = withoutBlankEnds(element.explanation).joined(separator: "\n")
      if explanation.isEmpty, !element.belongs {
        findings.add(
          position,
          "this entry is not explained",
          "Write `> why it belongs nowhere` below it, indented"
        )
      }
      var misconception: String?
      for comment in element.comments {
        let place = findings.position(element.line, comment.column)
        misconception = Remark.misconception(
          comment.text,
          at: place,
          isWrong: !element.belongs,
          into: &findings
        )
      }
      entries.append(
        .init(text: element.text, explanation: explanation, misconception: misconception)
      )
    }
    return Arrangement(
      entries: entries,
      count: right.count,
      lettering: Lettering(count: entries.count, revision: revision)
    )
  }
}

/// The comment `<!-- m=slug -->` that names the belief behind a wrong answer.
enum Remark {
  /// Parts a text from the comment behind it.
  static func read(
    _ text: String,
    at position: SourcePosition,
    isWrong: Bool,
    into findings: inout FindingCollector
  ) -> (text: String, misconception: String?) {
    guard let open = text.firstRange(of: "<!--") else { return (text, nil) }
    let before = String(text[..<open.lowerBound].trimmed)
    let rest = text[open.upperBound...]
    let close = rest.firstRange(of: "-->")?.lowerBound ?? rest.endIndex
    let column = text.distance(from: text.startIndex, to: open.lowerBound)
    let place = SourcePosition(
      file: position.file,
      line: position.line,
      column: position.column + column
    )
    let comment = String(rest[..<close].trimmed)
    return (before, misconception(comment, at: place, isWrong: isWrong, into: &findings))
  }

  /// The belief that a comment names.
  static func misconception(
    _ comment: String,
    at position: SourcePosition,
    isWrong: Bool,
    into findings: inout FindingCollector
  ) -> String? {
    let slug = comment.hasPrefix("m=") ? String(comment.dropFirst(2).trimmed) : ""
    if isSlug(slug), isWrong { return slug }
    findings.add(
      position,
      isSlug(slug)
        ? "what is right has no misconception behind it" : "`\(comment)` names no misconception",
      isSlug(slug)
        ? "Take `m=\(slug)` out" : "Write `<!-- m=short-name -->` behind what is wrong"
    )
    return nil
  }
}
