import JSON

extension PatternParser {
  private static let mixed =
    "Inside anything but list, either all values are number or string, mixed type is not supported"

  /// Reads `anything-but`, of whose value the first token has been read.
  mutating func parseAnythingBut() throws(PatternError) -> Condition {
    if cursor.token.kind == .beginObject { return try parseNegatedOperator() }
    let condition: Condition
    switch cursor.token.kind {
    case .string: condition = .anythingButTexts([.exact(Array(cursor.string.utf8))])
    case .number: condition = .anythingButNumbers([try comparableNumber()])
    case .beginArray: condition = try parseExcludedList()
    default: throw notExcludable()
    }
    try endNegation()
    return condition
  }

  private func notExcludable() -> PatternError {
    cursor.refusal(
      "Value of anything-but must be an array or single string/number value.",
      "Write a string, a number, a list of strings or a list of numbers"
    )
  }

  private mutating func parseExcludedList() throws(PatternError) -> Condition {
    let start = cursor.start
    var texts: [TextCondition] = []
    var numbers: [JSONNumber] = []
    while try cursor.next() != .endArray {
      switch cursor.token.kind {
      case .string: texts.append(.exact(Array(cursor.string.utf8)))
      case .number: numbers.append(try comparableNumber())
      default:
        throw cursor.refusal(
          "Inside anything but list, start|null|boolean is not supported.",
          "List strings only or numbers only"
        )
      }
    }
    guard texts.isEmpty != numbers.isEmpty else {
      throw cursor.refusal(Self.mixed, "List strings only or numbers only", at: start)
    }
    return texts.isEmpty ? .anythingButNumbers(numbers) : .anythingButTexts(texts)
  }

  // MARK: - With an operator

  private mutating func parseNegatedOperator() throws(PatternError) -> Condition {
    let allowed = dialect.negatableOperators
    let remedy =
      allowed.isEmpty
      ? "Write a string, a number, or a list of them"
      : "Write one of " + allowed.map(\.rawValue).joined(separator: ", ")
    guard try cursor.next() == .key else {
      throw cursor.refusal("Anything-But expression name not found", remedy)
    }
    let name = cursor.string
    guard let found = Operator(rawValue: name), allowed.contains(found) else {
      throw cursor.refusal("Unsupported anything-but pattern: \(name)", remedy)
    }
    var texts: [TextCondition] = []
    switch try cursor.next() {
    case .string, .number:
      texts.append(try negatedText(found))
    case .beginArray:
      let start = cursor.start
      while try cursor.next() != .endArray { texts.append(try negatedText(found)) }
      if texts.isEmpty {
        throw cursor.refusal("Empty arrays are not allowed", "List at least one string", at: start)
      }
    default: throw notExcludable()
    }
    try endNegation()
    try endNegation()
    return .anythingButTexts(texts)
  }

  private func negatedText(_ found: Operator) throws(PatternError) -> TextCondition {
    guard cursor.token.kind == .string else {
      let reason =
        switch found {
        case .equalsIgnoreCase:
          "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
        case .wildcard: "wildcard match pattern must be a string"
        default: "prefix/suffix match pattern must be a string"
        }
      throw cursor.refusal(reason, "Write strings only")
    }
    let text = cursor.string
    switch found {
    case .wildcard: return .wildcard(try wildcard(text))
    case .equalsIgnoreCase: return .exactIgnoringCase(CaselessText(text))
    default:
      if text.isEmpty {
        throw cursor.refusal(
          "Null prefix/suffix not allowed",
          "Write at least one character; nothing begins or ends otherwise than with nothing",
          read: .text
        )
      }
      return found == .prefix ? .prefix(Array(text.utf8)) : .suffix(Array(text.utf8))
    }
  }

  /// The service speaks of numeric expressions here too.
  private mutating func endNegation() throws(PatternError) {
    guard try cursor.next() == .endObject else {
      throw cursor.refusal(
        "Too many elements in numeric expression",
        "Write each operator as an object of its own in the field's list"
      )
    }
  }
}
