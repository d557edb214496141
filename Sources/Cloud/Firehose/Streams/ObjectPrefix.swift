import Simulation

/// What the keys of a stream's objects begin with: a text with expressions such as
/// `!{timestamp:yyyy/MM/dd}` in it.
///
/// Source: the Firehose developer guide, "Understand custom prefixes for Amazon S3 objects", 2026.
///
/// > Simplified: of the letters of Java's `DateTimeFormatter` only `yyyy`, `MM`, `dd`, `HH`, `mm` and
/// > `ss`, in UTC.
struct ObjectPrefix {
  private enum Part {
    case text(String)
    case date(DateField)
    case randomString
    case errorType
  }

  private enum DateField: String, CaseIterable {
    case year = "yyyy"
    case month = "MM"
    case day = "dd"
    case hour = "HH"
    case minute = "mm"
    case second = "ss"

    /// The part of the date, in as many digits as there are letters.
    func text(at seconds: Int64) -> String {
      // `2026-01-01T00:00:00Z`
      let letters = Array(Timestamp.iso8601(seconds: seconds))
      let range =
        switch self {
        case .year: 0..<4
        case .month: 5..<7
        case .day: 8..<10
        case .hour: 11..<13
        case .minute: 14..<16
        case .second: 17..<19
        }
      return String(letters[range])
    }
  }

  private var parts: [Part] = []
  /// Whether any part is evaluated.
  private(set) var hasExpressions = false
  private(set) var hasErrorType = false
  private var hasDate = false

  /// Letters in a random string.
  private static let randomLength = 11

  /// Reads a prefix.
  ///
  /// - Throws: ``ServiceError`` when an expression is none, or is left out here.
  init(_ text: String) throws(ServiceError) {
    var rest = Substring(text)
    while let start = rest.firstRange(of: "!{") {
      add(rest[..<start.lowerBound])
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw .firehoseArgument("Invalid prefix \(text): an expression has no end.")
      }
      try read(rest[start.upperBound..<end], of: text)
      rest = rest[rest.index(after: end)...]
    }
    add(rest)
  }

  private mutating func add(_ text: Substring) {
    if !text.isEmpty { parts.append(.text(String(text))) }
  }

  private mutating func read(_ expression: Substring, of text: String) throws(ServiceError) {
    let halves = expression.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[1].isEmpty else {
      throw .firehoseArgument("Invalid prefix \(text): !{\(expression)} is no !{namespace:value}.")
    }
    hasExpressions = true
    switch (halves[0], halves[1]) {
    case ("timestamp", let format):
      hasDate = true
      try readDate(format, of: text)
    case ("firehose", "random-string"): parts.append(.randomString)
    case ("firehose", "error-output-type"):
      hasErrorType = true
      parts.append(.errorType)
    case ("partitionKeyFromQuery", _), ("partitionKeyFromLambda", _):
      throw .notSupported("The prefix !{\(expression)}")
    default:
      throw .firehoseArgument("Invalid prefix \(text): !{\(expression)} is no expression.")
    }
  }

  /// Reads a date format: letters stand for parts of the date, quotes around what is taken literally.
  private mutating func readDate(_ format: Substring, of text: String) throws(ServiceError) {
    var rest = format
    while let letter = rest.first {
      if letter == "'" {
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(of: "'") else {
          throw .firehoseArgument("Invalid prefix \(text): a quote has no end.")
        }
        // Two quotes stand for one.
        add(inside[..<end].isEmpty ? "'" : inside[..<end])
        rest = inside[inside.index(after: end)...]
      } else if letter.isASCII, letter.isLetter {
        let run = rest.prefix { $0 == letter }
        guard let field = DateField(rawValue: String(run)) else {
          throw .notSupported("The date format \(run) in a prefix")
        }
        parts.append(.date(field))
        rest = rest.dropFirst(run.count)
      } else {
        add(rest.prefix(1))
        rest = rest.dropFirst()
      }
    }
  }

  /// The prefix with the date and the hour behind it, if it says nothing about the date.
  ///
  /// - Parameter withErrorType: whether the reason of a failure stands before them.
  /// - Returns: the prefix.
  func dated(withErrorType: Bool = false) -> Self {
    guard !hasDate else { return self }
    var dated = self
    if withErrorType { dated.parts += [.errorType, .text("/")] }
    for (field, separator) in [
      (DateField.year, "/"), (.month, "/"), (.day, "/"), (.hour, "/"),
    ] { dated.parts += [.date(field), .text(separator)] }
    return dated
  }

  /// The prefix of an object.
  ///
  /// - Parameters:
  ///   - seconds: when its oldest record came, since 1970.
  ///   - errorType: why its records are there, for what failed.
  ///   - random: makes as many letters as it is asked for.
  /// - Returns: the text.
  func text(at seconds: Int64, errorType: String = "", random: (Int) -> String) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .text(let literal): text += literal
      case .date(let field): text += field.text(at: seconds)
      case .randomString: text += random(Self.randomLength)
      case .errorType: text += errorType
      }
    }
  }
}
