/// A place in a log group between two lines, as the tokens of its pages name it.
struct LogPosition: Comparable {
  private static let digits = 56
  private static let linesOfAnEntry = 1_000

  private let number: Int

  /// The place of a line.
  init(of event: LogGroup.Event) {
    // Zero is before all of them.
    number = (event.number + 1) * Self.linesOfAnEntry + event.place
  }

  /// Before the first line.
  static let beginning = Self(number: 0)

  private init(number: Int) {
    self.number = number
  }

  /// Reads a token.
  ///
  /// - Throws: ``ServiceError`` when it is none.
  init(_ digits: Substring) throws(ServiceError) {
    guard digits.utf8.count == Self.digits, let number = Int(digits), number >= 0 else {
      throw .logs("InvalidParameterException", "The specified nextToken is invalid.")
    }
    self.number = number
  }

  static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// The place as a token without a direction.
  var token: String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, Self.digits - digits.count)) + digits
  }
}

/// Where a page of a stream begins: behind a place, or before it.
enum LogPage {
  case after(LogPosition)
  case before(LogPosition)

  /// Reads `f/…/s` or `b/…/s`.
  ///
  /// - Throws: ``ServiceError`` when it is neither.
  init(token: String) throws(ServiceError) {
    let parts = token.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2] == "s", parts[0] == "f" || parts[0] == "b" else {
      throw .logs("InvalidParameterException", "The specified nextToken is invalid.")
    }
    let position = try LogPosition(parts[1])
    self = parts[0] == "f" ? .after(position) : .before(position)
  }

  /// The page as a token.
  var token: String {
    switch self {
    case .after(let position): "f/\(position.token)/s"
    case .before(let position): "b/\(position.token)/s"
    }
  }
}
