/// A prediction beside what was observed.
public struct PredictionComparison: Sendable {
  /// The option that was predicted; nil when none was.
  public let predicted: Option?
  /// The option that came true.
  public let observed: Option
  /// The conditions of the options, as they were observed after the run.
  public let conditions: [ConditionResult]

  /// Observes which option came true: the one whose condition holds, else the one marked right.
  init?(predicted: Option?, among choice: Choice, after run: ScriptRun) {
    let observed = choice.options.compactMap { option in
      option.condition.map { (option: option, result: run.observe($0)) }
    }
    guard
      let came = observed.first(where: { $0.result.holds && $0.option.isRight })?.option
        ?? observed.first(where: \.result.holds)?.option
        ?? choice.options.first(where: \.isRight)
    else { return nil }
    self.predicted = predicted
    self.observed = came
    conditions = observed.map(\.result)
  }

  /// Whether what was predicted is what was observed; nil when nothing was predicted.
  public var agrees: Bool? { predicted.map { $0.letter == observed.letter } }

  /// The difference in words, on one line.
  public var words: String {
    let measured = conditions.first { $0.holds }.map { " (\($0.words))" } ?? ""
    let came = "\(observed.letter)) \(Self.line(observed.text))\(measured)."
    guard let predicted else { return "What happened: \(came)" }
    if agrees == true { return "As you predicted: \(came)" }
    return "You predicted \(predicted.letter)) \(Self.line(predicted.text))."
      + " It came differently: \(came)"
  }

  /// The words, and why, in Markdown.
  public var markdown: String {
    var parts = [words]
    if let predicted, agrees == false { parts.append("> " + quoted(predicted)) }
    parts.append("> " + quoted(observed))
    return parts.joined(separator: "\n\n")
  }

  private func quoted(_ option: Option) -> String {
    let text = "\(option.letter)) \(option.explanation)"
    return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n> ")
  }

  /// An option's text without the full stop that the sentence around it brings.
  private static func line(_ text: String) -> String {
    let line = text.split(separator: "\n").joined(separator: " ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }
}
