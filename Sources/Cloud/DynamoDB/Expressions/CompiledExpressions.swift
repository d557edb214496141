/// An expression that has been read, and which placeholders it uses.
struct CompiledExpression<Syntax: Sendable>: Sendable {
  let syntax: Syntax
  let usedNames: [String]
  let usedValues: [String]

  init(
    _ parser: ExpressionParser,
    _ read: (inout ExpressionParser) throws(ServiceError) -> Syntax
  ) throws(ServiceError) {
    var parser = parser
    syntax = try read(&parser)
    usedNames = parser.usedNames
    usedValues = parser.usedValues
  }
}

/// Keeps expressions that have been read, because programs send the same ones again and again.
struct CompiledExpressions {
  private struct Key: Hashable {
    let kind: ExpressionKind
    let text: String
    let names: [String: String]

    /// Kind and names seldom differ for one text, and hashing a dictionary is slow.
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  /// When there are more, all are forgotten: simpler than choosing, and as good for programs.
  private static let limit = 1_024

  private var conditions: [Key: CompiledExpression<Condition>] = [:]
  private var updates: [Key: CompiledExpression<Update>] = [:]
  private var projections: [Key: CompiledExpression<Projection>] = [:]

  mutating func condition(
    _ text: String,
    _ kind: ExpressionKind,
    _ names: [String: String]
  ) throws(ServiceError) -> CompiledExpression<Condition> {
    let key = Key(kind: kind, text: text, names: names)
    if let compiled = conditions[key] { return compiled }
    let parser = try ExpressionParser(text, kind, names: names)
    let compiled = try CompiledExpression(parser) { p throws(ServiceError) in try p.condition() }
    Self.store(compiled, key, in: &conditions)
    return compiled
  }

  mutating func update(
    _ text: String,
    _ names: [String: String]
  ) throws(ServiceError) -> CompiledExpression<Update> {
    let key = Key(kind: .update, text: text, names: names)
    if let compiled = updates[key] { return compiled }
    let parser = try ExpressionParser(text, .update, names: names)
    let compiled = try CompiledExpression(parser) { p throws(ServiceError) in try p.update() }
    Self.store(compiled, key, in: &updates)
    return compiled
  }

  mutating func projection(
    _ text: String,
    _ names: [String: String]
  ) throws(ServiceError) -> CompiledExpression<Projection> {
    let key = Key(kind: .projection, text: text, names: names)
    if let compiled = projections[key] { return compiled }
    let parser = try ExpressionParser(text, .projection, names: names)
    let compiled = try CompiledExpression(parser) { p throws(ServiceError) in try p.projection() }
    Self.store(compiled, key, in: &projections)
    return compiled
  }

  private static func store<Syntax>(
    _ compiled: CompiledExpression<Syntax>,
    _ key: Key,
    in cache: inout [Key: CompiledExpression<Syntax>]
  ) {
    if cache.count >= limit { cache = [:] }
    cache[key] = compiled
  }
}

/// The placeholders of one request, and which of them its expressions have used.
struct ExpressionBindings {
  let names: [String: String]
  let values: AttributeMap
  /// What each expression uses: short lists, which a scan finds sooner than a hash.
  private var usedNames: [[String]] = []
  private var usedValues: [[String]] = []
  private var hasExpression = false

  init(names: [String: String]?, values: AttributeMap?) {
    self.names = names ?? [:]
    self.values = values ?? [:]
  }

  /// Checks that an expression's values are there, and notes what it uses.
  mutating func bind<Syntax>(
    _ compiled: CompiledExpression<Syntax>,
    _ kind: ExpressionKind
  ) throws(ServiceError) -> Syntax {
    hasExpression = true
    for value in compiled.usedValues where values[value] == nil {
      throw .expression(
        kind,
        "An expression attribute value used in expression is not defined; attribute value: \(value)"
      )
    }
    if !names.isEmpty { usedNames.append(compiled.usedNames) }
    if !values.isEmpty { usedValues.append(compiled.usedValues) }
    return compiled.syntax
  }

  /// Refuses placeholders that no expression uses.
  func checkAllUsed() throws(ServiceError) {
    try check("ExpressionAttributeNames", names.keys, usedNames)
    try check("ExpressionAttributeValues", values.keys, usedValues)
  }

  private func check(
    _ parameter: String,
    _ keys: some Collection<String>,
    _ used: [[String]]
  ) throws(ServiceError) {
    let unused = keys.filter { key in !used.contains { $0.contains(key) } }
    guard !unused.isEmpty else { return }
    guard hasExpression else {
      throw .validation("\(parameter) can only be specified when using expressions")
    }
    let list = unused.sorted().joined(separator: ", ")
    throw .validation("Value provided in \(parameter) unused in expressions: keys: {\(list)}")
  }
}
