/// All prefixes, wildcards and texts without letter case, each within a scope, tried together.
///
/// A tree whose edges are bytes. Patterns that begin alike share their beginnings, a star is a node
/// that stays in reach whatever comes, and a character without case leads to one node by each of
/// its spellings. What a text meets is found in one pass, by the nodes that it reaches.
struct TextAutomaton: Sendable {
  /// What stands at one place of a pattern.
  enum Symbol: Hashable {
    case byte(UInt8)
    /// A character in any of these spellings.
    case character([[UInt8]])
    /// Any number of bytes.
    case star
  }

  private struct Node {
    var edges = Chains.none
    var edgeCount = 0
    /// Where the node's row of ``rows`` begins; -1 while it has few edges.
    var row = -1
    var star = -1
    /// What ends here: as soon as the node is reached, or if the text ends here too.
    var reached = Chains.none
    var ended = Chains.none
  }

  private struct Edge {
    let byte: UInt8
    /// Whether a byte of a pattern stands for the edge, and not a spelling of a character.
    let isPlain: Bool
    let target: Int
    var next: Int
  }

  private struct Place: Hashable {
    let node: Int
    let symbol: Symbol
  }

  /// From so many edges on a node has a row: a first edge for each byte.
  private static let rowLimit = 8

  /// The first node of each scope; -1 for none.
  private var roots: [Int] = []
  private var nodes: [Node] = []
  private var edges: [Edge] = []
  private var rows: [Int] = []
  private var characters: [Place: Int] = [:]

  // MARK: - Adding

  /// Adds a pattern.
  ///
  /// - Parameters:
  ///   - symbols: the pattern.
  ///   - scope: where it belongs.
  ///   - isWhole: whether the text must end where the pattern ends.
  ///   - target: what is found where the pattern is met.
  ///   - chains: where to keep it.
  mutating func add(
    _ symbols: [Symbol],
    in scope: Int,
    isWhole: Bool,
    target: Int,
    _ chains: inout Chains
  ) {
    let node = symbols.reduce(root(of: scope)) { step(from: $0, $1) }
    if isWhole {
      chains.add(target, to: &nodes[node].ended)
    } else {
      chains.add(target, to: &nodes[node].reached)
    }
  }

  private mutating func root(of scope: Int) -> Int {
    if roots.count <= scope { roots += repeatElement(-1, count: scope + 1 - roots.count) }
    if roots[scope] < 0 { roots[scope] = newNode() }
    return roots[scope]
  }

  private mutating func step(from node: Int, _ symbol: Symbol) -> Int {
    switch symbol {
    case .byte(let byte):
      var edge = firstEdge(of: node, byte)
      while edge >= 0 {
        if edges[edge].byte == byte, edges[edge].isPlain { return edges[edge].target }
        edge = edges[edge].next
      }
      let target = newNode()
      connect(node, byte, to: target, isPlain: true)
      return target
    case .star:
      if nodes[node].star < 0 { nodes[node].star = newNode() }
      return nodes[node].star
    case .character(let spellings):
      let place = Place(node: node, symbol: symbol)
      if let known = characters[place] { return known }
      let target = newNode()
      for spelling in spellings {
        var end = node
        for byte in spelling.dropLast() {
          let between = newNode()
          connect(end, byte, to: between, isPlain: false)
          end = between
        }
        if let last = spelling.last { connect(end, last, to: target, isPlain: false) }
      }
      characters[place] = target
      return target
    }
  }

  private mutating func newNode() -> Int {
    nodes.append(Node())
    return nodes.count - 1
  }

  private mutating func connect(_ node: Int, _ byte: UInt8, to target: Int, isPlain: Bool) {
    edges.append(
      Edge(byte: byte, isPlain: isPlain, target: target, next: firstEdge(of: node, byte))
    )
    setFirstEdge(of: node, byte, edges.count - 1)
    nodes[node].edgeCount += 1
    if nodes[node].row < 0, nodes[node].edgeCount > Self.rowLimit { makeRow(for: node) }
  }

  private mutating func makeRow(for node: Int) {
    var edge = nodes[node].edges
    nodes[node].row = rows.count
    rows += repeatElement(Chains.none, count: 256)
    while edge >= 0 {
      let next = edges[edge].next
      edges[edge].next = firstEdge(of: node, edges[edge].byte)
      setFirstEdge(of: node, edges[edge].byte, edge)
      edge = next
    }
  }

  /// Where to begin to look for edges with `byte`; edges with others may come too.
  private func firstEdge(of node: Int, _ byte: UInt8) -> Int {
    nodes[node].row < 0 ? nodes[node].edges : rows[nodes[node].row + Int(byte)]
  }

  private mutating func setFirstEdge(of node: Int, _ byte: UInt8, _ edge: Int) {
    if nodes[node].row < 0 {
      nodes[node].edges = edge
    } else {
      rows[nodes[node].row + Int(byte)] = edge
    }
  }

  // MARK: - Running

  /// What a text has reached so far; kept from text to text, so that none needs new memory.
  struct Front: Sendable {
    fileprivate var nodes: [Int] = []
    fileprivate var next: [Int] = []
    fileprivate var stars: [Int] = []
    /// Chains of what the text meets; some of them perhaps more than once.
    var found: [Int] = []
  }

  /// Adds to `front` the chains of all patterns of a scope that `text` meets.
  ///
  /// - Parameters:
  ///   - text: the bytes of the text.
  ///   - scope: the scope.
  ///   - backwards: whether to begin at its end; the patterns have been added likewise.
  ///   - front: where to put the chains.
  func run(
    _ text: UnsafeBufferPointer<UInt8>,
    in scope: Int,
    backwards: Bool,
    _ front: inout Front
  ) {
    guard scope < roots.count, roots[scope] >= 0 else { return }
    front.next.removeAll(keepingCapacity: true)
    front.stars.removeAll(keepingCapacity: true)
    reach(roots[scope], &front)
    swap(&front.nodes, &front.next)
    for offset in 0..<text.count {
      let byte = text[backwards ? text.count - 1 - offset : offset]
      front.next.removeAll(keepingCapacity: true)
      // Stars that come into reach at this byte count from the next one on.
      let starCount = front.stars.count
      for place in front.nodes.indices { follow(front.nodes[place], byte, &front) }
      for place in 0..<starCount { follow(front.stars[place], byte, &front) }
      swap(&front.nodes, &front.next)
      if front.nodes.isEmpty, front.stars.isEmpty { return }
    }
    for node in front.nodes where nodes[node].ended >= 0 { front.found.append(nodes[node].ended) }
  }

  @inline(__always)
  private func follow(_ node: Int, _ byte: UInt8, _ front: inout Front) {
    var edge = firstEdge(of: node, byte)
    while edge >= 0 {
      if edges[edge].byte == byte { reach(edges[edge].target, &front) }
      edge = edges[edge].next
    }
  }

  @inline(__always)
  private func reach(_ node: Int, _ front: inout Front) {
    front.next.append(node)
    if nodes[node].reached >= 0 { front.found.append(nodes[node].reached) }
    let star = nodes[node].star
    if star >= 0, !front.stars.contains(star) {
      front.stars.append(star)
      if nodes[star].reached >= 0 { front.found.append(nodes[star].reached) }
    }
  }
}
