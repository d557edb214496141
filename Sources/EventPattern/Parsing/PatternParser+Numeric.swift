import JSON

extension PatternParser {
  private static var numericExample: String {
    #"Write a comparison, as in ["<", 10], or a lower and an upper bound: [">", 0, "<=", 5]"#
  }

  /// Reads `numeric`, of whose value the first token has been read.
  mutating func parseNumeric() throws(PatternError) -> Condition {
    guard cursor.token.kind == .beginArray else {
      throw cursor.refusal("Value of numeric must be an array.", Self.numericExample)
    }
    let condition = try parseComparisons()
    guard try cursor.next() == .endObject else { throw tooManyElements() }
    return condition
  }

  private func tooManyElements() -> PatternError {
    cursor.refusal("Too many elements in numeric expression", Self.numericExample)
  }

  private mutating func parseComparisons() throws(PatternError) -> Condition {
    guard try cursor.next() == .string else {
      throw cursor.refusal(
        "Invalid member in numeric match: \(cursor.tokenText)",
        Self.numericExample
      )
    }
    let sign = cursor.string
    guard ["=", "<", "<=", ">", ">="].contains(sign) else {
      let start = cursor.start
      // The services read the next part before they look at the sign.
      try cursor.next()
      throw cursor.refusal(
        "Unrecognized numeric range operator: \(sign)",
        "Write one of = < <= > >=",
        at: start
      )
    }
    let amount = try parseBound(of: sign == "=" ? "equals" : sign)
    let isLast = try cursor.next() == .endArray
    let bound = NumericRange.Bound(amount: amount, isIncluded: sign.hasSuffix("="))
    switch sign {
    case ">", ">=":
      return .range(
        NumericRange(lower: bound, upper: isLast ? nil : try parseUpperBound(above: amount))
      )
    case _ where !isLast: throw tooManyElements()
    case "=": return .number(amount)
    default: return .range(NumericRange(lower: nil, upper: bound))
    }
  }

  /// Reads what follows a lower bound, of which the first token has been read.
  private mutating func parseUpperBound(
    above bottom: JSONNumber
  ) throws(PatternError) -> NumericRange.Bound {
    guard cursor.token.kind == .string else {
      throw cursor.refusal(
        "Bad value in numeric range: \(cursor.tokenText)",
        Self.numericExample
      )
    }
    let sign = cursor.string
    guard sign == "<" || sign == "<=" else {
      throw cursor.refusal("Bad numeric range operator: \(sign)", "Write < or <= here", read: .text)
    }
    let top = try parseBound(of: sign)
    let start = cursor.start
    guard try cursor.next() == .endArray else {
      throw cursor.refusal("Too many terms in numeric range expression", Self.numericExample)
    }
    guard bottom < top else {
      throw cursor.refusal(
        "Bottom must be less than top",
        "Write the lower bound first; for a single number use [\"=\", \(bottom.literal)]",
        at: start
      )
    }
    return NumericRange.Bound(amount: top, isIncluded: sign == "<=")
  }

  private mutating func parseBound(of sign: String) throws(PatternError) -> JSONNumber {
    guard try cursor.next() == .number else {
      throw cursor.refusal(
        "Value of \(sign) must be numeric",
        "Write a number after it, without quotes"
      )
    }
    return try comparableNumber()
  }

  /// The number of the present token, unless the service could not compare it exactly: it compares
  /// binary fractions of 64 bits, which keep 15 to 17 digits.
  func comparableNumber() throws(PatternError) -> JSONNumber {
    let number = cursor.number
    guard number.double.isFinite, JSONNumber(number.double) == number else {
      throw cursor.refusal(
        "Cannot compare number : \(number.literal)",
        "Write at most 15 digits"
      )
    }
    return number
  }
}
