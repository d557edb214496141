/// One entry of an `answer` fence: `= 2 +- 0`, `~ 2 +- 1 @ 50`, `! 2000`; or `= a word`, `! another`.
struct KeyEntry {
  let mark: Character
  let text: Substring
  let misconception: String?
  private(set) var explanation: String
  let line: Int
  let column: Int

  /// The entries of a fence, each with the explanation below it.
  ///
  /// `marks` are the characters that an entry may begin with.
  static func entries(
    of fence: Fence,
    marks: String,
    into findings: inout FindingCollector
  ) -> [KeyEntry] {
    var entries: [KeyEntry] = []
    for line in fence.body where !line.isBlank {
      guard let mark = line.content.first else { continue }
      if mark == ">", let last = entries.indices.last {
        let more = String(line.content.dropFirst().trimmed)
        let before = entries[last].explanation
        entries[last].explanation = before.isEmpty ? more : before + "\n" + more
      } else if marks.contains(mark) {
        entries.append(KeyEntry(mark: mark, line: line, into: &findings))
      } else {
        findings.add(
          line.number,
          line.contentColumn,
          "this line of the key begins with none of "
            + marks.map { "`\($0)`" }.joined(separator: ", "),
          marks.contains("~")
            ? "Write `= 2 +- 0`, `~ 2 +- 1 @ 50` or `! 2000`"
            : "Write `= the answer` or `! a wrong one`"
        )
      }
    }
    return entries
  }

  private init(mark: Character, line: Line, into findings: inout FindingCollector) {
    self.mark = mark
    self.line = line.number
    column = line.contentColumn
    explanation = ""
    let rest = line.content.dropFirst()
    guard let open = rest.firstRange(of: "<!--") else {
      text = rest.trimmed
      misconception = nil
      return
    }
    text = rest[..<open.lowerBound].trimmed
    let comment = rest[open.upperBound...].trimmed
    let slug = comment.dropFirst(2).prefix { $0 != " " && $0 != ">" }
    let isWhole = comment.hasPrefix("m=") && comment.hasSuffix("-->") && isSlug(String(slug))
    misconception = isWhole ? String(slug) : nil
    if !isWhole || mark != "!" {
      findings.add(
        line.number,
        line.column(of: open.lowerBound),
        "this comment cannot stand here",
        "Write `<!-- m=short-name -->` behind a wrong answer, begun with `!`"
      )
    }
  }

  /// A wrong answer that is listed says what went wrong.
  func requireExplanation(_ what: String, into findings: inout FindingCollector) {
    guard explanation.isEmpty else { return }
    findings.add(
      line,
      column,
      "this wrong \(what) is not explained",
      "Write `> what went wrong` below it, indented"
    )
  }

  /// The numbers that the entry stands for.
  func band(into findings: inout FindingCollector) -> NumericKey.Band? {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let number = halves[0].firstRange(of: "+-")
    let literal = halves[0][..<(number?.lowerBound ?? halves[0].endIndex)].trimmed
    let tolerance = number.map { NumberText.value(of: halves[0][$0.upperBound...].trimmed) } ?? 0
    var credit: Double? = mark == "=" ? 1 : 0
    if mark == "~" {
      credit = halves.count == 2 ? NumberText.value(of: halves[1].trimmed).map { $0 / 100 } : nil
    }
    guard let value = NumberText.value(of: literal), let tolerance, tolerance >= 0,
      let credit, (0...1).contains(credit), mark == "~" ? credit < 1 : halves.count == 1
    else {
      findings.add(
        line,
        column,
        "`\(mark) \(text)` is not an entry of a key",
        "Write `= 2 +- 0` (right), `~ 2 +- 1 @ 50` (half right) or `! 2000` (wrong)"
      )
      return nil
    }
    return NumericKey.Band(
      value: value,
      tolerance: tolerance,
      credit: credit,
      literal: String(literal)
    )
  }
}

/// How numbers are written in keys and answers: `2`, `-0.5`, `1e3`, whatever the locale.
enum NumberText {
  /// The finite number that a text stands for.
  static func value(of text: some StringProtocol) -> Double? {
    guard text.utf8.count <= 40,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }
}

extension NumericKey.Band {
  /// Whether a number lies in the band, its ends included.
  ///
  /// Binary numbers miss decimal ones by a hair (`1.1 − 1.0 > 0.1`), so the ends give by one part
  /// in a thousand million.
  func contains(_ number: Double) -> Bool {
    let slack = max(value.magnitude, tolerance) * 1e-9
    return (number - value).magnitude <= tolerance + slack
  }
}
