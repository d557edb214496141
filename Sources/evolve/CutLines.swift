import Figures

/// A text whose endless lines are cut, so that one long value does not push the rest off the
/// screen.
///
/// A run that tries the largest message there may be would otherwise fill thousands of lines.
struct CutLines {
  /// The characters a line may have and still be shown whole: more than an envelope of SNS needs.
  private static let longest = 2_000
  private static let kept = 160

  let text: String

  init(_ whole: String) {
    text = whole.split(separator: "\n", omittingEmptySubsequences: false)
      .map(Self.cut)
      .joined(separator: "\n")
  }

  private static func cut(_ line: Substring) -> String {
    let length = line.count
    guard length > longest else { return String(line) }
    return "\(line.prefix(kept))… (\((length - kept).counting("character")) more)"
  }
}
