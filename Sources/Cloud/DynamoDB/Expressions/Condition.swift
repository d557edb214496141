/// What a condition, a filter or a key condition says about an item.
indirect enum Condition: Sendable {
  /// A value that a condition looks at.
  indirect enum Operand: Sendable {
    case path(DocumentPath)
    case value(String)
    case size(Operand)
  }

  enum Comparator: String, Sendable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  case comparison(Operand, Comparator, Operand)
  case between(Operand, Operand, Operand)
  case isIn(Operand, [Operand])
  case exists(DocumentPath)
  case notExists(DocumentPath)
  case hasType(DocumentPath, Operand)
  case beginsWith(Operand, Operand)
  case contains(Operand, Operand)
  case not(Condition)
  case and(Condition, Condition)
  case or(Condition, Condition)
}

// MARK: Reading

extension ExpressionParser {
  /// Reads a whole condition.
  mutating func condition() throws(ServiceError) -> Condition {
    let condition = try disjunction()
    try expectEnd()
    return condition
  }

  private mutating func disjunction() throws(ServiceError) -> Condition {
    var condition = try conjunction()
    while takes(keyword: "OR") { condition = .or(condition, try conjunction()) }
    return condition
  }

  private mutating func conjunction() throws(ServiceError) -> Condition {
    var condition = try negation()
    while takes(keyword: "AND") { condition = .and(condition, try negation()) }
    return condition
  }

  private mutating func negation() throws(ServiceError) -> Condition {
    takes(keyword: "NOT") ? .not(try negation()) : try primary()
  }

  private mutating func primary() throws(ServiceError) -> Condition {
    if takes(sign: "(") {
      let condition = try disjunction()
      try expect(sign: ")")
      return condition
    }
    if isFunctionNext, next.text != "size" { return try function() }
    let operand = try operand()
    if takes(keyword: "BETWEEN") {
      let lower = try self.operand()
      try expect(keyword: "AND")
      return .between(operand, lower, try self.operand())
    }
    if takes(keyword: "IN") { return .isIn(operand, try list()) }
    guard let comparator = Condition.Comparator(rawValue: next.text) else { throw syntaxError() }
    _ = take()
    return .comparison(operand, comparator, try self.operand())
  }

  private mutating func list() throws(ServiceError) -> [Condition.Operand] {
    try expect(sign: "(")
    var list = [try operand()]
    while takes(sign: ",") { list.append(try operand()) }
    try expect(sign: ")")
    guard list.count <= 100 else {
      throw error(
        "The IN operator is provided with too many operands; number of operands:"
          + " \(list.count)"
      )
    }
    return list
  }

  private var isFunctionNext: Bool {
    next.kind == .word && following.kind == .sign && following.text == "("
  }

  private mutating func operand() throws(ServiceError) -> Condition.Operand {
    if next.kind == .valuePlaceholder { return .value(try value()) }
    guard isFunctionNext else { return .path(try path()) }
    guard next.text == "size" else { throw unknownFunction(next.text) }
    _ = take()
    return .size(try arguments(of: "size", 1) { p throws(ServiceError) in try p.operand() }[0])
  }

  private mutating func function() throws(ServiceError) -> Condition {
    let name = take().text
    switch name {
    case "attribute_exists": return .exists(try pathArgument(of: name))
    case "attribute_not_exists": return .notExists(try pathArgument(of: name))
    case "attribute_type", "begins_with", "contains":
      let operands = try arguments(of: name, 2) { p throws(ServiceError) in try p.operand() }
      if name == "begins_with" { return .beginsWith(operands[0], operands[1]) }
      if name == "contains" { return .contains(operands[0], operands[1]) }
      return .hasType(try path(operands[0], of: name), operands[1])
    default: throw unknownFunction(name)
    }
  }

  private mutating func pathArgument(of name: String) throws(ServiceError) -> DocumentPath {
    let operands = try arguments(of: name, 1) { p throws(ServiceError) in try p.operand() }
    return try path(operands[0], of: name)
  }

  private func path(
    _ operand: Condition.Operand,
    of function: String
  ) throws(ServiceError) -> DocumentPath {
    guard case .path(let path) = operand else {
      throw error(
        "Operator or function requires a document path; operator or function: \(function)"
      )
    }
    return path
  }

  func unknownFunction(_ name: String) -> ServiceError {
    error("Invalid function name; function: \(name)")
  }
}

// MARK: Deciding

extension Condition {
  /// Tells whether the condition holds for an item.
  ///
  /// A comparison with an attribute that is not there does not hold, but for `<>`.
  ///
  /// - Parameters:
  ///   - item: the item; empty when there is none.
  ///   - values: what stands for the placeholders; all of them are there.
  /// - Returns: whether it holds.
  func holds(for item: AttributeMap, _ values: AttributeMap) -> Bool {
    switch self {
    case .and(let left, let right): left.holds(for: item, values) && right.holds(for: item, values)
    case .or(let left, let right): left.holds(for: item, values) || right.holds(for: item, values)
    case .not(let condition): !condition.holds(for: item, values)
    case .exists(let path): path.value(in: item) != nil
    case .notExists(let path): path.value(in: item) == nil
    case .comparison(let left, let comparator, let right):
      comparator.holds(left.value(in: item, values), right.value(in: item, values))
    case .between(let operand, let lower, let upper):
      Comparator.greaterOrEqual.holds(
        operand.value(in: item, values),
        lower.value(in: item, values)
      )
        && Comparator.lessOrEqual.holds(
          operand.value(in: item, values),
          upper.value(in: item, values)
        )
    case .isIn(let operand, let list):
      list.contains {
        Comparator.equal.holds(operand.value(in: item, values), $0.value(in: item, values))
      }
    case .hasType(let path, let type):
      path.value(in: item).map { .string($0.type) == type.value(in: item, values) } ?? false
    case .beginsWith(let operand, let prefix):
      Self.begins(operand.value(in: item, values), prefix.value(in: item, values))
    case .contains(let whole, let part):
      Self.contains(whole.value(in: item, values), part.value(in: item, values))
    }
  }

  static func begins(_ whole: AttributeValue?, _ prefix: AttributeValue?) -> Bool {
    guard let whole = whole?.stringValue, let prefix = prefix?.stringValue else { return false }
    return whole.utf8.starts(with: prefix.utf8)
  }

  private static func contains(_ whole: AttributeValue?, _ part: AttributeValue?) -> Bool {
    switch (whole, part) {
    case (.string(let whole), .string(let part)): part.isEmpty || whole.contains(part)
    case (.stringSet(let set), .string(let element)): set.contains(element)
    case (.numberSet(let set), .number(let element)): set.contains(element)
    case (.list(let list), .some(let element)): list.contains(element)
    default: false
    }
  }
}

extension Condition.Operand {
  func value(in item: AttributeMap, _ values: AttributeMap) -> AttributeValue? {
    switch self {
    case .path(let path): path.value(in: item)
    case .value(let placeholder): values[placeholder]
    case .size(let operand): operand.value(in: item, values).flatMap(Self.size)
    }
  }

  private static func size(of value: AttributeValue) -> AttributeValue? {
    switch value {
    case .string(let text): .number(text.utf8.count)
    case .list(let list): .number(list.count)
    case .map(let map): .number(map.count)
    case .stringSet(let set): .number(set.count)
    case .numberSet(let set): .number(set.count)
    case .number, .bool, .null: nil
    }
  }
}

extension Condition.Comparator {
  func holds(_ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
    switch self {
    case .notEqual: return left != right
    case .equal: return left != nil && left == right
    default: break
    }
    guard let left, let right else { return false }
    switch self {
    case .less: return left.precedes(right) ?? false
    case .greater: return right.precedes(left) ?? false
    case .lessOrEqual: return right.precedes(left).map { !$0 } ?? false
    case .greaterOrEqual: return left.precedes(right).map { !$0 } ?? false
    case .equal, .notEqual: return false
    }
  }
}

extension DocumentPath {
  /// The attribute at the path; `nil` if there is none.
  func value(in item: AttributeMap) -> AttributeValue? {
    guard var value = item[root] else { return nil }
    for element in elements.dropFirst() {
      switch (element, value) {
      case (.name(let name), .map(let map)):
        guard let member = map[name] else { return nil }
        value = member
      case (.index(let index), .list(let list)):
        guard index < list.count else { return nil }
        value = list[index]
      default: return nil
      }
    }
    return value
  }
}
