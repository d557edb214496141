/// The nodes of a graph in layers, with bends where an edge passes through a layer.
///
/// After Sugiyama, Tagawa and Toda (1981): break cycles, assign layers, order, place. What one
/// source sends in one style shares its bends, so that a bus has one trunk and not ten.
struct GraphLayers {
  /// A node, or the bend of a net in a layer that it passes.
  struct Vertex {
    let node: Int?
    /// The columns on either side of the middle one.
    let reach: Int
    var layer: Int
  }

  /// A piece of an edge from one layer to the next.
  struct Segment {
    let upper: Int
    let lower: Int
    /// Segments of one net may join.
    let net: Int
    let style: Graph.Style
    let tipAbove: Bool
    let tipBelow: Bool
    let labels: [String]
  }

  static let gap = 3
  private(set) var vertices: [Vertex] = []
  private(set) var segments: [Segment] = []
  /// The vertices of each layer from left to right.
  var layers: [[Int]] = []

  /// An edge turned so that it points down.
  private struct Descent {
    let upper: Int
    let lower: Int
    let edge: GraphContents.Edge
    let isTurned: Bool
    let net: Int
  }

  /// Nil if the layers cannot be kept within `width` columns.
  init?(_ graph: GraphContents, boxes: [GraphBox], width: Int) {
    let descents = Self.descents(of: graph)
    for reserve in stride(from: 0, through: width / 2, by: 4) {
      let layers = Self.assign(boxes, descents, capacity: width - reserve)
      build(boxes, layers, descents)
      if self.layers.allSatisfy({ columns(of: $0) <= width }) { return }
    }
    return nil
  }

  private func columns(of layer: [Int]) -> Int {
    layer.reduce(-Self.gap) { $0 + 2 * vertices[$1].reach + 1 + Self.gap }
  }

  // MARK: - Direction

  /// Turns the edges that close a cycle; edges from a node to itself are left out.
  private static func descents(of graph: GraphContents) -> [Descent] {
    enum Visit { case unseen, open, closed }
    var visits = Array(repeating: Visit.unseen, count: graph.nodes.count)
    var turned: Set<Int> = []
    func visit(_ node: Int) {
      visits[node] = .open
      for (number, edge) in graph.edges.enumerated() where edge.source == node {
        switch visits[edge.target] {
        case .unseen: visit(edge.target)
        case .open: turned.insert(number)
        case .closed: break
        }
      }
      visits[node] = .closed
    }
    let targets = Set(graph.edges.map(\.target))
    for node in graph.nodes.indices where !targets.contains(node) { visit(node) }
    for node in graph.nodes.indices where visits[node] == .unseen { visit(node) }

    return graph.edges.enumerated().filter { $1.source != $1.target }.map { number, edge in
      let isTurned = turned.contains(number)
      let first = graph.edges.firstIndex { $0.source == edge.source && $0.style == edge.style }
      return Descent(
        upper: isTurned ? edge.target : edge.source,
        lower: isTurned ? edge.source : edge.target,
        edge: edge,
        isTurned: isTurned,
        net: isTurned ? graph.edges.count + number : first ?? number
      )
    }
  }

  // MARK: - Layers

  /// Puts each node beneath all that lead to it, in the first layer with room.
  private static func assign(
    _ boxes: [GraphBox],
    _ descents: [Descent],
    capacity: Int
  ) -> [Int] {
    var layers = Array(repeating: 0, count: boxes.count)
    var used: [Int] = []
    func hasRoom(_ layer: Int, for box: Int) -> Bool {
      layer >= used.count || used[layer] == 0 || used[layer] + gap + boxes[box].width <= capacity
    }
    let order = topologicalOrder(boxes.count, descents)
    for box in order {
      var layer = (descents.filter { $0.lower == box }.map { layers[$0.upper] + 1 }).max() ?? 0
      while !hasRoom(layer, for: box) { layer += 1 }
      while used.count <= layer { used.append(0) }
      used[layer] += (used[layer] == 0 ? 0 : gap) + boxes[box].width
      layers[box] = layer
    }
    // A source stands right above the first that it leads to.
    for box in order.reversed() where !descents.contains(where: { $0.lower == box }) {
      let below = descents.filter { $0.upper == box }.map { layers[$0.lower] }.min()
      guard let below, below - 1 > layers[box], hasRoom(below - 1, for: box) else { continue }
      used[layers[box]] -= boxes[box].width + gap
      used[below - 1] += boxes[box].width + gap
      layers[box] = below - 1
    }
    return layers
  }

  private static func topologicalOrder(_ count: Int, _ descents: [Descent]) -> [Int] {
    var waiting = Array(repeating: 0, count: count)
    for descent in descents { waiting[descent.lower] += 1 }
    let linked = Set(descents.flatMap { [$0.upper, $0.lower] })
    var ready = (0..<count).filter { waiting[$0] == 0 && linked.contains($0) }
    var order: [Int] = []
    while !ready.isEmpty {
      let node = ready.removeFirst()
      order.append(node)
      for descent in descents where descent.upper == node {
        waiting[descent.lower] -= 1
        if waiting[descent.lower] == 0 { ready.append(descent.lower) }
      }
    }
    return order + (0..<count).filter { !linked.contains($0) }
  }

  // MARK: - Bends

  private struct Bend: Hashable {
    let net: Int
    let layer: Int
  }

  private mutating func build(_ boxes: [GraphBox], _ layers: [Int], _ descents: [Descent]) {
    vertices = boxes.indices.map {
      Vertex(node: $0, reach: boxes[$0].width / 2, layer: layers[$0])
    }
    segments = []
    var bends: [Bend: Int] = [:]
    for descent in descents {
      var upper = descent.upper
      var tipAbove = descent.isTurned
      for layer in layers[descent.upper] + 1..<layers[descent.lower] {
        let key = Bend(net: descent.net, layer: layer)
        if let bend = bends[key] {
          upper = bend
          continue
        }
        vertices.append(Vertex(node: nil, reach: 0, layer: layer))
        let bend = vertices.count - 1
        bends[key] = bend
        addSegment(descent, from: upper, to: bend, tipAbove: tipAbove, isLast: false)
        upper = bend
        tipAbove = false
      }
      addSegment(descent, from: upper, to: descent.lower, tipAbove: tipAbove, isLast: true)
    }
    dropEmptyLayers()
  }

  private mutating func addSegment(
    _ descent: Descent,
    from upper: Int,
    to lower: Int,
    tipAbove: Bool,
    isLast: Bool
  ) {
    segments.append(
      Segment(
        upper: upper,
        lower: lower,
        net: descent.net,
        style: descent.edge.style,
        tipAbove: tipAbove,
        tipBelow: isLast && !descent.isTurned,
        labels: isLast ? descent.edge.labels : []
      )
    )
  }

  private mutating func dropEmptyLayers() {
    let depth = (vertices.map(\.layer).max() ?? -1) + 1
    layers = (0..<depth).map { layer in
      vertices.indices.filter { vertices[$0].layer == layer }
    }
    .filter { !$0.isEmpty }
    for (number, layer) in layers.enumerated() {
      for vertex in layer { vertices[vertex].layer = number }
    }
  }
}
