/// A condition on a run, in the expressions of the command language: `payments.charges == 3`.
public struct Condition: Sendable, Hashable {
  /// The expression.
  public let text: String
  /// Where it stands.
  public let position: SourcePosition
}

/// One answer that can be chosen.
public struct Option: Sendable, Hashable {
  /// The letter by which it is chosen, as authored: the first option is `a`.
  public let letter: String
  /// What it says, in Markdown.
  public let text: String
  /// Whether it is right.
  public let isRight: Bool
  /// Why it is right or wrong, in Markdown.
  public let explanation: String
  /// The name of the belief behind a wrong option.
  public let misconception: String?
  /// What holds after the run exactly when this prediction was right.
  public let condition: Condition?
  /// Where it stands.
  public let position: SourcePosition
}

/// A list of options, of which one or several are right.
public struct Choice: Sendable, Hashable {
  /// The options as authored.
  public let options: [Option]

  /// The indices of the right options.
  public var right: [Int] { options.indices.filter { options[$0].isRight } }

  /// The index of the option with a letter.
  public func index(of letter: String) -> Int? {
    options.firstIndex { $0.letter == letter.lowercased() }
  }
}

/// A script of the command language, what has to hold after it, and the seed of all chance in it.
public struct RunScript: Sendable, Hashable {
  /// The commands, one a line, with their comments.
  public let text: String
  /// The seed.
  public let seed: UInt64
  /// The files that its commands can read, by name.
  public let files: [String: String]
  /// What has to hold on the same session after the last command.
  public var expectations: [Condition] = []
  /// Where the first command stands.
  public let position: SourcePosition
}
