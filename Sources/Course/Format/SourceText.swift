/// One line of a file.
struct Line: Hashable {
  /// From 1.
  let number: Int
  let text: String

  var isBlank: Bool { text.allSatisfy { $0 == " " || $0 == "\t" } }

  /// The number of leading spaces; a tab counts as four.
  var indent: Int {
    var width = 0
    for character in text {
      switch character {
      case " ": width += 1
      case "\t": width += 4
      default: return width
      }
    }
    return width
  }

  /// The text without the white space at both ends.
  var content: Substring { text.trimmed }

  /// The column of the first character that is not white space.
  var contentColumn: Int {
    let content = self.content
    return text.distance(from: text.startIndex, to: content.startIndex) + 1
  }

  /// The column of a place in this line's text.
  func column(of index: String.Index) -> Int {
    text.distance(from: text.startIndex, to: index) + 1
  }
}

extension StringProtocol {
  /// The text without spaces and tabs at both ends.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { $0 != " " && $0 != "\t" }),
      let last = lastIndex(where: { $0 != " " && $0 != "\t" })
    else { return self[endIndex...] }
    return self[first...last]
  }

  /// The text without spaces and tabs at its end.
  var withoutTrailingSpace: SubSequence {
    guard let last = lastIndex(where: { $0 != " " && $0 != "\t" }) else {
      return self[startIndex..<startIndex]
    }
    return self[...last]
  }
}

/// A text file as lines: valid UTF-8, without byte-order mark, whatever its line ends.
struct SourceText {
  /// Course files and submissions beyond this many bytes are refused unread.
  static let limit = 1_000_000

  let file: String
  let lines: [Line]

  /// Decodes a file.
  ///
  /// - Throws: what is wrong with its bytes: invalid UTF-8 or a control character.
  init(file: String, bytes: [UInt8]) throws(CourseError) {
    var body = bytes[...]
    if body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
    var lines: [Line] = []
    for raw in body.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let content = raw.last == 0x0D ? raw.dropLast() : raw
      let number = lines.count + 1
      guard let text = String(validating: content, as: UTF8.self) else {
        throw Self.refusal(
          file: file,
          line: number,
          column: Self.validColumns(content) + 1,
          problem: "the bytes here are not UTF-8",
          remedy: "Save the file as UTF-8"
        )
      }
      if let control = content.firstIndex(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
        let before = String(decoding: content[..<control], as: UTF8.self)
        throw Self.refusal(
          file: file,
          line: number,
          column: before.count + 1,
          problem: "there is a control character (byte \(content[control])) here",
          remedy: "Take it out; a text file holds letters, tabs and line ends"
        )
      }
      lines.append(Line(number: number, text: text))
    }
    if lines.count > 1, let last = lines.last, last.text.isEmpty { lines.removeLast() }
    self.file = file
    self.lines = lines
  }

  /// Reads and decodes a file.
  ///
  /// - Throws: why the file cannot be read.
  init(path: String, shownAs file: String) throws(CourseError) {
    let bytes: [UInt8]
    do {
      bytes = try FileAccess.bytes(of: path, limit: Self.limit)
    } catch {
      throw CourseError(
        problem: "\(file) cannot be read: \(error.reason)",
        remedy: "Check that the file exists, is a text file and may be read"
      )
    }
    try self.init(file: file, bytes: bytes)
  }

  private static func refusal(
    file: String,
    line: Int,
    column: Int,
    problem: String,
    remedy: String
  ) -> CourseError {
    let position = SourcePosition(file: file, line: line, column: column)
    let finding = Finding(at: position, problem: problem, remedy: remedy)
    return CourseError(
      problem: "\(file) is not a readable text file",
      remedy: remedy,
      findings: [finding]
    )
  }

  /// The number of characters before the first invalid byte.
  private static func validColumns(_ bytes: ArraySlice<UInt8>) -> Int {
    var length = 0
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): length += UTF8.width(scalar)
      case .emptyInput, .error: break decoding
      }
    }
    return String(decoding: bytes.prefix(length), as: UTF8.self).count
  }
}
