import JSON

/// The template of an input transformer, cut at its `<name>` marks.
struct InputTemplate {
  private enum Piece {
    case text(String)
    case variable(String, isQuoted: Bool)
  }

  /// The names that stand for the rule and the event as a whole.
  static let reserved: Set<String> = [
    "aws.events.rule-arn", "aws.events.rule-name", "aws.events.event.ingestion-time",
    "aws.events.event", wholeEvent,
  ]
  /// The name that stands for all of the event, which only a JSON object can hold.
  static let wholeEvent = "aws.events.event.json"

  private var pieces: [Piece] = []
  /// Whether the template is one or more quoted lines, and not JSON.
  private let isLines: Bool
  /// Whether the template is a JSON object.
  let isObject: Bool
  /// Whether something stands outside the quotes of a template that is quoted lines, or a quote has no
  /// end.
  private var hasLooseText = false
  /// Whether a mark stands where an object has a key, which no value can fill.
  private var hasVariableKey = false

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - template: the text.
  ///   - marksPaths: whether paths such as `$.body.items[0]` stand between the marks.
  init(_ template: String, marksPaths: Bool = false) {
    let first = template.first { !$0.isWhitespace }
    isLines = first == "\""
    isObject = first == "{"
    var text = ""
    var isQuoted = false
    var isEscaped = false
    // Whether what is read now, or was read last, is a string or value with a mark in it.
    var holdsVariable = false
    var rest = template[...]
    while let letter = rest.popFirst() {
      if letter == "<", let name = Self.name(at: rest, marksPaths ? ".-_$[]/*" : ".-_") {
        pieces.append(.text(text))
        pieces.append(.variable(String(name), isQuoted: isQuoted))
        if !isQuoted { hasLooseText = true }
        text = ""
        holdsVariable = true
        rest = rest[name.endIndex...].dropFirst()
        continue
      }
      if !isQuoted {
        if letter == ":", holdsVariable { hasVariableKey = true }
        if letter != "\"", !letter.isWhitespace {
          holdsVariable = false
          hasLooseText = true
        }
      }
      if letter == "\"", !isEscaped {
        if !isQuoted { holdsVariable = false }
        isQuoted.toggle()
      }
      isEscaped = letter == "\\" && !isEscaped
      text.append(letter)
    }
    pieces.append(.text(text))
    if isQuoted { hasLooseText = true }
  }

  /// The name in front of the next `>`, if one stands there.
  private static func name(at rest: Substring, _ signs: String) -> Substring? {
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || signs.contains($0)) }
    return !name.isEmpty && rest[name.endIndex...].first == ">" ? name : nil
  }

  /// The names between the marks.
  var variables: [String] {
    pieces.compactMap { piece in
      if case .variable(let name, _) = piece { name } else { nil }
    }
  }

  /// Puts the values in: `nil` when a template that is not made of lines does not become JSON, or
  /// has a mark for a key.
  ///
  /// - Parameter value: the value of a name; `nil` when the event has none.
  /// - Returns: what to deliver.
  func delivery(_ value: (String) -> JSONValue?) -> Delivery? {
    let text = text(value)
    if isLines { return hasLooseText ? nil : Delivery(text: text) }
    guard !hasVariableKey else { return nil }
    return (try? JSONValue(parsing: text)).map { Delivery(payload: $0) }
  }

  /// Puts the values in, whatever comes of it.
  ///
  /// - Parameter value: the value of a name; `nil` when the event has none.
  /// - Returns: the text.
  func text(_ value: (String) -> JSONValue?) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .variable(let name, isQuoted: true): text += quoted(value(name))
      case .variable(let name, isQuoted: false): text += value(name)?.text() ?? "\"\""
      }
    }
    return text
  }

  /// A value within quotes: as it is, without escaping; without a value, nothing.
  ///
  /// Lists and objects lose their quotes in a line. In a JSON template they keep them, which ends
  /// the string early: such an event is not delivered, as recorded on AWS.
  private func quoted(_ value: JSONValue?) -> String {
    switch value {
    case nil: ""
    case .string(let text): text
    case .array(_), .object(_):
      isLines ? (value?.text() ?? "").filter { $0 != "\"" } : value?.text() ?? ""
    case .null, .bool(_), .number(_): value?.text() ?? ""
    }
  }
}
