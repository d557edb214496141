/// A text of commands, one a line.
public struct Script: Sendable {
  /// Returns the lines that say something, with their numbers from 1.
  ///
  /// Empty lines and lines that are only a comment are left out. Windows line ends and a
  /// byte-order mark are understood.
  public static func lines(of text: String) -> [(number: Int, text: String)] {
    var body = text.unicodeScalars[...]
    if body.first == "\u{FEFF}" { body.removeFirst() }
    let lines = Substring(body).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.enumerated().compactMap { index, line in
      let text = line.trimmed
      return text.isEmpty || text.hasPrefix("#") ? nil : (index + 1, String(text))
    }
  }
}

extension StringProtocol {
  /// The text without white space at either end.
  var trimmed: SubSequence {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else {
      return start[start.endIndex...]
    }
    return start[...last]
  }
}
