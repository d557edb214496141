/// What a piece of text means, for whoever chooses a colour or none.
///
/// Meaning never rests on the role alone: the words say it too.
public enum Role: Hashable, Sendable {
  /// Ordinary text.
  case plain
  /// The title of a section or figure.
  case heading
  /// What the eye should find first.
  case emphasis
  /// What the eye may skip.
  case muted
  /// Something that went well.
  case good
  /// Something that went wrong.
  case bad
  /// Something to watch.
  case warning
  /// Code, a command or a literal value.
  case code
  /// The data series of this number, counted from 0.
  case series(Int)
}

/// A piece of text with one role.
public struct Span: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The text.
  public var text: String
  /// What the text means.
  public var role: Role

  /// Makes a piece of text with a role.
  public init(_ text: String, _ role: Role = .plain) {
    self.text = text
    self.role = role
  }

  /// Makes plain text.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

/// One line of a screen, in pieces that differ in role.
public struct StyledLine: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The pieces from left to right.
  public var spans: [Span]

  /// Makes a line of pieces.
  public init(_ spans: [Span] = []) {
    self.spans = spans
  }

  /// Makes a line of one piece.
  public init(_ text: String, _ role: Role = .plain) {
    spans = text.isEmpty ? [] : [Span(text, role)]
  }

  /// Makes a plain line.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// The line without roles.
  public var text: String { spans.map(\.text).joined() }

  /// How many columns the line takes at a terminal.
  public var width: Int { spans.reduce(0) { $0 + $1.text.displayWidth } }

  /// Adds text at the end, to the last piece if the role is the same.
  public mutating func append(_ text: String, _ role: Role = .plain) {
    guard !text.isEmpty else { return }
    if let last = spans.indices.last, spans[last].role == role {
      spans[last].text += text
    } else {
      spans.append(Span(text, role))
    }
  }

  /// Adds the pieces of another line at the end.
  public mutating func append(_ line: StyledLine) {
    for span in line.spans { append(span.text, span.role) }
  }

  /// Adds spaces until the line is `width` columns wide.
  public mutating func pad(to width: Int) {
    append(String(repeating: " ", count: max(0, width - self.width)))
  }
}
