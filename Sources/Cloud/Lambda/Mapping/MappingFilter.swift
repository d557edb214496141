import EventPattern
import JSON

/// One pattern of a mapping's filter criteria.
///
/// The pattern looks at the message as the function would see it. Its `body` is an object where the
/// body is to be JSON, and a list of alternatives where it is to be plain text; a body of the other
/// kind never matches. A pattern without `body` looks at the rest alone. Source: Lambda developer
/// guide, "Using event filtering with an Amazon SQS event source", 2026.
struct MappingFilter: Hashable {
  /// How long a pattern may be, in characters.
  static let maximumLength = Dialect.eventSourceMapping.maximumLength

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
      try self.init(reading: text)
    } catch {
      throw .invalidParameter("Invalid filter pattern definition.")
    }
  }

  /// Reads a pattern.
  ///
  /// - Throws: what is wrong.
  init(reading text: String) throws(PatternError) {
    pattern = try EventPattern(parsing: text, dialect: .eventSourceMapping)
    switch (try? JSONValue(parsing: text))?["body"] {
    case .object: bodyKind = .json
    case .array: bodyKind = .text
    default: bodyKind = .any
    }
  }

  /// Whether the pattern can take messages whose body is, or is not, a JSON object.
  func isFor(jsonBodies: Bool) -> Bool {
    switch bodyKind {
    case .json: jsonBodies
    case .text: !jsonBodies
    case .any: true
    }
  }
}

/// The patterns of a mapping's filter criteria, of which one must take a message.
struct MappingFilters {
  /// In the order in which they were given.
  let all: [MappingFilter]
  /// The patterns by their places, to match all of them at once.
  private var patterns = PatternSet<Int>()

  init(_ filters: [MappingFilter] = []) {
    all = filters
    for (place, filter) in filters.enumerated() { patterns[place] = filter.pattern }
  }

  /// Tells whether a message is kept.
  ///
  /// - Parameters:
  ///   - record: the message as the function would see it.
  ///   - body: its body.
  /// - Returns: whether there is no pattern, or one takes it.
  mutating func keep(_ record: JSONValue, body: String) -> Bool {
    guard !all.isEmpty else { return true }
    guard case .object(var object) = record else { return false }
    let parsed = try? JSONValue(parsing: body)
    let isJSON = parsed?.objectValue != nil
    if isJSON { object["body"] = parsed }
    return patterns.matches(.object(object)).contains { all[$0].isFor(jsonBodies: isJSON) }
  }
}

extension MappingFilters: Hashable {
  static func == (left: Self, right: Self) -> Bool { left.all == right.all }

  func hash(into hasher: inout Hasher) { hasher.combine(all) }
}
