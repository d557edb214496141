/// Turns figures into lines of a given width.
///
/// No line is wider than `width`, whatever the figure holds. Without Unicode every line is ASCII.
/// The lines carry roles, not colours; leaving the roles away loses no meaning.
public struct Layout: Sendable, Hashable {
  /// How many columns there are; at least 20.
  public let width: Int
  /// Whether more than ASCII may be printed.
  public let unicode: Bool
  /// Whether drawings are put in words, for screen readers and braille displays.
  public let inWords: Bool

  /// The narrowest layout; a smaller width is raised to it.
  public static let minimumWidth = 20

  /// Makes a layout.
  public init(width: Int, unicode: Bool, inWords: Bool = false) {
    self.width = max(Self.minimumWidth, width)
    self.unicode = unicode
    self.inWords = inWords
  }

  /// The figure as lines.
  public func lines(for figure: Figure) -> [StyledLine] {
    switch figure {
    case .text(let text): readable(text).wrapped(to: width).map { StyledLine($0) }
    case .table(let table): titled(table.title, TableLayout(table, self).lines())
    case .graph(let graph): titled(graph.title, lines(for: graph))
    case .chart(let chart): titled(chart.title, ChartLayout(chart, self).lines())
    case .timeline(let timeline): titled(timeline.title, TimelineLayout(timeline, self).lines())
    case .stack(let figures):
      Array(figures.map { lines(for: $0) }.filter { !$0.isEmpty }.joined(separator: [StyledLine()]))
    }
  }

  /// Drawn if there is room for a drawing that can be followed, else a list.
  private func lines(for graph: Graph) -> [StyledLine] {
    let graph = GraphContents(graph, self)
    if !inWords, width >= 60, let drawing = GraphDrawing(graph, self) { return drawing.lines() }
    return GraphList(graph, self).lines()
  }

  private func titled(_ title: String?, _ lines: [StyledLine]) -> [StyledLine] {
    guard let title, !title.isEmpty else { return lines }
    return StyledLine(readableLine(title), .heading).wrapped(to: width) + lines
  }
}
