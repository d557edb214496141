import Playground

/// How an answer earns its score, from 0 to 1.
///
/// Sources: single, true/false and match as Moodle's questions of these types; multi by the `false`
/// rule of R/exams, where choosing everything or guessing earns nothing on average; order by the
/// longest ordered subset as Moodle's ordering and PrairieLearn's, less one, so that the reverse
/// order earns nothing (ours); numeric bands as GIFT; lab as check50; tries as Moodle's interactive
/// behaviour.
public enum Scoring {
  /// The score of an answer before any penalty.
  ///
  /// A blank earns 0 and is not an attempt.
  ///
  /// `key` is the computed key, for an item of type `predict` or `lab`.
  ///
  /// - Returns: a score from 0 to 1.
  public static func score(
    _ response: Response?,
    to item: QuizItem,
    key: ComputedKey? = nil
  ) -> Double {
    switch (item.question, response) {
    case (.single(let choice), .options(let chosen)),
      (.trueFalse(let choice), .options(let chosen)):
      return chosen == choice.right ? 1 : 0
    case (.multi(let choice), .options(let chosen)):
      return several(chosen, of: choice)
    case (.match(let matching), .pairs(let partners)):
      let right = zip(matching.stems, partners).count { $0.right == $1 }
      return Double(right) / Double(matching.stems.count)
    case (.order(let arrangement), .sequence(let given)):
      return order(given, of: arrangement)
    case (.numeric(let numeric), .number(let number, _)):
      return numeric.bands.filter { $0.contains(number) }.map(\.credit).max() ?? 0
    case (.text(let words), .text(let text)):
      return words.accepted.contains { $0.matches(text) } ? 1 : 0
    case (.predict, .number(let number, _)):
      guard case .measurement(let measured, let tolerance) = key else { return 0 }
      let band = NumericKey.Band(
        value: measured.value,
        tolerance: tolerance,
        credit: 1,
        literal: measured.description
      )
      return band.contains(number) ? 1 : 0
    case (.predict, .lines(let lines)):
      guard case .output(let expected) = key else { return 0 }
      return output(lines, against: expected)
    case (.lab, .lines):
      guard case .lab(let result) = key else { return 0 }
      return result.score
    default:
      return 0
    }
  }

  /// What a score is worth on a later try: `max(0, score − penalty · (try − 1))`.
  public static func penalised(_ score: Double, penalty: Double, attempt: Int) -> Double {
    max(0, score - penalty * Double(attempt - 1))
  }

  /// Hits of all right options less slips of all wrong ones: `max(0, hits/C − wrong/W)`.
  private static func several(_ chosen: [Int], of choice: Choice) -> Double {
    let right = choice.options.count(where: \.isRight)
    let wrong = choice.options.count - right
    let hits = chosen.count { choice.options[$0].isRight }
    let slips = chosen.count - hits
    guard right > 0 else { return 0 }
    if hits == right && slips == 0 { return 1 }
    return max(0, Double(hits) / Double(right) - Double(slips) / Double(max(1, wrong)))
  }

  /// `max(0, (L − 1 − x) / (n − 1))`: L is the length of the longest part of the answer that is in
  /// order, x the number of entries in it that belong nowhere, n the number of those that belong.
  private static func order(_ given: [Int], of arrangement: Arrangement) -> Double {
    let strays = given.count { $0 >= arrangement.count }
    let belonging = given.filter { $0 < arrangement.count }
    // The least last entry of an ordered part of each length: patience sorting.
    var lasts: [Int] = []
    for entry in belonging {
      let place = lasts.firstIndex { $0 >= entry } ?? lasts.count
      if place == lasts.count { lasts.append(entry) } else { lasts[place] = entry }
    }
    return max(0, Double(lasts.count - 1 - strays) / Double(arrangement.count - 1))
  }

  /// The longest run of lines in common, in order, over the longer text's number of lines.
  private static func output(_ lines: [String], against expected: [String]) -> Double {
    let given = significant(lines)
    let longer = max(given.count, expected.count)
    guard longer > 0 else { return 0 }
    return Double(LineComparison(expected: expected, actual: given).matches) / Double(longer)
  }

  /// The lines without trailing white space and without blank lines at both ends.
  static func significant(_ lines: [String]) -> [String] {
    withoutBlankEnds(lines.map { String($0.withoutTrailingSpace) })
  }
}
