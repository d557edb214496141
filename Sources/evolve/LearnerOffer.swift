/// One thing that a learner can do in a lesson: its key, its word, and what it does.
struct LearnerOffer {
  typealias Asks = LearnerInput.Asks

  let key: String
  let word: String
  /// What the line of keys says of it; nil where the word says enough.
  var meaning: String?
  let wish: LearnerInput.Wish
  /// What it does, for somebody who asks.
  let explanation: String

  /// All that a step offers.
  ///
  /// - Parameters:
  ///   - asks: what the step asks of the learner.
  ///   - inFull: whether to name also what the short line of a first step leaves out.
  /// - Returns: the offers, in the order of the line.
  static func all(of asks: Asks, inFull: Bool = false) -> [Self] {
    forLab(asks) + forStep(asks) + (asks.isFirst && !inFull ? [] : ways(asks))
      + (asks.isFirst || inFull ? [help] : []) + [quit]
  }

  private static func forLab(_ asks: Asks) -> [Self] {
    guard asks.takesFile else { return [] }
    return [
      Self(
        key: "w",
        word: "file",
        meaning: "write the file",
        wish: .file(nil),
        explanation: "writes the file to begin with to your disk, for you to edit"
      ),
      Self(
        key: "@",
        word: "submit",
        meaning: "hand it in",
        wish: .submit(nil),
        explanation: "hands in the file that you have edited"
      ),
      Self(
        key: "l",
        word: "solution",
        wish: .solution,
        explanation: "shows a solution"
      ),
    ]
  }

  /// What has to do with the step at hand.
  private static func forStep(_ asks: Asks) -> [Self] {
    let next = Self(
      key: "n",
      word: "next",
      meaning: asks.next,
      wish: .next,
      explanation: "\(asks.next); Enter does it, too"
    )
    let again = Self(
      key: "r",
      word: "run",
      meaning: "run it again",
      wish: .again,
      explanation: "runs the commands once more"
    )
    let see = Self(
      key: "x",
      word: "see",
      meaning: "see what refutes it",
      wish: .see,
      explanation: "shows a run that refutes what you chose"
    )
    let hint = Self(key: "?", word: "hint", wish: .hint, explanation: "shows a hint")
    let skip = Self(
      key: "s",
      word: "skip",
      wish: .skip,
      explanation: "goes on without doing what is asked here"
    )
    return (asks.letters.isEmpty || asks.isAnswered ? [next] : [])
      + (asks.canRunAgain ? [again] : []) + (asks.canSee ? [see] : [])
      + (asks.hints > 0 ? [hint] : []) + (asks.canSkip ? [skip] : [])
  }

  /// The ways to elsewhere, which the line of the first step leaves out.
  private static func ways(_ asks: Asks) -> [Self] {
    let attempt = Self(
      key: "t",
      word: "try",
      meaning: "try commands",
      wish: .tryOut,
      explanation: "opens a prompt for commands of your own, where the latest run has ended;"
        + " exit comes back"
    )
    return [
      Self(key: "<", word: "back", wish: .back, explanation: "goes to the step before")
    ] + (asks.canTry ? [attempt] : []) + [
      Self(
        key: "g",
        word: "goto",
        meaning: "go to a step",
        wish: .go(to: nil),
        explanation: "lists the steps of this lesson, and goes to one of them"
      ),
      Self(
        key: "/",
        word: "search",
        wish: .search(nil),
        explanation: "finds a word in all lessons"
      ),
    ]
  }

  private static let help = Self(
    key: "h",
    word: "help",
    wish: .help,
    explanation: "explains the keys"
  )

  private static let quit = Self(
    key: "q",
    word: "quit",
    meaning: "stop",
    wish: .quit,
    explanation: "stops; your place is kept"
  )
}
