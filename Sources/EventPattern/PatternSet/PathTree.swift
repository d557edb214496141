/// The paths of all patterns of a set as one tree, to find them while reading an event.
struct PathTree: Sendable {
  static let root = 0

  /// Steps within the node above; the number of a step is one less than that of its node.
  private var steps = ByteTable()
  private var paths = [-1]
  private var childCounts = [0]

  /// How many nodes there are.
  var nodeCount: Int { paths.count }

  /// The node where `path` ends, which is made if it is not there.
  mutating func node(adding path: FieldPath) -> Int {
    var node = Self.root
    for step in path.steps {
      let child = steps.number(adding: step, in: node) + 1
      if child == paths.count {
        paths.append(-1)
        childCounts.append(0)
        childCounts[node] += 1
      }
      node = child
    }
    return node
  }

  /// The number of the path that ends at `node`; -1 if none does.
  func path(at node: Int) -> Int { paths[node] }

  mutating func setPath(_ path: Int, at node: Int) { paths[node] = path }

  /// Whether paths go on beyond `node`.
  func goesOn(at node: Int) -> Bool { childCounts[node] > 0 }

  /// The node one step down; -1 if no path goes there.
  @inline(__always)
  func child(of node: Int, _ step: UnsafeBufferPointer<UInt8>) -> Int {
    let number = steps.number(of: step, in: node)
    return number < 0 ? -1 : number + 1
  }

  /// Where a name of an event leads, one step for each part between dots; -1 if no path goes on.
  func walk(from node: Int, _ name: UnsafeBufferPointer<UInt8>) -> Int {
    var node = node
    for step in name.split(separator: FieldPath.dot, omittingEmptySubsequences: false) {
      node = child(of: node, UnsafeBufferPointer(rebasing: step))
      if node < 0 { return -1 }
    }
    return node
  }
}
