/// The paths of one branch as a tree, to find fields while walking down an event.
struct FieldTree: Sendable {
  private struct Node {
    var field: Int?
    /// A short list in most patterns, so that a scan beats hashing every name of an event.
    var children: [(name: [UInt8], node: Int)] = []
    var below = FieldSet()

    func child(_ name: some Collection<UInt8>) -> Int? {
      let count = name.count
      return children.first { $0.name.count == count && $0.name.elementsEqual(name) }?.node
    }
  }

  static let root = 0
  private var nodes = [Node()]

  init(_ paths: [FieldPath]) {
    for (field, path) in paths.enumerated() {
      var node = Self.root
      for step in path.steps {
        nodes[node].below.insert(field)
        node = child(of: node, step)
      }
      nodes[node].field = field
    }
  }

  private mutating func child(of node: Int, _ step: [UInt8]) -> Int {
    if let child = nodes[node].child(step) { return child }
    nodes.append(Node())
    nodes[node].children.append((step, nodes.count - 1))
    return nodes.count - 1
  }

  /// The field whose path ends at `node`.
  func field(at node: Int) -> Int? { nodes[node].field }

  /// The fields whose paths go beyond `node`.
  func fields(below node: Int) -> FieldSet { nodes[node].below }

  /// The fields whose paths end at `node` or go beyond it.
  func fields(from node: Int) -> FieldSet {
    var fields = nodes[node].below
    if let field = nodes[node].field { fields.insert(field) }
    return fields
  }

  /// Where `name` leads from `node`, one step for each part between dots; nil if no path goes on.
  func walk(from node: Int, _ name: String) -> (node: Int, steps: Int)? {
    if nodes[node].children.isEmpty { return nil }
    var name = name
    return name.withUTF8 { bytes in
      guard bytes.contains(FieldPath.dot) else {
        return nodes[node].child(bytes).map { ($0, 1) }
      }
      var node = node
      var steps = 0
      for step in bytes.split(separator: FieldPath.dot, omittingEmptySubsequences: false) {
        guard let child = nodes[node].child(step) else { return nil }
        node = child
        steps += 1
      }
      return (node, steps)
    }
  }
}
