import EventPattern
import JSON

/// One pattern of a mapping's filter criteria.
///
/// The pattern looks at the message as the function would see it. Its `body` is an object where the
/// body is to be JSON, and a list of alternatives where it is to be plain text; a body of the other
/// kind never matches. A pattern without `body` looks at the rest alone. Source: Lambda developer
/// guide, "Using event filtering with an Amazon SQS event source", 2026.
struct MappingFilter: Hashable {
  private enum BodyKind {
    case json, text, any
  }

  /// The pattern.
  let pattern: EventPattern
  private let bodyKind: BodyKind

  /// Reads a pattern.
  ///
  /// - Throws: the service's refusal, which does not say what is wrong.
  init(parsing text: String) throws(ServiceError) {
    do {
      pattern = try EventPattern(parsing: text, dialect: .eventSourceMapping)
    } catch {
      throw .invalidParameter("Invalid filter pattern definition.")
    }
    switch (try? JSONValue(parsing: text))?["body"] {
    case .object: bodyKind = .json
    case .array: bodyKind = .text
    default: bodyKind = .any
    }
  }

  /// Tells whether a message is kept.
  ///
  /// - Parameters:
  ///   - record: the message as the function would see it.
  ///   - body: its body.
  /// - Returns: whether the pattern takes it.
  func keeps(_ record: JSONValue, body: String) -> Bool {
    guard case .object(var object) = record else { return false }
    let parsed = (try? JSONValue(parsing: body)).flatMap { $0.objectValue == nil ? nil : $0 }
    switch (bodyKind, parsed) {
    case (.json, nil), (.text, .some): return false
    case (.json, let parsed?), (.any, let parsed?): object["body"] = parsed
    case (.text, nil), (.any, nil): break
    }
    return pattern.matches(.object(object))
  }
}
