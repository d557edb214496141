/// What somebody earns on average who knows nothing and guesses.
enum Guessing {
  /// The expected score of a guess at an item, from 0 to 1.
  ///
  /// A guess at a question of many is any set of options but the empty one; at an order, the right
  /// entries in any order; words, numbers and files cannot be guessed.
  static func rate(of item: QuizItem) -> Double {
    switch item.question {
    case .single(let choice), .trueFalse(let choice): return 1 / Double(choice.options.count)
    case .multi(let choice): return several(choice)
    case .match(let matching): return 1 / Double(matching.choices.count)
    case .order(let arrangement): return order(arrangement, item)
    case .numeric, .text, .predict, .lab: return 0
    }
  }

  /// The mean over all sets, counted by how many right and wrong options they have.
  private static func several(_ choice: Choice) -> Double {
    let right = choice.options.count(where: \.isRight)
    let wrong = choice.options.count - right
    guard right > 0 else { return 0 }
    var sum = 0.0
    for hits in 0...right {
      for slips in 0...wrong {
        let score = Double(hits) / Double(right) - Double(slips) / Double(max(1, wrong))
        sum += max(0, score) * ways(hits, of: right) * ways(slips, of: wrong)
      }
    }
    return sum / (Double(1 << choice.options.count) - 1)
  }

  /// The number of ways to choose `count` things.
  private static func ways(_ count: Int, of all: Int) -> Double {
    (0..<count).reduce(1) { $0 * Double(all - $1) / Double($1 + 1) }
  }

  /// The mean over two thousand orders, drawn always alike.
  private static func order(_ arrangement: Arrangement, _ item: QuizItem) -> Double {
    var sum = 0.0
    let draws = 2_000
    for draw in 0..<draws {
      let lettering = Lettering(
        count: arrangement.count,
        revision: Revision(hash: UInt64(draw)),
        avoidingAuthored: false
      )
      sum += Scoring.score(.sequence(lettering.shown), to: item)
    }
    return sum / Double(draws)
  }
}
