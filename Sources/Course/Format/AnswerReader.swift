/// Makes the question of an item out of its section's parts.
struct AnswerReader {
  let type: String
  let line: Int
  let revision: Revision

  private var asker: String { "a question of type `\(type)`" }

  /// Reads the question; nil when its key cannot be understood.
  func read(_ content: SectionContent, into findings: inout FindingCollector) -> Question? {
    checkParts(content, into: &findings)
    let rule: ChoiceReader.Rule = type == "multi" ? .several : .one
    let reader = ChoiceReader(rule: rule, asker: asker, takesConditions: false)
    switch type {
    case "single":
      return .single(reader.read(content.options, at: line, into: &findings))
    case "multi":
      return .multi(reader.read(content.options, at: line, into: &findings))
    case "truefalse":
      return .trueFalse(truth(reader.read(content.options, at: line, into: &findings), &findings))
    case "match":
      let reader = MatchReader(line: line, revision: revision)
      return reader.read(content.rows, into: &findings).map { .match($0) }
    case "order":
      let reader = OrderReader(line: line, revision: revision)
      return reader.read(content.entries, into: &findings).map { .order($0) }
    case "lab":
      let reader = LabReader(asker: asker, line: line)
      return reader.read(content, into: &findings).map { .lab($0) }
    default: break
    }
    guard let fence = content.answers.first else { return nil }
    let keys = KeyReader(fence: fence)
    switch type {
    case "numeric": return keys.numeric(into: &findings).map { .numeric($0) }
    case "text": return keys.text(into: &findings).map { .text($0) }
    default:
      guard let script = content.scripts.first else { return nil }
      return keys.predict(script, into: &findings).map { .predict($0) }
    }
  }

  private func truth(_ choice: Choice, _ findings: inout FindingCollector) -> Choice {
    if Set(choice.options.map { $0.text.lowercased() }) != ["true", "false"] {
      findings.add(
        line,
        1,
        "\(asker) has other options than True and False",
        "Write `1. [ ] True` and `1. [x] False`"
      )
    }
    return choice
  }

  /// Each type has its own parts: options, one `answer` fence, one `run` fence, a lab's fences.
  private func checkParts(_ content: SectionContent, into findings: inout FindingCollector) {
    let examples = [
      "numeric": "`= 2 +- 0`", "text": "`= idempotency key`",
      "predict": "`key = metric orders.completed +- 0`",
    ]
    let example = examples[type]
    if let example, content.answers.isEmpty {
      findings.add(
        line,
        1,
        "\(asker) has no `answer` fence",
        "Write ```answer with a line \(example)"
      )
    }
    for extra in content.answers.dropFirst(example == nil ? 0 : 1) {
      findings.add(
        extra.line,
        1,
        "\(asker) has an `answer` fence too many",
        "Take this one out"
      )
    }
    let hasOptions = ["single", "multi", "truefalse"].contains(type)
    if !hasOptions, let option = content.options.first {
      findings.add(
        option.line,
        option.column,
        "\(asker) has no options",
        "Take them out, or change the type"
      )
    }
    if type == "lab" { return }
    content.refuseLabFences(into: &findings)
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
}
