/// The beliefs behind wrong answers, by the names that the author gave them.
enum Beliefs {
  /// The beliefs behind an answer, each once, in the order of the item.
  static func behind(_ response: Response?, to item: QuizItem, score: Double) -> [String] {
    var names: [String?] = []
    switch (item.question, response) {
    case (_, .options(let chosen)):
      names = chosen.map { item.question.choice?.options[$0].misconception }
    case (.match(let matching), .pairs(let partners)):
      names = zip(matching.stems, partners).map { stem, partner in
        partner.flatMap { $0 == stem.right ? nil : matching.choices[$0].misconception }
      }
    case (.order(let arrangement), .sequence(let given)):
      names = given.map { arrangement.entries[$0].misconception }
    case (.numeric(let numeric), .number(let number, _)) where score == 0:
      names = [numeric.mistakes.first { $0.band.contains(number) }?.misconception]
    case (.text(let words), .text(let text)) where score == 0:
      names = [words.mistakes.first { $0.pattern.matches(text) }?.misconception]
    default: break
    }
    var seen: Set<String> = []
    return names.compactMap(\.self).filter { seen.insert($0).inserted }
  }
}
