/// Why a text is no pattern: where, what, and what to write instead.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The service's own text, such as `Empty arrays are not allowed`.
  public let reason: String
  /// The service's own text with the place up to which it had read, in a line of its own where the
  /// service tells it.
  ///
  /// EventBridge answers `Event pattern is not valid. Reason: ` and this; SNS answers
  /// `Invalid parameter: Attributes Reason: FilterPolicy: ` and this.
  public let report: String
  /// The line, counted from 1.
  public let line: Int
  /// The column in characters, counted from 1, where the offending part begins.
  public let column: Int
  /// What to write instead.
  public let remedy: String

  /// Place, reason and remedy in one line.
  public var description: String {
    let end = reason.hasSuffix(".") ? "" : "."
    return "line \(line), column \(column): \(reason)\(end) \(remedy)."
  }

  /// Creates the error at a byte of a text; `location` is the place that the service tells.
  init(
    at offset: Int,
    of text: [UInt8],
    reason: String,
    location: SourceLocation?,
    remedy: String
  ) {
    let before = text[..<min(offset, text.count)]
    let newline = UInt8(ascii: "\n")
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? before.startIndex
    line = before.count { $0 == newline } + 1
    column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
    self.reason = reason
    report = location.map { "\(reason)\n at \($0)" } ?? reason
    self.remedy = remedy
  }

  init(line: Int, column: Int, reason: String, report: String, remedy: String) {
    self.line = line
    self.column = column
    self.reason = reason
    self.report = report
    self.remedy = remedy
  }
}
