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

  /// How many bytes of UTF-8 ``text()`` has, told without making it.
  ///
  /// - Complexity: O(n), without memory.
  public var textSize: Int {
    switch self {
    case .null: 4
    case .bool(let bool): bool ? 4 : 5
    case .number(let number): number.literal.utf8.count
    case .string(let string): JSONPrinter.quotedSize(of: string)
    // Brackets, and a comma between two elements.
    case .array(let elements): Self.textSize(of: elements)
    // Besides, a colon for each name.
    case .object(let object): Self.textSize(of: object)
    }
  }

  private static func textSize(of elements: [JSONValue]) -> Int {
    var size = max(2, elements.count + 1)
    for place in elements.indices { size += elements[place].textSize }
    return size
  }

  private static func textSize(of object: JSONObject) -> Int {
    var size = max(2, 2 * object.count + 1)
    object.forEachElement { _, key, value in
      size += JSONPrinter.quotedSize(of: key) + value.textSize
    }
    return size
  }
}

private struct JSONPrinter {
  var output: [UInt8] = []
  private let indent: Int?
  private var depth = 0

  init(indent: Int?) {
    self.indent = indent
    output.reserveCapacity(512)
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
      object.forEachElement { place, key, value in
        separate(place)
        appendQuoted(key)
        output.append(UInt8(ascii: ":"))
        if indent != nil { output.append(UInt8(ascii: " ")) }
        append(value)
      }
      close("}")
    }
  }

  private mutating func append(_ text: String) {
    output.append(contentsOf: text.utf8)
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    output.append(UInt8(ascii: bracket))
    depth += 1
  }

  private mutating func separate(_ place: Int) {
    if place > 0 { output.append(UInt8(ascii: ",")) }
    startLine()
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    depth -= 1
    startLine()
    output.append(UInt8(ascii: bracket))
  }

  private mutating func startLine() {
    guard let indent else { return }
    append("\n")
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * depth))
  }

  private mutating func appendQuoted(_ string: String) {
    output.append(UInt8(ascii: "\""))
    // Nearly all strings need no escape and are copied as a whole.
    let isCopied: Void? = string.utf8.withContiguousStorageIfAvailable { bytes in
      if bytes.contains(where: Self.needsEscape) {
        for byte in bytes { appendEscaped(byte) }
      } else {
        output.append(contentsOf: bytes)
      }
    }
    if isCopied == nil {
      for byte in string.utf8 { appendEscaped(byte) }
    }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    if Self.needsEscape(byte) { append(Self.escape(for: byte)) } else { output.append(byte) }
  }

  /// How many bytes a string takes between its quotes, and the quotes.
  static func quotedSize(of string: String) -> Int {
    let size = string.utf8.count + 2
    let isPlain = string.utf8.withContiguousStorageIfAvailable { !$0.contains(where: needsEscape) }
    if isPlain == true { return size }
    return string.utf8.reduce(size) { size, byte in
      needsEscape(byte) ? size + escape(for: byte).utf8.count - 1 : size
    }
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func escape(for byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""): #"\""#
    case UInt8(ascii: "\\"): #"\\"#
    default: JSONTokenizer.escape(for: byte)
    }
  }
}
