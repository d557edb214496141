/// The right numbers, the nearly right ones, and the wrong ones that can be explained.
public struct NumericKey: Sendable, Hashable {
  /// Numbers that earn something; both ends of a band belong to it.
  public struct Band: Sendable, Hashable {
    /// The middle of the band.
    public let value: Double
    /// How far a number may be off.
    public let tolerance: Double
    /// What it earns, from 0 to 1.
    public let credit: Double
    /// The number as it was written.
    public let literal: String
  }

  /// A wrong number whose cause is known.
  public struct Mistake: Sendable, Hashable {
    /// The wrong number, and how far one may be off to have made the same mistake.
    public let band: Band
    /// What went wrong, in Markdown.
    public let explanation: String
    /// The name of the belief behind it.
    public let misconception: String?
  }

  /// The bands, as authored; the first has full credit.
  public let bands: [Band]
  /// The wrong numbers, as authored.
  public let mistakes: [Mistake]
  /// Why the right number is right, in Markdown; may be empty.
  public let explanation: String
}

/// The right words, and the wrong ones that can be explained.
public struct TextKey: Sendable, Hashable {
  /// A wrong answer whose cause is known.
  public struct Mistake: Sendable, Hashable {
    /// The answers that are wrong in this way.
    public let pattern: TextPattern
    /// What went wrong, in Markdown.
    public let explanation: String
    /// The name of the belief behind it.
    public let misconception: String?
  }

  /// What is accepted, as authored; the first is shown as the answer.
  public let accepted: [TextPattern]
  /// The wrong answers, as authored.
  public let mistakes: [Mistake]
  /// Why the answer is right, in Markdown; may be empty.
  public let explanation: String
}

/// Words with `*` for any run of characters, compared without case and without extra space.
///
/// Two texts are equal when they are canonically equivalent after white space at both ends is taken
/// off, white space inside is one space, and upper and lower case are one. `\*` is a star.
public struct TextPattern: Sendable, Hashable {
  /// The pattern as it was written.
  public let literal: String
  /// The folded characters; nil is a star.
  private let parts: [Character?]

  init(_ literal: String) {
    self.literal = literal
    var parts: [Character?] = []
    var isEscaped = false
    for character in Self.folded(literal) {
      switch character {
      case "\\" where !isEscaped: isEscaped = true
      case "*" where !isEscaped:
        if parts.last != .some(nil) { parts.append(nil) }
      default:
        if isEscaped, character != "*", character != "\\" { parts.append("\\") }
        parts.append(character)
        isEscaped = false
      }
    }
    if isEscaped { parts.append("\\") }
    self.parts = parts
  }

  /// Whether the pattern has a star.
  var hasStar: Bool { parts.contains { $0 == nil } }

  /// A text that matches: the pattern without its stars.
  var example: String { Self.folded(String(parts.compactMap(\.self))) }

  /// Whether a text matches.
  ///
  /// - Complexity: O(n·m) at worst for n characters and m in the pattern.
  public func matches(_ text: String) -> Bool {
    let text = Array(Self.folded(text))
    var (place, part) = (0, 0)
    var retry: (place: Int, part: Int)?
    while place < text.count {
      if part < parts.count, parts[part] == nil {
        retry = (place, part)
        part += 1
      } else if part < parts.count, parts[part] == text[place] {
        (place, part) = (place + 1, part + 1)
      } else if let last = retry {
        retry = (last.place + 1, last.part)
        (place, part) = (last.place + 1, last.part + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == nil }
  }

  /// The text without case, with single spaces, without white space at its ends.
  ///
  /// Upper case first: it makes one of ß and ss, and of the two small sigmas.
  private static func folded(_ text: String) -> String {
    text.uppercased().lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// A key that the runtime computes.
public struct PredictKey: Sendable, Hashable {
  /// What of the run is the key.
  public enum Rule: Sendable, Hashable {
    /// What the last command prints, in plain words.
    case output
    /// A metric after the last command, and how far an answer may be off, in the metric's unit.
    case metric(name: Condition, tolerance: Double)
  }

  /// What is run.
  public let script: RunScript
  /// What of it is asked for.
  public let rule: Rule
  /// Why the runtime answers so, in Markdown; may be empty.
  public let explanation: String
}
