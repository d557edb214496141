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
    problems += costlessAnswers.filter { Scoring.score($0.answer, to: item) != 0 }.map {
      "\($0.name) earns something"
    }
    let unsound = problems.map {
      Finding(at: item.position, problem: "\(item.id): \($0)", remedy: "Mend the item's key")
    }
    return unsound + mistakable + (keyExplanation?.isEmpty == true ? [unexplained] : [])
  }

  /// An answer that is right and that nobody can give, because a quiz takes it for a wish.
  private var mistakable: [Finding] {
    guard case .text = item.question else { return [] }
    let words = QuizWord.allCases.flatMap(\.spellings).filter {
      Scoring.score(.text($0), to: item) > 0
    }
    return words.map { word in
      Finding(
        at: item.position,
        problem: "\(item.id): `\(word)` cannot be answered, because in a quiz it is a wish of the"
          + " learner's",
        remedy: "Ask so that the answer is another word, or make it an item with options"
      )
    }
  }

  /// What is said about a key that is typed or computed; nil for items that explain each option.
  private var keyExplanation: String? {
    switch item.question {
    case .numeric(let numeric): numeric.explanation
    case .text(let words): words.explanation
    case .predict(let prediction): prediction.explanation
    case .single, .multi, .trueFalse, .match, .order, .lab: nil
    }
  }

  private var unexplained: Finding {
    Finding(
      at: item.position,
      problem: "\(item.id): its key is not explained",
      remedy: "Write why it is right below the key, on a line that begins with `  >`"
    )
  }

  private var authoredKey: Response? {
    switch item.question {
    case .single(let choice), .multi(let choice), .trueFalse(let choice):
      return .options(choice.right)
    case .match(let matching): return .pairs(matching.stems.map(\.right))
    case .order(let arrangement): return .sequence(Array(0..<arrangement.count))
    case .numeric(let numeric):
      return numeric.bands.first.map { .number($0.value, text: $0.literal) }
    case .text(let words): return words.accepted.first.map { .text($0.literal) }
    case .predict, .lab: return nil
    }
  }

  /// Answers that must not pay: all options, the reverse order, wrong answers that are listed.
  private var costlessAnswers: [(name: String, answer: Response)] {
    switch item.question {
    case .multi(let choice):
      return [("choosing all options", .options(Array(choice.options.indices)))]
    case .order(let arrangement):
      return [("the reverse order", .sequence((0..<arrangement.count).reversed()))]
    case .numeric(let numeric):
      return numeric.mistakes.map {
        ("the wrong number \($0.band.literal)", .number($0.band.value, text: $0.band.literal))
      }
    case .text(let words):
      return words.mistakes.map {
        ("the wrong answer \($0.pattern.literal)", .text($0.pattern.example))
      }
    default: return []
    }
  }
}

/// Proves that a quiz cannot be passed by knowing nothing.
struct GuessProof {
  let quiz: Quiz

  var findings: [Finding] {
    guard let first = quiz.items.first else { return [] }
    let count = Double(quiz.items.count)
    let mark = Double(quiz.header.pass)
    var problems: [String] = []
    let guess = 100 * quiz.items.map { Guessing.rate(of: $0) }.reduce(0, +) / count
    if guess >= mark { problems.append("guessing earns \(Int(guess)) % on average") }
    for letter in ["a", "b", "c", "d", "e", "f"] {
      let scores = quiz.items.map { item -> Double in
        guard let index = item.question.choice?.index(of: letter) else { return 0 }
        return Scoring.score(.options([index]), to: item)
      }
      let percent = 100 * scores.reduce(0, +) / count
      if percent >= mark {
        problems.append("choosing \(letter) everywhere earns \(Int(percent)) %")
      }
    }
    return problems.map {
      Finding(
        at: first.position,
        problem: "\($0), and \(quiz.header.pass) % passes",
        remedy: "Add items that cannot be guessed, or spread the right options"
      )
    }
  }
}
