/// How an alarm compares a value with its threshold: CloudWatch knows these four.
enum AlarmComparison: String {
  case greater = ">"
  case greaterOrEqual = ">="
  case less = "<"
  case lessOrEqual = "<="

  /// Reads a comparison.
  ///
  /// - Throws: ``CommandError`` when none comes next, or one that CloudWatch does not know.
  init(_ scanner: inout ExpressionScanner) throws(CommandError) {
    scanner.skipSpaces()
    let column = scanner.column
    let comparison = try scanner.comparison()
    guard let known = Self(rawValue: comparison.rawValue) else {
      throw CommandError(
        .badExpression,
        "An alarm cannot compare with \(comparison.rawValue).",
        remedy: "Write <, <=, > or >=.",
        column: column
      )
    }
    self = known
  }

  /// Its name in CloudWatch.
  var name: String {
    switch self {
    case .greater: "GreaterThanThreshold"
    case .greaterOrEqual: "GreaterThanOrEqualToThreshold"
    case .less: "LessThanThreshold"
    case .lessOrEqual: "LessThanOrEqualToThreshold"
    }
  }

  /// As CloudWatch gives reasons.
  var words: String {
    switch self {
    case .greater: "greater than"
    case .greaterOrEqual: "greater than or equal to"
    case .less: "less than"
    case .lessOrEqual: "less than or equal to"
    }
  }

  func holds(_ value: Double, _ threshold: Double) -> Bool {
    switch self {
    case .greater: value > threshold
    case .greaterOrEqual: value >= threshold
    case .less: value < threshold
    case .lessOrEqual: value <= threshold
    }
  }
}
