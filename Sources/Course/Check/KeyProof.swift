/// Proves that an item's authored key earns everything, a blank nothing, and choosing all nothing.
struct KeyProof {
  let item: QuizItem

  var findings: [Finding] {
    var problems: [String] = []
    if Scoring.score(nil, to: item) != 0 { problems.append("a blank earns something") }
    if let key = authoredKey {
      if Scoring.score(key, to: item) != 1 { problems.append("its key does not earn everything") }
      if (try? Response.parse(key.text(for: item), for: item)) != key {
        problems.append("its key cannot be written down in a submission")
      }
    }
    if case .multi(let choice) = item.question,
      Scoring.score(.options(Array(choice.options.indices)), to: item) != 0
    {
      problems.append("choosing all options earns something")
    }
    if case .numeric(let numeric) = item.question {
      for mistake in numeric.mistakes {
        let answer = Response.number(mistake.band.value, text: mistake.band.literal)
        if Scoring.score(answer, to: item) != 0 {
          problems.append("the wrong number \(mistake.band.literal) earns something")
        }
      }
    }
    return problems.map {
      Finding(at: item.position, problem: "\(item.id): \($0)", remedy: "Mend the item's key")
    }
  }

  private var authoredKey: Response? {
    switch item.question {
    case .single(let choice), .multi(let choice), .trueFalse(let choice):
      return .options(choice.right)
    case .numeric(let numeric):
      return numeric.bands.first.map { .number($0.value, text: $0.literal) }
    case .predict: return nil
    }
  }
}
