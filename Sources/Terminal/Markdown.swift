public import Figures

/// Markdown in the small subset that lessons use, read into blocks.
///
/// Headings, paragraphs, bullet and numbered lists with nesting by indentation, block quotes,
/// fenced code, tables and rules; within them `code`, **bold**, *italic* and links. Comments are
/// left out. Every text is Markdown: what is no block of these is a paragraph.
public struct Markdown: Sendable, Hashable {
  indirect enum Block: Sendable, Hashable {
    case heading(level: Int, text: String)
    case paragraph(String)
    case item(marker: String?, blocks: [Block])
    case quote([Block])
    case code([String])
    case table(header: [String], alignments: [Table.Alignment], rows: [[String]])
    case rule
  }

  let blocks: [Block]

  /// Reads `text`.
  public init(_ text: String) {
    var parser = MarkdownParser(text)
    blocks = parser.blocks()
  }

  /// The text laid out; no line is wider than the layout.
  public func lines(in layout: Layout) -> [StyledLine] {
    MarkdownLayout(layout: layout).lines(for: blocks)
  }
}
