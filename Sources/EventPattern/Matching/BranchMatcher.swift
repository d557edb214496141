import JSON

/// Matches one event against one branch.
///
/// Fields that lie under one list of objects must be met by the same element of it. So what is
/// looked for at each value is not whether fields are met, but which sets of fields can be met
/// together: a list offers one of its elements, an object all of its names at once.
struct BranchMatcher {
  private let branch: Branch
  private let event: JSONValue
  /// The fields that a leaf of the event must meet; the others may be missing, and are.
  private var required = FieldSet()

  init(_ branch: Branch, _ event: JSONValue) {
    self.branch = branch
    self.event = event
    var optional = FieldSet()
    for (number, field) in branch.fields.enumerated() {
      required.insert(number)
      if field.allowsAbsence { optional.insert(number) }
    }
    if !optional.isEmpty {
      let present = presentFields(event, at: FieldTree.root)
      for number in branch.fields.indices
      where optional.contains(number) && !present.contains(number) {
        required.remove(number)
      }
    }
  }

  var matches: Bool {
    guard case .object = event else { return false }
    return cover(event, at: FieldTree.root, apart: true).contains {
      $0.isSuperset(of: required)
    }
  }

  /// The fields that have a leaf anywhere in `value`, whatever it is.
  private func presentFields(_ value: JSONValue, at node: Int) -> FieldSet {
    switch value {
    case .object(let object):
      object.reduce(into: FieldSet()) { present, element in
        guard let child = branch.tree.walk(from: node, element.key) else { return }
        present = present.union(presentFields(element.value, at: child.node))
      }
    case .array(let elements):
      elements.reduce(FieldSet()) { $0.union(presentFields($1, at: node)) }
    default:
      branch.tree.field(at: node).map { FieldSet($0) } ?? FieldSet()
    }
  }

  // MARK: - Sets of fields that are met together

  /// The largest sets of fields that `value`, found at `node`, meets at once; at least one set.
  ///
  /// Where `apart` is true, no other part of the event leads to fields below `node`, so that a set
  /// that lacks one of them is of no use.
  private func cover(_ value: JSONValue, at node: Int, apart: Bool) -> [FieldSet] {
    switch value {
    case .object(let object): coverObject(object, at: node, apart: apart)
    case .array(let elements): coverList(elements, at: node, apart: apart)
    default: [coverLeaf(value, at: node)]
    }
  }

  private func coverLeaf(_ value: JSONValue, at node: Int) -> FieldSet {
    var met = FieldSet()
    if let number = branch.tree.field(at: node), let leaf = Leaf(value),
      branch.fields[number].alternatives.contains(where: { $0.condition.isMet(by: leaf) })
    {
      met.insert(number)
    }
    return met
  }

  /// Plain elements of a list count all at once; of its objects and lists only one does.
  private func coverList(_ elements: [JSONValue], at node: Int, apart: Bool) -> [FieldSet] {
    var plain = FieldSet()
    var sets: [FieldSet] = []
    for element in elements {
      switch element {
      case .object, .array:
        for set in cover(element, at: node, apart: apart) { Self.keepLargest(&sets, set) }
      default:
        plain = plain.union(coverLeaf(element, at: node))
      }
    }
    return sets.isEmpty ? [plain] : sets.map { $0.union(plain) }
  }

  private func coverObject(_ object: JSONObject, at node: Int, apart: Bool) -> [FieldSet] {
    var parts: [(value: JSONValue, node: Int)] = []
    var hasDots = false
    for element in object {
      guard let child = branch.tree.walk(from: node, element.key) else { continue }
      parts.append((element.value, child.node))
      if child.steps > 1 { hasDots = true }
    }
    guard apart, !(hasDots && overlap(parts.map(\.node))) else {
      return parts.reduce([FieldSet()]) { sets, part in
        Self.combine(sets, cover(part.value, at: part.node, apart: false))
      }
    }
    var met = FieldSet()
    for part in parts {
      let needed = branch.tree.fields(from: part.node).intersection(required)
      let sets = cover(part.value, at: part.node, apart: true)
      guard sets.contains(where: { $0.isSuperset(of: needed) }) else { return [FieldSet()] }
      met = met.union(needed)
    }
    return [met]
  }

  /// Tells whether two names of one object lead to the same fields: `"a.b"` beside `a` → `b`.
  private func overlap(_ nodes: [Int]) -> Bool {
    var seen = FieldSet()
    for node in nodes {
      let fields = branch.tree.fields(from: node)
      if !seen.intersection(fields).isEmpty { return true }
      seen = seen.union(fields)
    }
    return false
  }

  private static func combine(_ left: [FieldSet], _ right: [FieldSet]) -> [FieldSet] {
    var sets: [FieldSet] = []
    for one in left {
      for other in right { keepLargest(&sets, one.union(other)) }
    }
    return sets
  }

  /// Adds `set` unless another holds it, and drops those that it holds.
  private static func keepLargest(_ sets: inout [FieldSet], _ set: FieldSet) {
    if sets.contains(where: { $0.isSuperset(of: set) }) { return }
    sets.removeAll { set.isSuperset(of: $0) }
    sets.append(set)
  }
}
