/// What all expressions have in common: tokens, names, paths, errors.
///
/// Placeholders of names are replaced while parsing, those of values when the expression is used.
struct ExpressionParser {
  let kind: ExpressionKind
  private let text: String
  private let names: [String: String]
  private let tokens: [ExpressionToken]
  private var index = 0
  private(set) var usedNames: [String] = []
  private(set) var usedValues: [String] = []

  init(_ text: String, _ kind: ExpressionKind, names: [String: String]) throws(ServiceError) {
    self.kind = kind
    self.text = text
    self.names = names
    let limit = DynamoDBQuotas.expressionSize
    guard text.utf8.count <= limit.bytes else {
      throw .expression(
        kind,
        "Expression size has exceeded the maximum allowed size; expression size:"
          + " \(text.utf8.count)"
      )
    }
    tokens = try ExpressionToken.tokens(of: text, kind)
    if tokens.count == 1 { throw .expression(kind, "The expression can not be empty;") }
  }

  // MARK: Tokens

  var next: ExpressionToken { tokens[index] }

  /// The token after the next.
  var following: ExpressionToken { tokens[min(index + 1, tokens.count - 1)] }

  mutating func take() -> ExpressionToken {
    defer { if index < tokens.count - 1 { index += 1 } }
    return tokens[index]
  }

  /// Takes the sign if it comes next.
  mutating func takes(sign: String) -> Bool {
    guard next.kind == .sign, next.text == sign else { return false }
    index += 1
    return true
  }

  /// Takes the keyword, in whatever case, if it comes next.
  mutating func takes(keyword: String) -> Bool {
    guard next.kind == .word, next.text.uppercased() == keyword else { return false }
    index += 1
    return true
  }

  mutating func expect(sign: String) throws(ServiceError) {
    if !takes(sign: sign) { throw syntaxError() }
  }

  mutating func expect(keyword: String) throws(ServiceError) {
    if !takes(keyword: keyword) { throw syntaxError() }
  }

  mutating func expectEnd() throws(ServiceError) {
    if next.kind != .end { throw syntaxError() }
  }

  /// The refusal of the next token, with its neighbours.
  func syntaxError() -> ServiceError {
    let first = tokens[max(0, index - 1)]
    let last = tokens[min(index + 1, tokens.count - 1)]
    let bytes = Array(text.utf8)[first.range.lowerBound..<last.range.upperBound]
    let near = String(decoding: bytes, as: UTF8.self)
    return error("Syntax error; token: \"\(next.text)\", near: \"\(near)\"")
  }

  func error(_ message: String) -> ServiceError { .expression(kind, message) }

  // MARK: Paths and values

  mutating func path() throws(ServiceError) -> DocumentPath {
    var elements = [DocumentPath.Element.name(try name())]
    while true {
      if takes(sign: ".") {
        elements.append(.name(try name()))
      } else if takes(sign: "[") {
        guard next.kind == .number, let place = Int(take().text) else { throw syntaxError() }
        elements.append(.index(place))
        try expect(sign: "]")
      } else {
        return DocumentPath(elements: elements)
      }
    }
  }

  private mutating func name() throws(ServiceError) -> String {
    switch next.kind {
    case .word:
      if ReservedWords.contain(next.text) {
        throw error("Attribute name is a reserved keyword; reserved keyword: \(next.text)")
      }
      return take().text
    case .namePlaceholder:
      let placeholder = take().text
      guard let name = names[placeholder] else {
        throw error(
          "An expression attribute name used in the document path is not defined; attribute name:"
            + " \(placeholder)"
        )
      }
      if !usedNames.contains(placeholder) { usedNames.append(placeholder) }
      return name
    default: throw syntaxError()
    }
  }

  mutating func value() throws(ServiceError) -> String {
    guard next.kind == .valuePlaceholder else { throw syntaxError() }
    let placeholder = take().text
    if !usedValues.contains(placeholder) { usedValues.append(placeholder) }
    return placeholder
  }

  /// The arguments of a function whose name has been taken, each read by `argument`.
  mutating func arguments<Argument>(
    of function: String,
    _ count: Int,
    _ argument: (inout Self) throws(ServiceError) -> Argument
  ) throws(ServiceError) -> [Argument] {
    try expect(sign: "(")
    var arguments = [try argument(&self)]
    while takes(sign: ",") { arguments.append(try argument(&self)) }
    try expect(sign: ")")
    guard arguments.count == count else {
      throw error(
        "Incorrect number of operands for operator or function; operator or function: \(function),"
          + " number of operands: \(arguments.count)"
      )
    }
    return arguments
  }
}

/// The way to an attribute: `address.lines[0]`.
struct DocumentPath: Hashable, Sendable, CustomStringConvertible {
  enum Element: Hashable, Sendable {
    case name(String)
    case index(Int)
  }

  let elements: [Element]

  /// The attribute of the item that the path begins at.
  var root: String {
    guard case .name(let name) = elements[0] else {
      preconditionFailure("the path \(elements) begins with no name")
    }
    return name
  }

  /// As error texts write it: `[address, lines, [0]]`.
  var description: String {
    let parts = elements.map { element in
      switch element {
      case .name(let name): name
      case .index(let index): "[\(index)]"
      }
    }
    return "[\(parts.joined(separator: ", "))]"
  }

  /// Tells whether one of the paths leads through the other.
  func overlaps(_ other: Self) -> Bool {
    elements.starts(with: other.elements) || other.elements.starts(with: elements)
  }
}
