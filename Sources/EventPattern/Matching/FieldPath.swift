/// The way to a leaf: names joined by dots.
///
/// A dot in a name is the same as a step down: `"a.b"` and `a` → `b` are one path, in patterns and
/// in events. Names compare by their bytes, without Unicode normalisation.
struct FieldPath: Sendable, Hashable {
  let bytes: [UInt8]

  init(names: [String]) {
    bytes = Array(names.joined(separator: ".").utf8)
  }

  /// The steps between the dots.
  var steps: [[UInt8]] {
    bytes.split(separator: Self.dot, omittingEmptySubsequences: false).map(Array.init)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  static let dot = UInt8(ascii: ".")
}

/// The paths of one branch as a tree, to find fields while walking down an event.
struct FieldTree: Sendable {
  private struct Node {
    var field: Int?
    var children: [[UInt8]: Int] = [:]
    var below = FieldSet()
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
    if let child = nodes[node].children[step] { return child }
    nodes.append(Node())
    nodes[node].children[step] = nodes.count - 1
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
    var node = node
    var steps = 0
    for step in name.utf8.split(separator: FieldPath.dot, omittingEmptySubsequences: false) {
      guard let child = nodes[node].children[Array(step)] else { return nil }
      node = child
      steps += 1
    }
    return (node, steps)
  }
}

/// A set of fields by their numbers.
struct FieldSet: Sendable, Hashable {
  private var first: UInt64 = 0
  /// Fields from number 64 on; empty unless there are that many, so that most sets need no memory.
  private var others: Set<Int> = []

  init() {}

  init(_ field: Int) { insert(field) }

  var isEmpty: Bool { first == 0 && others.isEmpty }

  mutating func insert(_ field: Int) {
    if field < 64 { first |= 1 << UInt64(field) } else { others.insert(field) }
  }

  mutating func remove(_ field: Int) {
    if field < 64 { first &= ~(1 << UInt64(field)) } else { others.remove(field) }
  }

  func contains(_ field: Int) -> Bool {
    field < 64 ? first & 1 << UInt64(field) != 0 : others.contains(field)
  }

  func union(_ other: Self) -> Self {
    var union = self
    union.first |= other.first
    union.others.formUnion(other.others)
    return union
  }

  func intersection(_ other: Self) -> Self {
    var both = self
    both.first &= other.first
    both.others.formIntersection(other.others)
    return both
  }

  func isSuperset(of other: Self) -> Bool {
    first & other.first == other.first && others.isSuperset(of: other.others)
  }
}
