extension JSONValue: CustomStringConvertible {
  /// The value in one line without spaces.
  public func text() -> String {
    var printer = JSONPrinter(indent: nil)
    printer.append(self)
    return String(decoding: printer.output, as: UTF8.self)
  }

  /// The value over several lines, exactly as the AWS CLI prints it, without a newline at the end.
  ///
  /// The AWS CLI prints with Python's `json.dumps(value, indent=4, ensure_ascii=False)`.
  public func prettyText(indent: Int = 4) -> String {
    var printer = JSONPrinter(indent: indent)
    printer.append(self)
    return String(decoding: printer.output, as: UTF8.self)
  }

  /// The same as ``text()``.
  public var description: String { text() }
}

private struct JSONPrinter {
  var output: [UInt8] = []
  private let indent: Int?
  private var depth = 0

  init(indent: Int?) {
    self.indent = indent
  }

  mutating func append(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(let bool): append(bool ? "true" : "false")
    case .number(let number): append(number.literal)
    case .string(let string): appendQuoted(string)
    case .array(let elements):
      guard !elements.isEmpty else { return append("[]") }
      open("[")
      for (place, element) in elements.enumerated() {
        separate(place)
        append(element)
      }
      close("]")
    case .object(let object):
      guard !object.isEmpty else { return append("{}") }
      open("{")
      for (place, element) in object.enumerated() {
        separate(place)
        appendQuoted(element.key)
        append(indent == nil ? ":" : ": ")
        append(element.value)
      }
      close("}")
    }
  }

  private mutating func append(_ text: String) {
    output.append(contentsOf: text.utf8)
  }

  private mutating func open(_ bracket: String) {
    append(bracket)
    depth += 1
  }

  private mutating func separate(_ place: Int) {
    if place > 0 { append(",") }
    startLine()
  }

  private mutating func close(_ bracket: String) {
    depth -= 1
    startLine()
    append(bracket)
  }

  private mutating func startLine() {
    guard let indent else { return }
    append("\n")
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * depth))
  }

  private mutating func appendQuoted(_ string: String) {
    output.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append(#"\""#)
      case UInt8(ascii: "\\"): append(#"\\"#)
      case 0..<0x20: append(JSONTokenizer.escape(for: byte))
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
