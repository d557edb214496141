/// What a learner may enter in a quiz in place of an answer.
public enum QuizWord: Sendable, CaseIterable {
  /// The next item.
  case next
  /// The item before.
  case back
  /// A hint.
  case hint
  /// The run that refutes the belief behind a wrong answer.
  case see
  /// To stop; the answers are kept.
  case quit

  /// How it may be written.
  public var spellings: [String] {
    switch self {
    case .next: ["next", "n"]
    case .back: ["back", "<"]
    case .hint: ["hint", "?"]
    case .see: ["see"]
    case .quit: ["quit", "q", "exit"]
    }
  }

  /// What a word stands for, capitals or not; nil when it is an answer.
  public init?(_ word: some StringProtocol) {
    let word = word.lowercased()
    guard let found = Self.allCases.first(where: { $0.spellings.contains(word) }) else {
      return nil
    }
    self = found
  }
}
