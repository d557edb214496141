import Figures

/// What is shown to a reader, its endless lines cut, so that one long value does not push the rest
/// off the screen.
///
/// A command that tries the largest message there may be would otherwise fill thousands of lines.
struct CutLines {
  /// The characters a line may have and still be shown whole: more than an envelope of SNS needs.
  private static let longest = 2_000
  private static let kept = 160

  /// What shows everything, said where something is missing; nil where nothing does.
  var remedy: String?

  /// The text with its endless lines cut.
  func cut(_ whole: String) -> String {
    whole.split(separator: "\n", omittingEmptySubsequences: false)
      .map { cut(line: $0) }
      .joined(separator: "\n")
  }

  /// The figure with the endless lines of its texts cut; what is drawn to scale stays as it is.
  func cut(_ figure: Figure) -> Figure {
    switch figure {
    case .text(let text): return .text(cut(text))
    case .table(var table):
      table.rows = table.rows.map { row in row.map { Span(cut($0.text), $0.role) } }
      return .table(table)
    case .stack(let figures): return .stack(figures.map { cut($0) })
    case .graph, .chart, .timeline: return figure
    }
  }

  private func cut(line: Substring) -> String {
    guard line.count > Self.longest else { return String(line) }
    let beginning = line.prefix(Self.kept)
    let left = (line.utf8.count - beginning.utf8.count).counting("byte")
    return "\(beginning)… (\(left) more\(remedy.map { "; \($0)" } ?? ""))"
  }
}
