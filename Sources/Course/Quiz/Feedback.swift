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
  /// Why, in Markdown: the explanations of what was chosen, the checks of a lab.
  public let remarks: [String]
  /// The beliefs behind the answer, by name.
  public let misconceptions: [String]
  /// Expected and given output, line by line, for an item that asks for output.
  public let comparison: LineComparison?
  /// The right answer and why it is right, in Markdown: for when the tries are used up.
  public let solution: String

  /// Looks at an answer.
  ///
  /// `key` is the computed key, for an item of type `predict` or `lab`.
  public init(on response: Response?, to item: QuizItem, key: ComputedKey? = nil) {
    let score = Scoring.score(response, to: item, key: key)
    self.score = score
    if response == nil {
      verdict = .blank
    } else {
      verdict = score >= 1 ? .right : score > 0 ? .partly : .wrong
    }
    remarks = response.map { Self.remarks(on: $0, to: item, key: key, score: score) } ?? []
    misconceptions = Beliefs.behind(response, to: item, score: score)
    if case .output(let expected) = key, case .lines(let lines) = response {
      comparison = LineComparison(expected: expected, actual: Scoring.significant(lines))
    } else {
      comparison = nil
    }
    solution = Solution(of: item, key: key).markdown
  }

  // MARK: Remarks

  private static func remarks(
    on response: Response,
    to item: QuizItem,
    key: ComputedKey?,
    score: Double
  ) -> [String] {
    switch (item.question, response) {
    case (_, .options(let chosen)):
      guard let options = item.question.choice?.options else { return [] }
      let remarks = chosen.map { remark(on: options[$0]) }
      let isIncomplete = score > 0 && score < 1 && chosen.allSatisfy { options[$0].isRight }
      return remarks + (isIncomplete ? ["What you chose is right, and something is missing."] : [])
    case (.match(let matching), .pairs(let partners)):
      return zip(matching.stems.indices, partners).map { remark(on: $0, $1, of: matching) }
    case (.order(let arrangement), .sequence(let given)):
      return remarks(on: given, of: arrangement, score: score)
    case (.numeric(let numeric), .number(let number, _)):
      if score > 0 { return numeric.explanation.isEmpty ? [] : [numeric.explanation] }
      return numeric.mistakes.first { $0.band.contains(number) }.map { [$0.explanation] } ?? []
    case (.text(let words), .text(let text)):
      if score > 0 { return words.explanation.isEmpty ? [] : [words.explanation] }
      return words.mistakes.first { $0.pattern.matches(text) }.map { [$0.explanation] } ?? []
    case (.predict(let prediction), _):
      return score < 1 || prediction.explanation.isEmpty ? [] : [prediction.explanation]
    case (.lab, .lines):
      guard case .lab(let result) = key else { return [] }
      return result.remarks
    default: return []
    }
  }

  private static func remark(on option: Option) -> String {
    "\(option.letter)) \(option.isRight ? "Right" : "Not so"). \(option.explanation)"
  }

  private static func remark(on index: Int, _ partner: Int?, of matching: Matching) -> String {
    let stem = matching.stems[index]
    guard let partner else { return "\(index + 1) Left blank." }
    let pair = "\(index + 1)\(matching.lettering.letter(of: partner)))"
    if partner == stem.right { return "\(pair) Right. \(stem.explanation)" }
    // Why the right partner belongs there would give it away; why this one belongs nowhere does not.
    return "\(pair) Not so." + (matching.choices[partner].explanation.map { " " + $0 } ?? "")
  }

  private static func remarks(
    on given: [Int],
    of arrangement: Arrangement,
    score: Double
  ) -> [String] {
    var remarks = given.filter { $0 >= arrangement.count }.map { index in
      "\(arrangement.lettering.letter(of: index))) Not so. \(arrangement.entries[index].explanation)"
    }
    let missing = arrangement.count - given.count { $0 < arrangement.count }
    if missing > 0 { remarks.append(missing == 1 ? "One is missing." : "\(missing) are missing.") }
    if score < 1, missing == 0, remarks.isEmpty {
      remarks.append("All of them belong here, and not in this order.")
    }
    return remarks
  }

  /// The right answer of an item and why it is right, in Markdown.
  public static func solution(of item: QuizItem, key: ComputedKey? = nil) -> String {
    Solution(of: item, key: key).markdown
  }
}

/// The right answer of an item and why it is right, in Markdown.
struct Solution {
  let markdown: String

  init(of item: QuizItem, key: ComputedKey?) {
    switch item.question {
    case .single(let choice), .multi(let choice), .trueFalse(let choice):
      markdown = choice.options.filter(\.isRight).map {
        Self.answer("\($0.letter)) \($0.text)", $0.explanation)
      }.joined(separator: "\n\n")
    case .match(let matching):
      markdown = matching.stems.enumerated().map { number, stem in
        let letter = matching.lettering.letter(of: stem.right)
        let pair = "\(number + 1)\(letter)) \(stem.text): \(matching.choices[stem.right].text)"
        return Self.answer(pair, stem.explanation)
      }.joined(separator: "\n\n")
    case .order(let arrangement):
      markdown = arrangement.entries.prefix(arrangement.count).enumerated().map { index, entry in
        Self.answer(
          "\(arrangement.lettering.letter(of: index))) \(entry.text)",
          entry.explanation
        )
      }.joined(separator: "\n\n")
    case .numeric(let numeric):
      markdown = Self.answer(numeric.bands.first?.literal ?? "", numeric.explanation)
    case .text(let words):
      markdown = Self.answer(words.accepted.first?.literal ?? "", words.explanation)
    case .predict(let prediction):
      switch key {
      case .measurement(let measured, _):
        markdown = Self.answer("\(measured)", prediction.explanation)
      case .output(let lines):
        markdown = Self.answer(Self.fence(lines.joined(separator: "\n")), prediction.explanation)
      case .lab, nil: markdown = prediction.explanation
      }
    case .lab(let lab):
      markdown = "\(lab.file):\n\n" + Self.fence(lab.solution)
    }
  }

  private static func fence(_ text: String) -> String { "```text\n\(text)\n```" }

  private static func answer(_ answer: String, _ explanation: String) -> String {
    let quote = explanation.split(separator: "\n", omittingEmptySubsequences: false)
    return explanation.isEmpty ? answer : "\(answer)\n\n> " + quote.joined(separator: "\n> ")
  }
}
