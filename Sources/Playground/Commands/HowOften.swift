import Cloud
import Simulation

extension FaultBoard.Failures {
  /// Reads `N times` or `P%`; all of them when there is neither.
  ///
  /// - Parameters:
  ///   - arguments: what is left of the line.
  ///   - words: the words that may come instead.
  /// - Throws: ``CommandError`` that says how the number is written.
  init(parsing arguments: inout Arguments, before words: [String]) throws(CommandError) {
    guard let first = arguments.rest.first, !first.isOption,
      first.isQuoted || !words.contains(first.text)
    else {
      self = .all
      return
    }
    let word = try arguments.required("how often")
    if word.text.hasSuffix("%") {
      guard let ratio = Ratio(word.text), ratio > .zero else {
        throw CommandError(
          .badArgument,
          "\(word.text) is no share above 0% and at most 100%.",
          remedy: "Write 5% for one in twenty.",
          column: word.column
        )
      }
      self = .each(ratio)
      return
    }
    let count = try word.integer(in: 1...1_000_000)
    guard arguments.take("times") || arguments.take("time") else {
      throw arguments.missing("the word times", before: arguments.rest.first)
    }
    self = .next(count)
  }
}
