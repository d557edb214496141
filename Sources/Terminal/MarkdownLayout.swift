import Figures

/// Lays out the blocks of Markdown.
struct MarkdownLayout {
  let layout: Layout

  func lines(for blocks: [Markdown.Block]) -> [StyledLine] {
    var lines: [StyledLine] = []
    var previous: Markdown.Block?
    for block in blocks {
      // The items of a tight list stand close together; all else is set apart.
      if let previous, !(previous.isPlainItem && block.isPlainItem) { lines.append(StyledLine()) }
      lines += self.lines(for: block)
      previous = block
    }
    return lines
  }

  private func lines(for block: Markdown.Block) -> [StyledLine] {
    switch block {
    case .heading(let level, let text): return heading(level, text)
    case .paragraph(let text): return inline(text).wrapped(to: layout.width)
    case .item(let marker, let blocks):
      let bullet = (marker ?? (layout.unicode ? "•" : "-")) + " "
      let indent = String(repeating: " ", count: bullet.count)
      return indented(blocks, first: StyledLine(bullet), rest: StyledLine(indent))
    case .quote(let blocks):
      let bar = StyledLine(layout.unicode ? "│ " : "| ", .muted)
      return indented(blocks, first: bar, rest: bar)
    case .code(let lines):
      return lines.flatMap { StyledLine.code(layout.readable($0), in: layout.width, margin: 4) }
    case .table(let header, let alignments, let rows):
      let columns = zip(header, alignments).map { Table.Column(inline($0).text, $1) }
      let cells = rows.map { $0.prefix(columns.count).map { Span(inline($0).text) } }
      return layout.lines(for: .table(Table(columns: columns, rows: cells)))
    case .rule:
      return [
        StyledLine(String(repeating: layout.unicode ? "─" : "-", count: layout.width), .muted)
      ]
    }
  }

  /// Underlined, so that structure shows without colour.
  private func heading(_ level: Int, _ text: String) -> [StyledLine] {
    let lines = StyledLine(inline(text).text, .heading).wrapped(to: layout.width)
    guard level <= 2, let width = lines.map(\.width).max(), width > 0 else { return lines }
    let line = layout.unicode ? (level == 1 ? "═" : "─") : (level == 1 ? "=" : "-")
    return lines + [StyledLine(String(repeating: line, count: width), .muted)]
  }

  private func indented(
    _ blocks: [Markdown.Block],
    first: StyledLine,
    rest: StyledLine
  ) -> [StyledLine] {
    // Where nesting has used up the width, it goes on without indentation.
    guard layout.width - first.width >= Layout.minimumWidth else { return lines(for: blocks) }
    let inner = Layout(
      width: layout.width - first.width,
      unicode: layout.unicode,
      inWords: layout.inWords
    )
    return MarkdownLayout(layout: inner).lines(for: blocks).enumerated().map { number, line in
      var result =
        number == 0 ? first : line.spans.isEmpty && rest.text.allSatisfy { $0 == " " } ? "" : rest
      result.append(line)
      return result
    }
  }

  private func inline(_ text: String) -> StyledLine {
    var parser = InlineMarkdown(layout.readable(text))
    return parser.line()
  }
}

extension Markdown.Block {
  /// An item of one paragraph, and lists within it.
  fileprivate var isPlainItem: Bool {
    guard case .item(_, let blocks) = self else { return false }
    return blocks.enumerated().allSatisfy { number, block in
      if case .paragraph = block { number == 0 } else { block.isPlainItem }
    }
  }
}
