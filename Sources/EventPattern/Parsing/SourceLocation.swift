/// A place in a pattern as the services tell it: with the pattern, and counted from 1.
///
/// They read patterns with Event Ruler, which stands on Jackson, and a refusal ends in
/// `at [Source: (String)"{"a":5}"; line: 1, column: 7]`. The place is not where the mistake begins,
/// but how far Jackson has read when Event Ruler refuses.
///
/// Source: answers recorded on AWS (a pattern whose `"lenderId":"LenderA"` stands in columns 44 to
/// 63 is refused at column 56, behind the quote that opens the value), Event Ruler's and Jackson's
/// published code.
struct SourceLocation: CustomStringConvertible {
  /// How many characters of a text Jackson quotes.
  private static let quotedLength = 500

  private let text: String
  private let line: Int
  private let column: Int

  /// The place behind the first `offset` bytes of a text.
  ///
  /// Columns count UTF-16 units, as Java does.
  init(behind offset: Int, of text: [UInt8]) {
    let read = text.prefix(offset)
    let newline = UInt8(ascii: "\n")
    let lineStart = read.lastIndex(of: newline).map { $0 + 1 } ?? read.startIndex
    line = read.count { $0 == newline } + 1
    column = String(decoding: read[lineStart...], as: UTF8.self).utf16.count + 1
    self.text = String(decoding: text, as: UTF8.self)
  }

  /// As it stands in a refusal.
  var description: String { "[Source: (String)\(quotation); line: \(line), column: \(column)]" }

  private var quotation: String {
    let units = Array(text.utf16)
    guard units.count > Self.quotedLength else { return "\"\(text)\"" }
    let quoted = String(decoding: units.prefix(Self.quotedLength), as: UTF16.self)
    return "\"\(quoted)\"[truncated \(units.count - Self.quotedLength) chars]"
  }
}
