/// What a learner answers to an item.
public enum Response: Sendable, Hashable {
  /// The indices of the chosen options, as authored, in ascending order; empty is a blank.
  case options([Int])
  /// For each stem the index of the chosen partner, as authored; nil for one that was left blank.
  case pairs([Int?])
  /// The indices of entries, as authored, in the learner's order.
  case sequence([Int])
  /// A number, and the text that was written.
  case number(Double, text: String)
  /// A word or a few, as they were written.
  case text(String)
  /// Lines of output, or of a file.
  case lines([String])

  /// The answer as a submission writes it and as progress keeps it.
  public func text(for item: QuizItem) -> String {
    switch (self, item.question) {
    case (.options(let indices), _):
      guard let choice = item.question.choice else { return "" }
      if case .trueFalse = item.question {
        return indices.first.map { choice.options[$0].text.lowercased() } ?? ""
      }
      return indices.map { choice.options[$0].letter }.joined(separator: ", ")
    case (.pairs(let partners), .match(let matching)):
      return partners.enumerated().compactMap { stem, partner in
        partner.map { "\(stem + 1)\(matching.lettering.letter(of: $0))" }
      }.joined(separator: ", ")
    case (.sequence(let indices), .order(let arrangement)):
      return indices.map { arrangement.lettering.letter(of: $0) }.joined(separator: ", ")
    case (.pairs, _), (.sequence, _): return ""
    case (.number(_, let text), _), (.text(let text), _): return text
    case (.lines(let lines), _): return lines.joined(separator: "\n")
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
