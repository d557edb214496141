/// Makes a key out of an `answer` fence.
struct KeyReader {
  let fence: Fence

  // MARK: Numbers

  func numeric(into findings: inout FindingCollector) -> NumericKey? {
    var bands: [NumericKey.Band] = []
    var mistakes: [NumericKey.Mistake] = []
    var explanation: [String] = []
    for entry in KeyEntry.entries(of: fence, marks: "=~!", into: &findings) {
      guard let band = entry.band(into: &findings) else { continue }
      if entry.mark == "!" {
        entry.requireExplanation("number", into: &findings)
        mistakes.append(
          NumericKey.Mistake(
            band: band,
            explanation: entry.explanation,
            misconception: entry.misconception
          )
        )
      } else {
        bands.append(band)
        if !entry.explanation.isEmpty { explanation.append(entry.explanation) }
      }
    }
    guard bands.first?.credit == 1 else {
      findings.add(
        fence.line,
        1,
        "the key does not begin with a right number",
        "Write `= 2 +- 0` first"
      )
      return nil
    }
    for mistake in mistakes where bands.contains(where: { $0.contains(mistake.band.value) }) {
      findings.add(
        fence.line,
        1,
        "`! \(mistake.band.literal)` is wrong and right at once",
        "Take it out, or make the tolerance smaller"
      )
    }
    return NumericKey(
      bands: bands,
      mistakes: mistakes,
      explanation: explanation.joined(separator: "\n")
    )
  }

  // MARK: Words

  func text(into findings: inout FindingCollector) -> TextKey? {
    var accepted: [TextPattern] = []
    var mistakes: [TextKey.Mistake] = []
    var explanation: [String] = []
    for entry in KeyEntry.entries(of: fence, marks: "=!", into: &findings) {
      let pattern = TextPattern(String(entry.text))
      if pattern.example.isEmpty {
        findings.add(
          entry.line,
          entry.column,
          "`\(entry.mark) \(entry.text)` has no words",
          "Write the words behind the mark"
        )
      } else if entry.mark == "!" {
        entry.requireExplanation("answer", into: &findings)
        mistakes.append(
          TextKey.Mistake(
            pattern: pattern,
            explanation: entry.explanation,
            misconception: entry.misconception
          )
        )
      } else {
        accepted.append(pattern)
        if !entry.explanation.isEmpty { explanation.append(entry.explanation) }
      }
    }
    guard let first = accepted.first else {
      findings.add(fence.line, 1, "the key has no right answer", "Write `= idempotency key` first")
      return nil
    }
    if first.hasStar {
      findings.add(
        fence.line,
        1,
        "the first answer is the one that is shown, and `\(first.literal)` has a star",
        "Begin with an answer in full"
      )
    }
    for mistake in mistakes where accepted.contains(where: { $0.matches(mistake.pattern.example) })
    {
      findings.add(
        fence.line,
        1,
        "`! \(mistake.pattern.literal)` is wrong and right at once",
        "Take it out, or make the right answers narrower"
      )
    }
    return TextKey(
      accepted: accepted,
      mistakes: mistakes,
      explanation: explanation.joined(separator: "\n")
    )
  }

  // MARK: Computed keys

  func predict(_ script: RunScript, into findings: inout FindingCollector) -> PredictKey? {
    let lines = fence.body.filter { !$0.isBlank }
    let explanation = lines.dropFirst().map(\.content)
    for line in lines.dropFirst() where line.content.first != ">" {
      findings.add(
        line.number,
        line.contentColumn,
        "a computed key has one line",
        "Take this line out"
      )
    }
    guard let first = lines.first, let rule = Self.rule(first, into: &findings) else {
      findings.add(
        lines.first?.number ?? fence.line,
        lines.first?.contentColumn ?? 1,
        "this is not a computed key",
        "Write `key = stdout` or `key = metric orders.completed +- 0`"
      )
      return nil
    }
    return PredictKey(
      script: script,
      rule: rule,
      explanation: explanation.map { String($0.dropFirst().trimmed) }.joined(separator: "\n")
    )
  }

  /// Reads `key = stdout` or `key = metric NAME +- TOLERANCE`.
  private static func rule(
    _ line: Line,
    into findings: inout FindingCollector
  ) -> PredictKey.Rule? {
    let sides = line.content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, sides[0].trimmed == "key" else { return nil }
    let value = sides[1].trimmed
    if value == "stdout" { return .output }
    guard value.hasPrefix("metric ") else { return nil }
    let metric = value.dropFirst(7).trimmed
    guard let mark = metric.firstRange(of: "+-"),
      let tolerance = NumberText.value(of: metric[mark.upperBound...].trimmed), tolerance >= 0
    else { return nil }
    let name = metric[..<mark.lowerBound].trimmed
    guard !name.isEmpty else { return nil }
    let position = findings.position(line.number, line.column(of: name.startIndex))
    return .metric(name: Condition(text: String(name), position: position), tolerance: tolerance)
  }
}
