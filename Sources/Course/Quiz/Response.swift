/// What a learner answers to an item.
public enum Response: Sendable, Hashable {
  /// The indices of the chosen options, as authored, in ascending order; empty is a blank.
  case options([Int])
  /// A number, and the text that was written.
  case number(Double, text: String)
  /// Lines of output.
  case lines([String])

  /// An answer is refused beyond this many lines.
  static let longest = 1_000

  /// Reads an answer to an item from one line, or from the lines of a block.
  ///
  /// - Returns: the answer; nil when the text is blank, which is not an attempt.
  /// - Throws: why the text cannot answer this item, and how an answer is written.
  public static func parse(
    _ text: String,
    for item: QuizItem
  ) throws(ResponseError) -> Response? {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.contains(where: { !$0.trimmed.isEmpty }) else { return nil }
    if case .predict(let key) = item.question, key.rule == .output {
      guard lines.count <= longest else {
        throw ResponseError(
          problem: "the answer has more than \(longest) lines",
          remedy: "Give the output alone"
        )
      }
      return .lines(lines.map { String($0.withoutTrailingSpace) })
    }
    let line = lines.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    switch item.question {
    case .single(let choice): return try .options(one(line, of: choice))
    case .multi(let choice): return try .options(several(line, of: choice))
    case .trueFalse(let choice): return try .options([truth(line, of: choice)])
    case .numeric, .predict: return try number(line)
    }
  }

  // MARK: Options

  private static func one(_ text: String, of choice: Choice) throws(ResponseError) -> [Int] {
    let chosen = try several(text, of: choice)
    guard chosen.count == 1 else {
      throw ResponseError(
        problem: "`\(shown(text))` chooses \(chosen.count) options of a question with one answer",
        remedy: "Write one letter, \(letters(of: choice))"
      )
    }
    return chosen
  }

  private static func several(_ text: String, of choice: Choice) throws(ResponseError) -> [Int] {
    var chosen: [Int] = []
    for word in text.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
      let letter = word.last == ")" || word.last == "." ? word.dropLast() : word
      guard let index = choice.index(of: String(letter)) else {
        throw ResponseError(
          problem: "`\(shown(String(word)))` is not an option of this question",
          remedy: "Write \(letters(of: choice))"
        )
      }
      guard !chosen.contains(index) else {
        throw ResponseError(
          problem: "option \(choice.options[index].letter) is chosen twice",
          remedy: "Write each letter once"
        )
      }
      chosen.append(index)
    }
    guard !chosen.isEmpty else {
      throw ResponseError(
        problem: "`\(shown(text))` chooses no option",
        remedy: "Write \(letters(of: choice))"
      )
    }
    return chosen.sorted()
  }

  private static func truth(_ text: String, of choice: Choice) throws(ResponseError) -> Int {
    let word = text.lowercased()
    let meant = ["t": "true", "f": "false"][word] ?? word
    if let index = choice.options.firstIndex(where: { $0.text.lowercased() == meant }) {
      return index
    }
    if let index = choice.index(of: word) { return index }
    throw ResponseError(
      problem: "`\(shown(text))` is neither true nor false",
      remedy: "Write `true` or `false`"
    )
  }

  private static func letters(of choice: Choice) -> String {
    guard let first = choice.options.first, let last = choice.options.last else { return "nothing" }
    return "\(first.letter) to \(last.letter)"
  }

  // MARK: Numbers

  private static func number(_ text: String) throws(ResponseError) -> Response {
    var digits = text[...]
    if digits.first == "$" { digits = digits.dropFirst().trimmed }
    if digits.last == "%" { digits = digits.dropLast().trimmed }
    guard let value = NumberText.value(of: digits) else {
      let remedy =
        digits.contains(",")
        ? "Write a decimal point, and no comma: `1200.5`"
        : "Write the number alone, such as `12.5`; the question names the unit"
      throw ResponseError(problem: "`\(shown(text))` is not a number", remedy: remedy)
    }
    return .number(value, text: String(digits))
  }

  /// The beginning of a text that may be long.
  private static func shown(_ text: String) -> String {
    text.count <= 40 ? text : text.prefix(37) + "..."
  }

  // MARK: As text

  /// The answer as a submission writes it and as progress keeps it.
  public func text(for item: QuizItem) -> String {
    switch self {
    case .options(let indices):
      guard let choice = item.question.choice else { return "" }
      if case .trueFalse = item.question {
        return indices.first.map { choice.options[$0].text.lowercased() } ?? ""
      }
      return indices.map { choice.options[$0].letter }.joined(separator: ", ")
    case .number(_, let text): return text
    case .lines(let lines): return lines.joined(separator: "\n")
    }
  }
}

/// Why a text cannot answer an item.
///
/// It does not count as a try.
public struct ResponseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the text.
  public let problem: String
  /// How an answer is written.
  public let remedy: String

  /// The problem and the remedy on one line.
  public var description: String { "\(problem). \(remedy)." }
}
