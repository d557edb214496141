import JSON

/// Everything that an event has at the path of one field.
struct FieldFindings {
  private let field: Field
  private var leaves: [JSONValue] = []
  /// What else stands at the path, such as "an object".
  private var other: String?
  /// A path of the event that differs from the field's in letter case only.
  private var sibling: String?

  init(_ field: Field, in event: JSONValue) {
    self.field = field
    collect(event, FieldTree([field.path]))
    if leaves.isEmpty, other == nil { sibling = Self.sibling(of: field.path, in: event) }
  }

  var explanation: Explanation.Field {
    Explanation.Field(
      path: field.path.text,
      alternatives: field.alternatives.map(\.text),
      found: leaves,
      verdict: verdict,
      refusals: refusals,
      hint: hint
    )
  }

  private mutating func collect(_ event: JSONValue, _ tree: FieldTree) {
    collect(event, at: FieldTree.root, tree)
  }

  private mutating func collect(_ value: JSONValue, at node: Int, _ tree: FieldTree) {
    let isEnd = tree.field(at: node) != nil
    switch value {
    case .object(let object):
      if isEnd { other = object.isEmpty ? "an empty object" : "an object" }
      for element in object {
        guard let child = tree.walk(from: node, element.key) else { continue }
        collect(element.value, at: child.node, tree)
      }
    case .array(let elements):
      if isEnd, elements.isEmpty { other = other ?? "an empty list" }
      for element in elements { collect(element, at: node, tree) }
    default:
      if isEnd { leaves.append(value) }
    }
  }

  private var verdict: Explanation.Verdict {
    for alternative in field.alternatives {
      let isMet =
        alternative.condition == .exists(false)
        ? leaves.isEmpty
        : leaves.contains { Leaf($0).map(alternative.condition.isMet) ?? false }
      if isMet { return .met(by: alternative.text) }
    }
    if !leaves.isEmpty { return .notMet }
    return other.map { .notALeaf($0) } ?? .missing
  }

  private var refusals: [Explanation.Refusal] {
    if case .met = verdict { return [] }
    return field.alternatives.flatMap { alternative in
      leaves.map { leaf in
        let hint = Self.hint(for: alternative.condition, leaf).map { ": \($0)" } ?? ""
        return Explanation.Refusal(
          alternative: alternative.text,
          value: leaf,
          reason: alternative.condition.refusal(of: leaf) + hint
        )
      }
    }
  }

  // MARK: - Hints

  private var hint: String? {
    if case .met = verdict { return nil }
    if let sibling { return "the event has \(sibling); letter case counts" }
    for alternative in field.alternatives {
      for leaf in leaves {
        if let hint = Self.hint(for: alternative.condition, leaf) { return hint }
      }
    }
    return nil
  }

  private static func hint(for condition: Condition, _ leaf: JSONValue) -> String? {
    switch (condition, leaf) {
    case (.text(.exact(let wanted)), .string(let found)):
      let wanted = String(decoding: wanted, as: UTF8.self)
      return wanted.lowercased() == found.lowercased()
        ? "letter case counts; equals-ignore-case takes both" : nil
    case (.text(.exact(let wanted)), .number), (.text(.exact(let wanted)), .bool),
      (.text(.exact(let wanted)), .null):
      return Array(leaf.text().utf8) == wanted
        ? "a string never equals \(leaf.kindDescription)" : nil
    case (.number, .string(let found)), (.range, .string(let found)):
      return JSONNumber(literal: found).map { _ in "a number in quotes is a string" }
    case (.text, .number): return "text operators take strings only"
    default: return nil
    }
  }

  /// A path of `event` that is `path` but for letter case.
  private static func sibling(of path: FieldPath, in event: JSONValue) -> String? {
    let wanted = path.text.lowercased()
    func search(_ value: JSONValue, _ names: [String]) -> String? {
      let here = names.joined(separator: ".")
      switch value {
      case .object(let object):
        guard names.isEmpty || wanted.hasPrefix(here.lowercased() + ".") else { return nil }
        return object.firstNonNil { search($0.value, names + [$0.key]) }
      case .array(let elements): return elements.firstNonNil { search($0, names) }
      default: return here.lowercased() == wanted && here != path.text ? here : nil
      }
    }
    return search(event, [])
  }
}

extension Sequence {
  fileprivate func firstNonNil<T>(_ transform: (Element) -> T?) -> T? {
    for element in self {
      if let result = transform(element) { return result }
    }
    return nil
  }
}
