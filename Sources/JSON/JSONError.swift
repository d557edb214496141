/// Why a text is not JSON: where, what, and what to write instead.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// The column in characters, counted from 1; one beyond the line's end when something is missing.
  public let column: Int
  /// What stands there, with the text in question.
  public let problem: String
  /// What to write instead.
  public let remedy: String

  /// Place, problem and remedy in one line.
  public var description: String { "line \(line), column \(column): \(problem). \(remedy)." }

  init(at offset: Int, of bytes: ArraySlice<UInt8>, problem: String, remedy: String) {
    var end = min(offset, bytes.endIndex)
    // Columns count characters, so step back from the inside of one.
    while end < bytes.endIndex, end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    let before = bytes[..<end]
    let newline = UInt8(ascii: "\n")
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? bytes.startIndex
    line = before.count { $0 == newline } + 1
    column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
    self.problem = problem
    self.remedy = remedy
  }
}
