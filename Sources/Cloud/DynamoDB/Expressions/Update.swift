/// What an update does to an item.
struct Update: Sendable {
  /// A value that `SET` computes.
  indirect enum Value: Sendable {
    case path(DocumentPath)
    case value(String)
    case ifNotExists(DocumentPath, Value)
    case listAppend(Value, Value)
    case sum(Value, Value)
    case difference(Value, Value)
  }

  enum Action: Sendable {
    case set(DocumentPath, Value)
    case remove(DocumentPath)
    case add(DocumentPath, String)
    case delete(DocumentPath, String)

    var path: DocumentPath {
      switch self {
      case .set(let path, _), .remove(let path), .add(let path, _), .delete(let path, _): path
      }
    }
  }

  /// In the order in which they are done: `SET`, `REMOVE`, `ADD`, `DELETE`.
  let actions: [Action]
}

// MARK: Reading

extension ExpressionParser {
  /// Reads a whole update.
  mutating func update() throws(ServiceError) -> Update {
    var sections: [String: [Update.Action]] = [:]
    while next.kind != .end {
      let section = next.text.uppercased()
      guard next.kind == .word, ["SET", "REMOVE", "ADD", "DELETE"].contains(section) else {
        throw syntaxError()
      }
      guard sections[section] == nil else {
        throw error("The \"\(section)\" section can only be used once in an update expression;")
      }
      _ = take()
      var actions = [try action(section)]
      while takes(sign: ",") { actions.append(try action(section)) }
      sections[section] = actions
    }
    let actions = ["SET", "REMOVE", "ADD", "DELETE"].flatMap { sections[$0] ?? [] }
    try checkOverlaps(actions.map(\.path))
    return Update(actions: actions)
  }

  private mutating func action(_ section: String) throws(ServiceError) -> Update.Action {
    let path = try path()
    switch section {
    case "SET":
      try expect(sign: "=")
      return .set(path, try sum())
    case "REMOVE": return .remove(path)
    case "ADD": return .add(path, try value())
    default: return .delete(path, try value())
    }
  }

  private mutating func sum() throws(ServiceError) -> Update.Value {
    let left = try updateOperand()
    if takes(sign: "+") { return .sum(left, try updateOperand()) }
    if takes(sign: "-") { return .difference(left, try updateOperand()) }
    return left
  }

  private mutating func updateOperand() throws(ServiceError) -> Update.Value {
    if takes(sign: "(") {
      let value = try sum()
      try expect(sign: ")")
      return value
    }
    if next.kind == .valuePlaceholder { return .value(try value()) }
    guard next.kind == .word, following.kind == .sign, following.text == "(" else {
      return .path(try path())
    }
    let name = take().text
    guard name == "if_not_exists" || name == "list_append" else { throw unknownFunction(name) }
    let operands = try arguments(of: name, 2) { p throws(ServiceError) in try p.sum() }
    if name == "list_append" { return .listAppend(operands[0], operands[1]) }
    guard case .path(let path) = operands[0] else {
      throw error("Operator or function requires a document path; operator or function: \(name)")
    }
    return .ifNotExists(path, operands[1])
  }

  private func checkOverlaps(_ paths: [DocumentPath]) throws(ServiceError) {
    for (index, path) in paths.enumerated() {
      guard let other = paths[..<index].first(where: { $0.overlaps(path) }) else { continue }
      throw error(
        "Two document paths overlap with each other; must remove or rewrite one of these paths;"
          + " path one: \(other), path two: \(path)"
      )
    }
  }
}

// MARK: Doing

extension Update {
  /// Changes an item; all values are computed from what it was before.
  ///
  /// - Throws: ``ServiceError`` when the item has not what the update needs; it is unchanged then.
  func apply(to item: AttributeMap, _ values: AttributeMap) throws(ServiceError) -> AttributeMap {
    var changed = item
    var removals: [DocumentPath] = []
    for action in actions {
      switch action {
      case .set(let path, let value):
        try path.set(try value.evaluate(in: item, values), in: &changed)
      case .remove(let path): removals.append(path)
      case .add(let path, let operand):
        try path.set(Self.added(path.value(in: item), values[operand]), in: &changed)
      case .delete(let path, let operand):
        guard let old = path.value(in: item) else { continue }
        try path.set(Self.deleted(old, values[operand]), in: &changed)
      }
    }
    // From behind, so that the places in a list are those of the item before.
    for path in removals.sorted(by: { $0.lastIndex > $1.lastIndex }) {
      try path.set(nil, in: &changed)
    }
    return changed
  }

  private static let wrongType = ServiceError.validation(
    "An operand in the update expression has an incorrect data type"
  )

  private static func added(
    _ old: AttributeValue?,
    _ operand: AttributeValue?
  ) throws(ServiceError) -> AttributeValue? {
    switch (old, operand) {
    case (nil, .number), (nil, .stringSet), (nil, .numberSet): return operand
    case (.number(let left), .number(let right)): return try Value.sum(left, right)
    case (.stringSet(let left), .stringSet(let right)): return .stringSet(left.union(right))
    case (.numberSet(let left), .numberSet(let right)): return .numberSet(left.union(right))
    case (_, .number), (_, .stringSet), (_, .numberSet): throw wrongType
    default: throw .operandType(.update, "ADD", operand?.type ?? "")
    }
  }

  /// What is left of a set; an empty set is removed.
  private static func deleted(
    _ old: AttributeValue,
    _ operand: AttributeValue?
  ) throws(ServiceError) -> AttributeValue? {
    switch (old, operand) {
    case (.stringSet(let left), .stringSet(let right)):
      let rest = left.subtracting(right)
      return rest.isEmpty ? nil : .stringSet(rest)
    case (.numberSet(let left), .numberSet(let right)):
      let rest = left.subtracting(right)
      return rest.isEmpty ? nil : .numberSet(rest)
    case (_, .stringSet), (_, .numberSet): throw wrongType
    default: throw .operandType(.update, "DELETE", operand?.type ?? "")
    }
  }
}

extension Update.Value {
  /// The value, computed from an item.
  func evaluate(
    in item: AttributeMap,
    _ values: AttributeMap
  ) throws(ServiceError) -> AttributeValue {
    switch self {
    case .path(let path):
      guard let value = path.value(in: item) else {
        throw .validation(
          "The provided expression refers to an attribute that does not exist in the item"
        )
      }
      return value
    case .value(let placeholder): return values[placeholder] ?? .null
    case .ifNotExists(let path, let other):
      if let value = path.value(in: item) { return value }
      return try other.evaluate(in: item, values)
    case .listAppend(let left, let right):
      let head = try left.evaluate(in: item, values)
      let tail = try right.evaluate(in: item, values)
      guard case (.list(let head), .list(let tail)) = (head, tail) else {
        throw .operandType(.update, "list_append", head.listValue == nil ? head.type : tail.type)
      }
      return .list(head + tail)
    case .sum(let left, let right):
      let (left, right) = try Self.numbers(left, "+", right, in: item, values)
      return try Self.sum(left, right)
    case .difference(let left, let right):
      let (left, right) = try Self.numbers(left, "-", right, in: item, values)
      return try Self.sum(left, right.negated)
    }
  }

  static func sum(
    _ left: DynamoNumber,
    _ right: DynamoNumber
  ) throws(ServiceError) -> AttributeValue {
    do {
      return .number(try left.adding(right))
    } catch {
      throw .number(error)
    }
  }

  private static func numbers(
    _ left: Self,
    _ sign: String,
    _ right: Self,
    in item: AttributeMap,
    _ values: AttributeMap
  ) throws(ServiceError) -> (DynamoNumber, DynamoNumber) {
    let left = try left.evaluate(in: item, values)
    let right = try right.evaluate(in: item, values)
    guard case (.number(let first), .number(let second)) = (left, right) else {
      let wrong = if case .number = left { right } else { left }
      throw .operandType(.update, sign, wrong.type)
    }
    return (first, second)
  }
}

extension DocumentPath {
  fileprivate var lastIndex: Int {
    if case .index(let index) = elements[elements.count - 1] { index } else { -1 }
  }

  /// Sets or removes the attribute at the path.
  ///
  /// - Throws: ``ServiceError`` when what the path leads through is not there.
  func set(_ value: AttributeValue?, in item: inout AttributeMap) throws(ServiceError) {
    if elements.count == 1 {
      item[root] = value
      return
    }
    guard var top = item[root] else {
      if value == nil { return }
      throw Self.invalid
    }
    // Taken out of the item meanwhile, so that it can be changed in place.
    item[root] = nil
    try Self.set(value, at: elements.dropFirst(), in: &top)
    item[root] = top
  }

  private static let invalid = ServiceError.validation(
    "The document path provided in the update expression is invalid for update"
  )

  private static func set(
    _ value: AttributeValue?,
    at path: ArraySlice<Element>,
    in parent: inout AttributeValue
  ) throws(ServiceError) {
    guard let element = path.first else { return }
    let rest = path.dropFirst()
    switch (element, parent) {
    case (.name(let name), .map(var map)):
      if rest.isEmpty {
        map[name] = value
      } else if var child = map[name] {
        try set(value, at: rest, in: &child)
        map[name] = child
      } else if value != nil {
        throw invalid
      }
      parent = .map(map)
    case (.index(let index), .list(var list)):
      if !rest.isEmpty {
        guard index < list.count else { throw invalid }
        try set(value, at: rest, in: &list[index])
      } else if let value {
        // Beyond the end, a value is appended.
        if index < list.count { list[index] = value } else { list.append(value) }
      } else if index < list.count {
        list.remove(at: index)
      }
      parent = .list(list)
    default: throw invalid
    }
  }
}
