extension GraphLayers {
  /// Orders each layer so that few edges cross, by the barycentre rule, keeping the best order met.
  mutating func order() {
    layers = depthFirstOrder()
    var best = layers
    var fewest = crossings()
    for sweep in 0..<16 where fewest > 0 {
      let downwards = sweep.isMultiple(of: 2)
      let numbers = layers.indices.dropFirst()
      for number in downwards ? Array(numbers) : numbers.map({ $0 - 1 }).reversed() {
        sort(number, by: downwards ? \.upper : \.lower, of: downwards ? \.lower : \.upper)
      }
      let count = crossings()
      if count < fewest {
        best = layers
        fewest = count
      }
    }
    layers = best
  }

  /// What belongs to one source stands together.
  private func depthFirstOrder() -> [[Int]] {
    var seen: Set<Int> = []
    var ordered: [[Int]] = layers.map { _ in [] }
    func visit(_ vertex: Int) {
      guard seen.insert(vertex).inserted else { return }
      ordered[vertices[vertex].layer].append(vertex)
      for segment in segments where segment.upper == vertex { visit(segment.lower) }
    }
    for layer in layers { for vertex in layer { visit(vertex) } }
    return ordered
  }

  private mutating func sort(
    _ number: Int,
    by neighbour: KeyPath<Segment, Int>,
    of end: KeyPath<Segment, Int>
  ) {
    let places = self.places()
    let centres = layers[number].enumerated().map { place, vertex in
      let neighbours = segments.filter { $0[keyPath: end] == vertex }
        .map { Double(places[$0[keyPath: neighbour]]) }
      guard !neighbours.isEmpty else { return Double(place) }
      return neighbours.reduce(0, +) / Double(neighbours.count)
    }
    // The place breaks ties, so that the order is the same each time.
    layers[number] = layers[number].indices
      .sorted { (centres[$0], $0) < (centres[$1], $1) }
      .map { layers[number][$0] }
  }

  private func places() -> [Int] {
    var places = Array(repeating: 0, count: vertices.count)
    for layer in layers {
      for (place, vertex) in layer.enumerated() { places[vertex] = place }
    }
    return places
  }

  private func crossings() -> Int {
    let places = self.places()
    var count = 0
    for (number, one) in segments.enumerated() {
      for other in segments[(number + 1)...]
      where vertices[one.upper].layer == vertices[other.upper].layer {
        let above = places[one.upper] - places[other.upper]
        let below = places[one.lower] - places[other.lower]
        if above * below < 0 { count += 1 }
      }
    }
    return count
  }

  /// The middle columns of all vertices, near those of their neighbours and within `width`.
  func columns(width: Int) -> [Int] {
    var columns = Array(repeating: 0.0, count: vertices.count)
    for layer in layers { place(layer, at: layer.map { columns[$0] }, width, &columns) }
    for sweep in 0..<24 {
      let order = sweep.isMultiple(of: 2) ? layers : layers.reversed()
      for layer in order {
        let wanted = layer.map { vertex in
          let neighbours = segments.compactMap { segment in
            segment.lower == vertex ? segment.upper : segment.upper == vertex ? segment.lower : nil
          }
          let sum = neighbours.reduce(0.0) { $0 + columns[$1] }
          return neighbours.isEmpty ? columns[vertex] : sum / Double(neighbours.count)
        }
        place(layer, at: wanted, width, &columns)
      }
    }
    for layer in layers { place(layer, at: layer.map { columns[$0].rounded() }, width, &columns) }
    return columns.map { Int($0.rounded()) }
  }

  /// Moves a layer as near to the wanted columns as its gaps and the width allow.
  ///
  /// Least squares under order constraints, which is isotonic regression after taking away the
  /// gaps: neighbours that want to overlap are pooled and meet in the middle.
  private func place(_ layer: [Int], at wanted: [Double], _ width: Int, _ columns: inout [Double]) {
    var offsets: [Double] = []
    var next = 0
    for vertex in layer {
      offsets.append(Double(next + vertices[vertex].reach))
      next += 2 * vertices[vertex].reach + 1 + Self.gap
    }
    let slack = Double(max(0, width - (next - Self.gap)))
    var pools: [(sum: Double, count: Int)] = []
    for (offset, column) in zip(offsets, wanted) {
      pools.append((column - offset, 1))
      while pools.count > 1,
        pools[pools.count - 2].sum / Double(pools[pools.count - 2].count)
          > pools[pools.count - 1].sum / Double(pools[pools.count - 1].count)
      {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    var place = 0
    for pool in pools {
      let shift = min(max(0, (pool.sum / Double(pool.count)).rounded()), slack)
      for _ in 0..<pool.count {
        columns[layer[place]] = offsets[place] + shift
        place += 1
      }
    }
  }
}
