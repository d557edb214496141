import JSON

/// The detail of an entry: a text from the wire, or the JSON that Swift code has at hand.
enum EventDetail: Sendable {
  case text(String)
  /// With the bytes of its text, which are asked for more than once.
  case json(JSONValue, size: Int)

  var text: String {
    switch self {
    case .text(let text): text
    case .json(let value, _): value.text()
    }
  }

  /// The JSON; `nil` when the text is none.
  var json: JSONValue? {
    switch self {
    case .text(let text): try? JSONValue(parsing: text)
    case .json(let value, _): value
    }
  }

  /// The bytes of the text.
  var size: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .json(_, let size): size
    }
  }
}

extension EventDetail {
  /// Whether a whole number in it is beyond ±2⁶³, which the service does not take.
  var exceedsIntegers: Bool {
    guard case .text(let text) = self, Self.hasLongNumber(text), let json else { return false }
    return Self.exceedsIntegers(json)
  }

  /// Whether so many digits stand in a row that they may be such a number; saves reading the others.
  private static func hasLongNumber(_ text: String) -> Bool {
    var run = 0
    for byte in text.utf8 {
      run = (48...57).contains(byte) ? run + 1 : 0
      if run == 19 { return true }
    }
    return false
  }

  private static func exceedsIntegers(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let list): list.contains(where: exceedsIntegers)
    case .object(let object): object.contains { exceedsIntegers($0.value) }
    case .number(let number):
      number.int == nil && number.literal.allSatisfy { $0.isNumber || $0 == "-" }
    case .null, .bool, .string: false
    }
  }
}

extension EventDetail: Decodable, ShapeDescribing {
  static var shape: Shape { .string }
  static var example: EventDetail { .text("") }

  init(from decoder: any Decoder) throws {
    self = .text(try String(from: decoder))
  }
}
