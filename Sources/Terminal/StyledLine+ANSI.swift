import Figures

/// The few control sequences that every terminal since the VT100 knows.
enum Escape {
  static let reset = "\u{1B}[0m"
  static let clearLine = "\u{1B}[K"
  static let clearBelow = "\u{1B}[J"

  static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
  static func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }
}

extension StyledLine {
  /// The line with the colours of its roles, from the sixteen that the user's own theme defines.
  var ansi: String {
    spans.map { span in
      guard let code = span.role.code, !span.text.isEmpty else { return span.text }
      return "\u{1B}[\(code)m\(span.text)\(Escape.reset)"
    }
    .joined()
  }
}

extension Role {
  /// Parameters of Select Graphic Rendition (ECMA-48).
  fileprivate var code: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .emphasis: "1"
    case .muted: "2"
    case .good: "32"
    case .bad: "31;1"
    case .warning: "33"
    case .code: "36"
    case .series(let number): ["36", "35", "33", "34", "32", "31"][abs(number % 6)]
    }
  }
}
