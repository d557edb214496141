/// The columns at which each segment leaves its upper and reaches its lower vertex.
struct GraphPorts {
  /// By segment: the column beneath the upper vertex.
  private(set) var departures: [Int]
  /// By segment: the column above the lower vertex.
  private(set) var arrivals: [Int]

  /// Segments that meet at one port.
  private struct Group {
    var key: [Int]
    var segments: [Int]
    var wanted: Double
  }

  private let layers: GraphLayers
  private let columns: [Int]

  /// Nil if a box has too many ports for its width.
  init?(_ layers: GraphLayers, columns: [Int]) {
    self.layers = layers
    self.columns = columns
    departures = layers.segments.map { columns[$0.upper] }
    arrivals = layers.segments.map { columns[$0.lower] }
    for vertex in layers.vertices.indices where layers.vertices[vertex].node != nil {
      guard spread(at: vertex, below: true), spread(at: vertex, below: false) else { return nil }
    }
    straighten()
  }

  /// What leaves as one net shares a port, and so do arrows of one style that arrive.
  private func groups(at vertex: Int, below: Bool) -> [Group] {
    var groups: [Group] = []
    for (number, segment) in layers.segments.enumerated()
    where (below ? segment.upper : segment.lower) == vertex {
      let style = Graph.Style.allCases.firstIndex(of: segment.style) ?? 0
      let key = below || !segment.tipBelow ? [0, segment.net] : [1, style]
      if let same = groups.firstIndex(where: { $0.key == key }) {
        groups[same].segments.append(number)
      } else {
        groups.append(Group(key: key, segments: [number], wanted: 0))
      }
    }
    for number in groups.indices {
      let far = groups[number].segments.map {
        columns[below ? layers.segments[$0].lower : layers.segments[$0].upper]
      }
      groups[number].wanted = Double(far.reduce(0, +)) / Double(max(1, far.count))
    }
    return groups
  }

  private mutating func spread(at vertex: Int, below: Bool) -> Bool {
    let groups = groups(at: vertex, below: below)
    guard groups.count > 1 else { return true }
    let spacing = min(4, (2 * layers.vertices[vertex].reach - 2) / (groups.count - 1))
    guard spacing >= 2 else { return false }
    let ordered = groups.indices.sorted { (groups[$0].wanted, $0) < (groups[$1].wanted, $1) }
    let start = columns[vertex] - spacing * (groups.count - 1) / 2
    for (place, number) in ordered.enumerated() {
      for segment in groups[number].segments {
        set(segment, below: below, to: start + place * spacing)
      }
    }
    return true
  }

  private mutating func set(_ segment: Int, below: Bool, to column: Int) {
    if below { departures[segment] = column } else { arrivals[segment] = column }
  }

  /// Makes a lone segment straight where one of its boxes reaches far enough.
  private mutating func straighten() {
    for (number, segment) in layers.segments.enumerated()
    where departures[number] != arrivals[number] {
      let isLoneBelow =
        layers.segments.count { $0.upper == segment.upper && $0.net == segment.net } == 1
      let sharing = layers.segments.indices.filter {
        layers.segments[$0].lower == segment.lower && arrivals[$0] == arrivals[number]
      }
      if isLoneBelow, canMove(number, below: true, to: arrivals[number]) {
        departures[number] = arrivals[number]
      } else if sharing.count == 1, canMove(number, below: false, to: departures[number]) {
        arrivals[number] = departures[number]
      }
    }
  }

  private func canMove(_ number: Int, below: Bool, to column: Int) -> Bool {
    let vertex = below ? layers.segments[number].upper : layers.segments[number].lower
    guard layers.vertices[vertex].node != nil,
      abs(column - columns[vertex]) < layers.vertices[vertex].reach
    else { return false }
    return layers.segments.indices.allSatisfy { other in
      let end = below ? layers.segments[other].upper : layers.segments[other].lower
      let port = below ? departures[other] : arrivals[other]
      return other == number || end != vertex || abs(port - column) >= 2
    }
  }
}
