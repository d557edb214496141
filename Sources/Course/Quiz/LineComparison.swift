/// Two texts side by side: which lines agree, which are missing, which are too many.
public struct LineComparison: Sendable, Hashable {
  /// One line of the comparison.
  public enum Line: Sendable, Hashable {
    /// In both texts.
    case same(String)
    /// Expected, and not given.
    case missing(String)
    /// Given, and not expected.
    case extra(String)
  }

  /// The lines of both texts, in order.
  public let lines: [Line]

  /// The number of lines that agree.
  public var matches: Int {
    lines.count { line in
      guard case .same = line else { return false }
      return true
    }
  }

  /// Compares by the longest common subsequence of lines.
  ///
  /// - Complexity: O(n·m) for n expected and m actual lines.
  public init(expected: [String], actual: [String]) {
    let width = actual.count + 1
    var longest = [Int](repeating: 0, count: (expected.count + 1) * width)
    for row in expected.indices.reversed() {
      for column in actual.indices.reversed() {
        let here = row * width + column
        longest[here] =
          expected[row] == actual[column]
          ? longest[here + width + 1] + 1 : max(longest[here + width], longest[here + 1])
      }
    }
    var lines: [Line] = []
    var (row, column) = (0, 0)
    while row < expected.count || column < actual.count {
      if row < expected.count, column < actual.count, expected[row] == actual[column] {
        lines.append(.same(expected[row]))
        (row, column) = (row + 1, column + 1)
      } else if column == actual.count
        || row < expected.count
          && longest[(row + 1) * width + column] >= longest[row * width + column + 1]
      {
        lines.append(.missing(expected[row]))
        row += 1
      } else {
        lines.append(.extra(actual[column]))
        column += 1
      }
    }
    self.lines = lines
  }

  /// The comparison as plain text: `=`, `-` for missing and `+` for too many at the head of lines.
  ///
  /// White space is made visible in the lines that differ, as it may be all of the difference.
  ///
  /// With `unicode` a space is shown as `·` and a tab as `→`, else as `_` and `\t`.
  ///
  /// - Returns: a line for each line of the comparison.
  public func text(unicode: Bool) -> [String] {
    lines.map { line in
      switch line {
      case .same(let text): "= " + text
      case .missing(let text): "- " + Self.visible(text, unicode: unicode)
      case .extra(let text): "+ " + Self.visible(text, unicode: unicode)
      }
    }
  }

  private static func visible(_ text: String, unicode: Bool) -> String {
    var shown = ""
    for character in text {
      switch character {
      case " ": shown += unicode ? "·" : "_"
      case "\t": shown += unicode ? "→" : "\\t"
      default: shown.append(character)
      }
    }
    return shown
  }
}
