import JSON

/// Walks through an event that has been parsed and looks up the values that patterns ask for.
struct EventWalker {
  static func walk(_ event: JSONObject, _ engine: PatternEngine, _ findings: inout Findings) {
    object(event, at: PathTree.root, engine, &findings)
  }

  private static func object(
    _ object: JSONObject,
    at node: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) {
    for place in object.indices {
      var element = object[place]
      let child = element.key.withUTF8 { engine.tree.walk(from: node, $0) }
      if child >= 0 { value(element.value, at: child, engine, &findings) }
    }
  }

  private static func value(
    _ value: JSONValue,
    at node: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) {
    switch value {
    case .object(let names):
      if engine.tree.goesOn(at: node) { object(names, at: node, engine, &findings) }
    case .array(let elements):
      for place in elements.indices { element(elements[place], at: node, engine, &findings) }
    default:
      let path = engine.tree.path(at: node)
      if path >= 0 { leaf(value, at: path, engine, &findings) }
    }
  }

  private static func element(
    _ element: JSONValue,
    at node: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) {
    switch element {
    case .object, .array:
      findings.enterListElement()
      value(element, at: node, engine, &findings)
      findings.leaveListElement()
    default: value(element, at: node, engine, &findings)
    }
  }

  private static func leaf(
    _ value: JSONValue,
    at path: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) {
    engine.beginLeaf(at: path, &findings)
    switch value {
    case .null: engine.values.lookUpNull(at: path, &findings)
    case .bool(let bool): engine.values.lookUp(bool, at: path, &findings)
    case .string(var text):
      text.withUTF8 { engine.values.lookUp(text: $0, at: path, &findings) }
    case .number(let number):
      var literal = number.literal
      literal.withUTF8 { engine.values.lookUp(number: $0, at: path, &findings) }
    case .array, .object: break
    }
  }
}
