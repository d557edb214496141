/// The room between two layers, and the rows on which its nets run across.
struct GraphChannel {
  /// The segments that leave one vertex together.
  struct Net {
    let id: Int
    let source: Int
    let style: Graph.Style
    /// The numbers of the segments.
    var segments: [Int]
    var targets: [Int]
    var row = 0

    var isStraight: Bool { targets.allSatisfy { $0 == source } }
    var extent: ClosedRange<Int> {
      min(source, targets.min() ?? source)...max(source, targets.max() ?? source)
    }
  }

  private(set) var nets: [Net] = []
  /// How many rows the nets take to run across.
  private(set) var rows = 0

  init(_ layers: GraphLayers, _ ports: GraphPorts, above layer: Int) {
    for (number, segment) in layers.segments.enumerated()
    where layers.vertices[segment.lower].layer == layer {
      let source = ports.departures[number]
      if let same = nets.firstIndex(where: { $0.id == segment.net && $0.source == source }) {
        nets[same].segments.append(number)
        nets[same].targets.append(ports.arrivals[number])
      } else {
        nets.append(
          Net(
            id: segment.net,
            source: source,
            style: segment.style,
            segments: [number],
            targets: [ports.arrivals[number]]
          )
        )
      }
    }
    assignRows()
  }

  /// Orders the nets from top to bottom so that few lines cross, and packs them into rows.
  private mutating func assignRows() {
    var order = nets.indices.filter { !nets[$0].isStraight }
    var improved = true
    var rounds = 0
    while improved, rounds < 50 {
      improved = false
      rounds += 1
      for place in order.indices.dropLast() {
        let (upper, lower) = (nets[order[place]], nets[order[place + 1]])
        if Self.cost(upper, above: lower) > Self.cost(lower, above: upper) {
          order.swapAt(place, place + 1)
          improved = true
        }
      }
    }
    for place in order.indices {
      let extent = nets[order[place]].extent
      let above = order[..<place].filter {
        nets[$0].extent.lowerBound - 2 < extent.upperBound
          && extent.lowerBound < nets[$0].extent.upperBound + 2
      }
      nets[order[place]].row = (above.map { nets[$0].row + 1 }).max() ?? 0
    }
    rows = (order.map { nets[$0].row + 1 }).max() ?? 0
  }

  /// How many crossings it makes to run `upper` above `lower`; lines on top of each other cost
  /// most.
  private static func cost(_ upper: Net, above lower: Net) -> Int {
    var cost = upper.targets.count { lower.extent.contains($0) && !lower.targets.contains($0) }
    if upper.extent.contains(lower.source) { cost += 1 }
    if upper.targets.contains(lower.source) { cost += 100 }
    return cost
  }
}
