import JSON

/// What an enrichment or a target gets of each event: a text in which `<$.path>` marks a part of it.
///
/// Source: EventBridge user guide, “Input transformation” of pipes, 2026: the template may be free text;
/// a body that is JSON can be looked into.
///
/// > Simplified: what a path does not find becomes `""`, or nothing within quotes, as recorded of
/// > rules.
struct PipeTemplate {
  private let template: InputTemplate
  /// What the reserved names stand for, without `aws.pipes.`.
  private let reserved: [String: JSONValue]

  private static let names = [
    "pipe-arn", "pipe-name", "source-arn", "enrichment-arn", "target-arn", "event.ingestion-time",
    "event", "event.json",
  ]
  private static let prefix = "aws.pipes."

  init(_ text: String, reserved: [String: JSONValue]) {
    template = InputTemplate(text, marksPaths: true)
    self.reserved = reserved
  }

  /// Refuses a template that is too long, or whose marks mean nothing.
  static func check(_ text: String, at place: String) throws(ServiceError) {
    try ServiceError.checkLength(text, at: "\(place).inputTemplate", PipesQuotas.templateLength)
    for mark in InputTemplate(text, marksPaths: true).variables {
      let isKnown =
        mark.hasPrefix(prefix)
        ? names.contains(String(mark.dropFirst(prefix.count))) : EventPath(mark) != nil
      guard isKnown else {
        throw .validation(
          "Invalid json path reference or predefined variable for placeholder \(mark)."
        )
      }
    }
  }

  /// The text for one event.
  func text(for event: JSONValue) -> String {
    let decoded = Self.decoded(event)
    return template.text { mark in
      guard mark.hasPrefix(Self.prefix) else { return EventPath(mark)?.value(in: decoded) }
      switch String(mark.dropFirst(Self.prefix.count)) {
      case "event": return event
      case "event.json": return decoded
      case let name: return reserved[name]
      }
    }
  }

  /// The event with its body as JSON, if it is some.
  static func decoded(_ event: JSONValue) -> JSONValue {
    guard case .object(var object) = event, let body = object["body"]?.stringValue,
      let json = try? JSONValue(parsing: body)
    else { return event }
    object["body"] = json
    return .object(object)
  }

  /// A parameter of a target: itself, or what its path finds in an event.
  static func value(of parameter: String?, in event: JSONValue) -> String? {
    guard let parameter, parameter.hasPrefix("$."), let path = EventPath(parameter) else {
      return parameter
    }
    return path.value(in: decoded(event)).map { $0.stringValue ?? $0.text() }
  }
}
