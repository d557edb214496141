/// A graph made ready for laying out: texts readable, edges by number, repetitions joined.
struct GraphContents {
  struct Edge {
    let source: Int
    let target: Int
    let style: Graph.Style
    var labels: [String]
  }

  let nodes: [Graph.Node]
  let edges: [Edge]

  init(_ graph: Graph, _ layout: Layout) {
    var nodes: [Graph.Node] = []
    var numbers: [String: Int] = [:]
    for node in graph.nodes where numbers[node.id] == nil {
      numbers[node.id] = nodes.count
      nodes.append(Self.readable(node, layout))
    }
    var edges: [Edge] = []
    for edge in graph.edges {
      guard let source = numbers[edge.source], let target = numbers[edge.target] else { continue }
      let label = layout.readableLine(edge.label ?? "")
      let labels = label.isEmpty ? [] : [label]
      let same = edges.firstIndex {
        $0.source == source && $0.target == target && $0.style == edge.style
      }
      if let same {
        edges[same].labels += labels.filter { !edges[same].labels.contains($0) }
      } else {
        edges.append(Edge(source: source, target: target, style: edge.style, labels: labels))
      }
    }
    self.nodes = nodes
    self.edges = edges
  }

  private static func readable(_ node: Graph.Node, _ layout: Layout) -> Graph.Node {
    Graph.Node(
      node.id,
      label: layout.readableLine(node.label),
      kind: layout.readableLine(node.kind),
      group: node.group.map(layout.readableLine),
      status: node.status.map { Span(layout.readableLine($0.text), $0.role) },
      note: node.note.map(layout.readableLine)
    )
  }
}

extension GraphContents.Edge {
  /// The edge in words: "shop → database: SQL".
  func words(_ nodes: [Graph.Node], _ layout: Layout) -> StyledLine {
    let arrow = layout.unicode ? " → " : " -> "
    var line = StyledLine(nodes[source].label + arrow + nodes[target].label)
    if style != .synchronous { line.append(" (\(style.name))", .muted) }
    if !labels.isEmpty { line.append(": " + labels.joined(separator: ", "), .muted) }
    return line
  }
}

/// Writes a graph as a list: each node, and indented beneath it where its work goes.
struct GraphList {
  private let graph: GraphContents
  private let layout: Layout

  init(_ graph: GraphContents, _ layout: Layout) {
    self.graph = graph
    self.layout = layout
  }

  func lines() -> [StyledLine] {
    graph.nodes.enumerated().flatMap { number, node in
      heading(node).wrapped(to: layout.width, rest: "    ")
        + graph.edges.filter { $0.source == number }.flatMap {
          $0.words(graph.nodes, layout).wrapped(to: layout.width, first: "  ", rest: "      ")
        }
    }
  }

  private func heading(_ node: Graph.Node) -> StyledLine {
    var line = StyledLine(node.label, .emphasis)
    let place = [node.kind, node.group ?? ""].filter { !$0.isEmpty }
    if !place.isEmpty { line.append(" (" + place.joined(separator: ", ") + ")", .muted) }
    if let status = node.status, !status.text.isEmpty {
      line.append(": ")
      line.append(status.text, status.role)
    }
    if let note = node.note, !note.isEmpty { line.append("; " + note) }
    return line
  }
}
