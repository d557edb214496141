/// A node drawn as a box: its kind in the upper border, its label and state inside.
struct GraphBox {
  private static let widestText = 22
  /// Odd, so that the box has a middle column.
  let width: Int
  private let kind: String
  private let content: [StyledLine]

  init(_ node: Graph.Node) {
    let texts = [
      StyledLine(node.label, .emphasis), StyledLine(node.group ?? "", .muted),
      StyledLine(node.status.map { [$0] } ?? []), StyledLine(node.note ?? "", .muted),
    ]
    content = texts.filter { !$0.text.isEmpty }.flatMap { $0.wrapped(to: Self.widestText) }
    kind = node.kind.displayWidth <= Self.widestText ? node.kind : ""
    let inner = max(content.map(\.width).max() ?? 0, kind.isEmpty ? 0 : kind.displayWidth + 1, 5)
    width = (inner + 4) | 1
  }

  var height: Int { content.count + 2 }

  /// Draws the box with its upper left corner at `x` and `y`.
  ///
  /// `ports` are the columns at which lines leave the lower border.
  func draw(on canvas: inout Canvas, x: Int, y: Int, ports: [Int], unicode: Bool) {
    let corners = unicode ? ["┌", "┐", "└", "┘"] : ["+", "+", "+", "+"]
    let dash = unicode ? "─" : "-"
    let border = String(repeating: dash, count: width - 2)
    canvas.put(corners[0] + border + corners[1], x: x, y: y, .muted)
    if !kind.isEmpty { canvas.put(" \(kind) ", x: x + 1, y: y, .muted) }
    for (number, line) in content.enumerated() {
      let row = y + 1 + number
      canvas.put(unicode ? "│" : "|", x: x, y: row, .muted)
      var column = x + 2
      canvas.put(String(repeating: " ", count: width - 2), x: x + 1, y: row)
      for span in line.spans {
        canvas.put(span.text, x: column, y: row, span.role)
        column += span.text.displayWidth
      }
      canvas.put(unicode ? "│" : "|", x: x + width - 1, y: row, .muted)
    }
    let bottom = y + height - 1
    canvas.put(corners[2] + border + corners[3], x: x, y: bottom, .muted)
    for port in ports { canvas.put(unicode ? "┬" : "+", x: port, y: bottom, .muted) }
  }
}
