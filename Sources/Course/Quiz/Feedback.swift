import Playground

/// What a learner is told about an answer.
public struct Feedback: Sendable, Hashable {
  /// How the answer fares.
  public enum Verdict: String, Sendable, Hashable {
    /// All of it is right.
    case right
    /// Some of it is right.
    case partly
    /// None of it is right.
    case wrong
    /// Nothing was answered.
    case blank
  }

  /// How the answer fares.
  public let verdict: Verdict
  /// The score before any penalty, from 0 to 1.
  public let score: Double
  /// Why, in Markdown: the explanations of what was chosen.
  public let remarks: [String]
  /// The beliefs behind the answer, by name.
  public let misconceptions: [String]
  /// Expected and given output, line by line, for an item that asks for output.
  public let comparison: LineComparison?
  /// The right answer and why it is right, in Markdown: for when the tries are used up.
  public let solution: String

  /// Looks at an answer.
  ///
  /// `key` is the computed key, for an item of type `predict`.
  public init(on response: Response?, to item: QuizItem, key: ComputedKey? = nil) {
    score = Scoring.score(response, to: item, key: key)
    if response == nil {
      verdict = .blank
    } else {
      verdict = score >= 1 ? .right : score > 0 ? .partly : .wrong
    }
    var remarks: [String] = []
    var misconceptions: [String] = []
    var comparison: LineComparison?
    switch (item.question, response) {
    case (_, .options(let chosen)):
      for index in chosen {
        guard let option = item.question.choice?.options[index] else { continue }
        remarks.append(Self.remark(on: option))
        if let slug = option.misconception { misconceptions.append(slug) }
      }
      if verdict == .partly, misconceptions.isEmpty, score < 1,
        chosen.allSatisfy({ item.question.choice?.options[$0].isRight == true })
      {
        remarks.append("What you chose is right, and something is missing.")
      }
    case (.numeric(let numeric), .number(let number, _)):
      if score > 0 {
        if !numeric.explanation.isEmpty { remarks.append(numeric.explanation) }
      } else if let mistake = numeric.mistakes.first(where: { $0.band.contains(number) }) {
        remarks.append(mistake.explanation)
        if let slug = mistake.misconception { misconceptions.append(slug) }
      }
    case (.predict, .lines(let lines)):
      if case .output(let expected) = key {
        comparison = LineComparison(expected: expected, actual: Scoring.significant(lines))
      }
    default: break
    }
    self.remarks = remarks
    self.misconceptions = misconceptions
    self.comparison = comparison
    solution = Self.solution(of: item, key: key)
  }

  private static func remark(on option: Option) -> String {
    "\(option.letter)) \(option.isRight ? "Right" : "Not so"). \(option.explanation)"
  }

  /// The right answer of an item and why it is right, in Markdown.
  public static func solution(of item: QuizItem, key: ComputedKey? = nil) -> String {
    switch item.question {
    case .single(let choice), .multi(let choice), .trueFalse(let choice):
      return choice.options.filter(\.isRight).map {
        "\($0.letter)) \($0.text)\n\n> " + quoted($0.explanation)
      }.joined(separator: "\n\n")
    case .numeric(let numeric):
      return answer(numeric.bands.first?.literal ?? "", numeric.explanation)
    case .predict(let prediction):
      switch key {
      case .measurement(let measured, _): return answer("\(measured)", prediction.explanation)
      case .output(let lines):
        let fence = (["```text"] + lines + ["```"]).joined(separator: "\n")
        return answer(fence, prediction.explanation)
      case nil: return prediction.explanation
      }
    }
  }

  private static func answer(_ answer: String, _ explanation: String) -> String {
    explanation.isEmpty ? answer : "\(answer)\n\n> " + quoted(explanation)
  }

  private static func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n> ")
  }
}
