/// Makes the question of an item: its options, or the key in its `answer` fence.
struct AnswerReader {
  let type: String
  let line: Int

  /// Reads the question; nil when its key cannot be understood.
  func read(_ content: SectionContent, into findings: inout FindingCollector) -> Question? {
    let asker = "a question of type `\(type)`"
    checkParts(content, asker, into: &findings)
    let rule: ChoiceReader.Rule = type == "multi" ? .several : .one
    let reader = ChoiceReader(rule: rule, asker: asker, takesConditions: false)
    switch type {
    case "single":
      return .single(reader.read(content.options, at: line, into: &findings))
    case "multi":
      return .multi(reader.read(content.options, at: line, into: &findings))
    case "truefalse":
      let choice = reader.read(content.options, at: line, into: &findings)
      if Set(choice.options.map { $0.text.lowercased() }) != ["true", "false"] {
        findings.add(
          line,
          1,
          "\(asker) has other options than True and False",
          "Write `1. [ ] True` and `1. [x] False`"
        )
      }
      return .trueFalse(choice)
    case "numeric":
      return content.answers.first.flatMap { numeric($0, into: &findings) }
    default:
      guard let fence = content.answers.first, let script = content.scripts.first else {
        return nil
      }
      return predict(fence, script, into: &findings)
    }
  }

  /// Each type has its own parts: options, one `answer` fence, one `run` fence.
  private func checkParts(
    _ content: SectionContent,
    _ asker: String,
    into findings: inout FindingCollector
  ) {
    let hasFence = type == "numeric" || type == "predict"
    if hasFence && content.answers.isEmpty {
      let example = type == "numeric" ? "`= 2 +- 0`" : "`key = metric orders.completed +- 0`"
      findings.add(
        line,
        1,
        "\(asker) has no `answer` fence",
        "Write ```answer with a line \(example)"
      )
    }
    for extra in content.answers.dropFirst(hasFence ? 1 : 0) {
      findings.add(
        extra.line,
        1,
        "\(asker) has an `answer` fence too many",
        "Take this one out"
      )
    }
    if hasFence, let option = content.options.first {
      findings.add(
        option.line,
        option.column,
        "\(asker) has no options",
        "Take them out, or change the type"
      )
    }
    let wanted = type == "predict" ? 1 : 0
    if content.scripts.count != wanted {
      findings.add(
        line,
        1,
        "\(asker) has \(content.scripts.count) run fences and takes \(wanted)",
        wanted == 1 ? "Write one ```run seed=7" : "Make it a question of type `predict`"
      )
    }
  }

  // MARK: Numbers

  private func numeric(_ fence: Fence, into findings: inout FindingCollector) -> Question? {
    var bands: [NumericKey.Band] = []
    var mistakes: [NumericKey.Mistake] = []
    var explanation: [String] = []
    for entry in KeyEntry.entries(of: fence, into: &findings) {
      guard let band = entry.band(into: &findings) else { continue }
      if entry.mark == "!" {
        if entry.explanation.isEmpty {
          findings.add(
            entry.line,
            entry.column,
            "this wrong number is not explained",
            "Write `> what went wrong` below it, indented"
          )
        }
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
    return .numeric(
      NumericKey(
        bands: bands,
        mistakes: mistakes,
        explanation: explanation.joined(separator: "\n")
      )
    )
  }

  // MARK: Computed keys

  private func predict(
    _ fence: Fence,
    _ script: RunScript,
    into findings: inout FindingCollector
  ) -> Question? {
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
    return .predict(
      PredictKey(
        script: script,
        rule: rule,
        explanation: explanation.map { String($0.dropFirst().trimmed) }.joined(separator: "\n")
      )
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
