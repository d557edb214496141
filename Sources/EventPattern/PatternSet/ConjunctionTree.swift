/// Sets of targets, to find all of those of which every target is met.
///
/// A set is a way down the tree, one target a step. The search takes steps that are met only: its
/// cost grows with the beginnings of sets that are met, not with the number of sets.
struct ConjunctionTree: Sendable {
  private struct Node {
    var edges = Chains.none
    var edgeCount = 0
    var ends = Chains.none
  }

  private struct Edge {
    let target: Int
    let node: Int
    let next: Int
  }

  private struct Step: Hashable {
    let node: Int
    let target: Int
  }

  /// Up to so many edges of a node are looked at one by one.
  private static let edgeLimit = 4

  private var nodes = [Node()]
  private var edges: [Edge] = []
  private var steps: [Step: Int] = [:]
  /// The steps from the root, by target; -1 for none.
  private var first: [Int] = []
  private var chains = Chains()

  /// Adds a set, known by `number`.
  mutating func add(_ targets: [Int], number: Int) {
    let end = targets.reduce(0) { step(from: $0, $1) }
    chains.add(number, to: &nodes[end].ends)
  }

  private mutating func step(from node: Int, _ target: Int) -> Int {
    if let known = steps[Step(node: node, target: target)] { return known }
    let new = nodes.count
    nodes.append(Node())
    steps[Step(node: node, target: target)] = new
    edges.append(Edge(target: target, node: new, next: nodes[node].edges))
    nodes[node].edges = edges.count - 1
    nodes[node].edgeCount += 1
    if node == 0 {
      if first.count <= target {
        first += repeatElement(-1, count: target + 1 - first.count)
      }
      first[target] = new
    }
    return new
  }

  /// Adds to `numbers` the sets of which every target is met.
  func collect(_ findings: Findings, into numbers: inout [Int]) {
    collectEnds(of: 0, into: &numbers)
    for place in findings.met.indices {
      let target = findings.met[place]
      if target < first.count, first[target] >= 0 {
        visit(first[target], findings, &numbers)
      }
    }
  }

  private func visit(_ node: Int, _ findings: Findings, _ numbers: inout [Int]) {
    collectEnds(of: node, into: &numbers)
    guard nodes[node].edgeCount > Self.edgeLimit else {
      var edge = nodes[node].edges
      while edge >= 0 {
        if findings.isMet(edges[edge].target) { visit(edges[edge].node, findings, &numbers) }
        edge = edges[edge].next
      }
      return
    }
    for place in findings.met.indices {
      let step = Step(node: node, target: findings.met[place])
      if let next = steps[step] { visit(next, findings, &numbers) }
    }
  }

  private func collectEnds(of node: Int, into numbers: inout [Int]) {
    var link = nodes[node].ends
    while link >= 0 {
      numbers.append(chains.number(at: link))
      link = chains.next(after: link)
    }
  }
}
