import JSON

extension PatternParser {
  /// Reads a field's list, of which the opening bracket has been read.
  mutating func parseAlternatives() throws(PatternError) -> [Alternative] {
    let start = cursor.start
    var alternatives: [Alternative] = []
    while try cursor.next() != .endArray {
      let start = cursor.start
      let condition = try parseAlternative()
      alternatives.append(Alternative(condition: condition, text: cursor.source(from: start)))
    }
    if alternatives.isEmpty {
      throw cursor.refusal(
        "Empty arrays are not allowed",
        "Write at least one value, or leave the field out",
        at: start
      )
    }
    if !dialect.isSNS { try checkWildcards(of: alternatives, at: start) }
    return alternatives
  }

  private func checkWildcards(
    of alternatives: [Alternative],
    at start: Int
  ) throws(PatternError) {
    let wildcards = alternatives.flatMap(\.wildcards)
    guard !wildcards.isEmpty, WildcardComplexity(wildcards).isTooHigh else { return }
    throw cursor.refusal(
      "Rule is too complex - try using fewer wildcard characters or fewer repeating character"
        + " sequences after a wildcard character",
      "Use prefix or suffix where one star stands at an end, or write several rules",
      at: start,
      read: .unknown
    )
  }

  private mutating func parseAlternative() throws(PatternError) -> Condition {
    switch cursor.token.kind {
    case .string:
      let text = cursor.string
      return IPAddress(text.utf8).map { .address($0) } ?? .text(.exact(Array(text.utf8)))
    case .number: return .number(cursor.number)
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .null: return .null
    case .beginObject: return try parseOperator()
    default:
      throw cursor.refusal(
        "Match value must be String, number, true, false, or null",
        "Write the alternatives directly into the field's one list"
      )
    }
  }

  private mutating func parseOperator() throws(PatternError) -> Condition {
    let start = cursor.start
    guard try cursor.next() == .key else {
      throw cursor.refusal("Match expression name not found", operatorRemedy, at: start)
    }
    let name = cursor.string
    guard let found = Operator(rawValue: name), dialect.operators.contains(found) else {
      throw cursor.refusal("Unrecognized match type \(name)", operatorRemedy)
    }
    try cursor.next()
    switch found {
    case .anythingBut: return try parseAnythingBut()
    case .numeric: return try parseNumeric()
    case .prefix, .suffix: return try parseAffix(found)
    default: break
    }
    let condition = try parseSimple(found)
    try endOperator()
    return condition
  }

  private var operatorRemedy: String {
    "Write one of "
      + dialect.operators.filter { $0 != .exactly }.map(\.rawValue)
      .joined(separator: ", ")
  }

  /// Reads the operators that take one plain value, which is the present token.
  private func parseSimple(_ found: Operator) throws(PatternError) -> Condition {
    switch found {
    case .equalsIgnoreCase:
      return .text(.exactIgnoringCase(CaselessText(try parseString(of: found))))
    case .wildcard:
      return .text(.wildcard(try wildcard(parseString(of: found))))
    case .exists:
      guard cursor.token.kind == .true || cursor.token.kind == .false else {
        throw cursor.refusal(
          "exists match pattern must be either true or false.",
          "Write {\"exists\": true} or {\"exists\": false}, without quotes"
        )
      }
      return .exists(cursor.token.kind == .true)
    case .cidr:
      // The service names the wrong operator here.
      let text = try parseString(of: .prefix)
      do throws(AddressBlock.Malformed) {
        return .block(try AddressBlock(text))
      } catch {
        throw cursor.refusal(
          error.reason,
          "Write a block, as in 10.0.0.0/24 or 2001:db8::/32; one address needs no cidr",
          read: .unknown
        )
      }
    case .exactly, .prefix, .suffix, .numeric, .anythingBut:
      guard cursor.token.kind == .string else {
        throw cursor.refusal("exact match pattern must be a string", "Write one string")
      }
      return .text(.exact(Array(cursor.string.utf8)))
    }
  }

  private func parseString(of found: Operator) throws(PatternError) -> String {
    guard cursor.token.kind == .string else {
      throw cursor.refusal(
        "\(found.rawValue) match pattern must be a string",
        "Write one string; several alternatives are several objects in the field's list"
      )
    }
    return cursor.string
  }

  func wildcard(_ text: String) throws(PatternError) -> Wildcard {
    do throws(Wildcard.Malformed) {
      return try Wildcard(text.utf8)
    } catch {
      throw cursor.refusal(
        error.reason,
        #"Write one * for any characters, \\* for a star, and \\\\ for a backslash"#,
        read: .unknown
      )
    }
  }

  /// Reads prefix and suffix, whose value may be an object with `equals-ignore-case`.
  private mutating func parseAffix(_ found: Operator) throws(PatternError) -> Condition {
    guard cursor.token.kind == .beginObject, dialect.affixesIgnoreCase else {
      let text = Array(try parseString(of: found).utf8)
      try endOperator()
      return .text(found == .prefix ? .prefix(text) : .suffix(text))
    }
    let title = found == .prefix ? "Prefix" : "Suffix"
    let remedy = "Write {\"\(found.rawValue)\": {\"equals-ignore-case\": \"a\"}}"
    guard try cursor.next() == .key else {
      throw cursor.refusal("\(title) expression name not found", remedy)
    }
    guard cursor.string == Operator.equalsIgnoreCase.rawValue else {
      throw cursor.refusal(
        "Unsupported \(found.rawValue) pattern: \(cursor.string)",
        remedy
      )
    }
    try cursor.next()
    let text = CaselessText(try parseString(of: .equalsIgnoreCase))
    try endOperator()
    try endOperator()
    return .text(found == .prefix ? .prefixIgnoringCase(text) : .suffixIgnoringCase(text))
  }

  private mutating func endOperator() throws(PatternError) {
    guard try cursor.next() == .endObject else {
      throw cursor.refusal(
        "Only one key allowed in match expression",
        "Write each operator as an object of its own: [{\"prefix\": \"a\"}, {\"suffix\": \"z\"}]"
      )
    }
  }
}

extension Alternative {
  /// The wildcard patterns within.
  var wildcards: [Wildcard] {
    let texts: [TextCondition] =
      switch condition {
      case .text(let text): [text]
      case .anythingButTexts(let texts): texts
      default: []
      }
    return texts.compactMap { if case .wildcard(let wildcard) = $0 { wildcard } else { nil } }
  }
}
