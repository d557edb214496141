/// Draws a graph as boxes and arrows from top to bottom.
struct GraphDrawing {
  /// Beyond this a drawing is a thicket and a list reads better.
  private static let mostNodes = 60

  private let graph: GraphContents
  private let layout: Layout
  private let boxes: [GraphBox]
  private let layers: GraphLayers
  private let columns: [Int]
  private let ports: GraphPorts

  /// Nil if the drawing does not fit.
  init?(_ graph: GraphContents, _ layout: Layout) {
    guard 1...Self.mostNodes ~= graph.nodes.count else { return nil }
    self.graph = graph
    self.layout = layout
    boxes = graph.nodes.map { GraphBox($0) }
    let width = min(layout.width, 120)
    guard var layers = GraphLayers(graph, boxes: boxes, width: width) else { return nil }
    layers.order()
    self.layers = layers
    columns = layers.columns(width: width)
    guard let ports = GraphPorts(layers, columns: columns) else { return nil }
    self.ports = ports
  }

  func lines() -> [StyledLine] {
    var canvas = Canvas(width: min(layout.width, 120), unicode: layout.unicode)
    var remarks = graph.edges.filter { $0.source == $0.target }.map {
      $0.words(graph.nodes, layout)
    }
    var top = 0
    for (number, layer) in layers.layers.enumerated() {
      if number > 0 {
        top = drawChannel(above: number, top, on: &canvas, &remarks)
      }
      let height = layer.map { self.height(of: $0) }.max() ?? 0
      for vertex in layer { draw(vertex, top, height, on: &canvas) }
      top += height
    }
    return canvas.lines() + legend()
      + remarks.flatMap { $0.wrapped(to: layout.width, rest: "    ") }
  }

  private func height(of vertex: Int) -> Int {
    layers.vertices[vertex].node.map { boxes[$0].height } ?? 0
  }

  /// Draws a box, and beneath it down to the end of the layer the lines that leave it; or a bend.
  private func draw(_ vertex: Int, _ top: Int, _ height: Int, on canvas: inout Canvas) {
    let leaving = layers.segments.indices.filter { layers.segments[$0].upper == vertex }
    if let node = layers.vertices[vertex].node {
      let x = columns[vertex] - layers.vertices[vertex].reach
      let tails = leaving.filter { !layers.segments[$0].tipAbove }
      boxes[node].draw(
        on: &canvas,
        x: x,
        y: top,
        ports: tails.map { ports.departures[$0] },
        unicode: layout.unicode
      )
    }
    for number in leaving {
      let segment = layers.segments[number]
      for y in top + self.height(of: vertex)..<max(top + height, top + self.height(of: vertex)) {
        canvas.stroke(.vertical, x: ports.departures[number], y: y, net: segment.net, segment.style)
      }
      if segment.tipAbove, self.height(of: vertex) < height {
        let tip = tip(segment.style, upwards: true)
        canvas.put(tip, x: ports.departures[number], y: top + self.height(of: vertex))
      }
    }
  }

  /// Draws the lines between two layers; returns the row at which the lower layer begins.
  private func drawChannel(
    above layer: Int,
    _ top: Int,
    on canvas: inout Canvas,
    _ remarks: inout [StyledLine]
  ) -> Int {
    let channel = GraphChannel(layers, ports, above: layer)
    let segments = channel.nets.flatMap { $0.segments }
    let hasTipAbove = segments.contains { layers.segments[$0].tipAbove }
    let hasLabels = segments.contains { !layers.segments[$0].labels.isEmpty }
    let firstRow = top + (hasTipAbove ? 1 : 0)
    let labelRow = firstRow + channel.rows
    let tipRow = labelRow + (hasLabels || channel.rows == 0 ? 1 : 0)
    for net in channel.nets { draw(net, top, firstRow + net.row, tipRow, on: &canvas) }
    for number in segments {
      let segment = layers.segments[number]
      let height = self.height(of: segment.upper)
      let isTallest = layers.layers[layer - 1].allSatisfy { self.height(of: $0) <= height }
      if segment.tipAbove, isTallest {
        canvas.put(tip(segment.style, upwards: true), x: ports.departures[number], y: top)
      }
      if segment.tipBelow {
        canvas.put(tip(segment.style, upwards: false), x: ports.arrivals[number], y: tipRow)
      }
    }
    for number in segments where !layers.segments[number].labels.isEmpty {
      placeLabel(of: number, y: labelRow, on: &canvas, &remarks)
    }
    return tipRow + 1
  }

  private func draw(
    _ net: GraphChannel.Net,
    _ top: Int,
    _ row: Int,
    _ bottom: Int,
    on canvas: inout Canvas
  ) {
    func upright(_ x: Int, from start: Int, to end: Int, entersAbove: Bool, leavesBelow: Bool) {
      for y in start...end {
        var directions: Canvas.Directions = []
        if y > start || entersAbove { directions.insert(.up) }
        if y < end || leavesBelow { directions.insert(.down) }
        canvas.stroke(directions, x: x, y: y, net: net.id, net.style)
      }
    }
    guard !net.isStraight else {
      return upright(net.source, from: top, to: bottom, entersAbove: true, leavesBelow: true)
    }
    upright(net.source, from: top, to: row, entersAbove: true, leavesBelow: false)
    for target in net.targets {
      upright(target, from: row, to: bottom, entersAbove: false, leavesBelow: true)
    }
    for x in net.extent {
      var directions: Canvas.Directions = []
      if x > net.extent.lowerBound { directions.insert(.left) }
      if x < net.extent.upperBound { directions.insert(.right) }
      canvas.stroke(directions, x: x, y: row, net: net.id, net.style)
    }
  }

  private func tip(_ style: Graph.Style, upwards: Bool) -> String {
    guard layout.unicode else { return upwards ? "^" : "v" }
    return switch style {
    case .polling: upwards ? "△" : "▽"
    case .synchronous, .asynchronous: upwards ? "▲" : "▼"
    }
  }

  // MARK: - Words

  /// Puts a label beside its arrow; what has no room, or would name several arrows, goes below.
  private func placeLabel(
    of number: Int,
    y: Int,
    on canvas: inout Canvas,
    _ remarks: inout [StyledLine]
  ) {
    let segment = layers.segments[number]
    let label = segment.labels.joined(separator: ", ")
    let x = ports.arrivals[number]
    let sharing = layers.segments.indices.filter {
      layers.segments[$0].lower == segment.lower && ports.arrivals[$0] == x
    }
    let isCommon = sharing.allSatisfy { layers.segments[$0].labels == segment.labels }
    if isCommon, sharing.first != number { return }
    let width = label.displayWidth
    // A label as near to another line as to its own would be read as that one's.
    if isCommon, x + 2 + width <= canvas.width, canvas.isFree(x + 1..<x + 4 + width, y: y) {
      canvas.put(label, x: x + 2, y: y, .muted)
    } else if isCommon, x - 1 - width >= 0, canvas.isFree(x - 3 - width..<x, y: y) {
      canvas.put(label, x: x - 1 - width, y: y, .muted)
    } else if let edge = edge(of: segment) {
      remarks.append(edge.words(graph.nodes, layout))
    }
  }

  /// The edge whose last piece `segment` is.
  private func edge(of segment: GraphLayers.Segment) -> GraphContents.Edge? {
    let end = layers.vertices[segment.lower].node
    return graph.edges.enumerated().first { number, edge in
      let isTurned = segment.net >= graph.edges.count
      return isTurned
        ? number == segment.net - graph.edges.count
        : edge.target == end && edge.style == segment.style
          && edge.source == graph.edges[segment.net].source
    }?.element
  }

  private func legend() -> [StyledLine] {
    let used = Graph.Style.allCases.filter { style in graph.edges.contains { $0.style == style } }
    guard !used.isEmpty else { return [] }
    let entries = used.map { style in
      let dash = Canvas.glyph(.horizontal, style, layout.unicode)
      let tip = layout.unicode ? (style == .polling ? "▷" : "▶") : ">"
      return "\(dash)\(dash)\(tip) \(style.name)"
    }
    return [StyledLine()]
      + StyledLine(entries.joined(separator: "   "), .muted)
      .wrapped(to: layout.width)
  }
}
