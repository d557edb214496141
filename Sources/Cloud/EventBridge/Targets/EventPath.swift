import JSON

/// A path to a part of an event: `$.detail.items[0].name`, or to several: `$.detail.items[*].name`.
///
/// Source: EventBridge user guide, "Input transformation" of rules and of pipes, 2026: "dot notation
/// (for example, `$.detail`), dashes, underscores, alphanumeric characters, array indices, wildcards
/// (`*`), forward slashes". A wildcard stands in brackets, as in the service model of pipes; a name in
/// brackets is refused, as recorded on AWS.
struct EventPath {
  private enum Step {
    case name(String)
    case index(Int)
    /// All elements of a list, or all values of an object.
    case all
  }

  private var steps: [Step] = []

  /// Reads a path; `nil` when it does not begin with `$` or is not of this kind.
  init?(_ text: String) {
    guard text.first == "$" else { return nil }
    var rest = text.dropFirst()
    while let sign = rest.popFirst() {
      switch sign {
      case ".":
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty, !name.contains("*") else { return nil }
        steps.append(.name(String(name)))
        rest = rest.dropFirst(name.count)
      case "[":
        let inside = rest.prefix { $0 != "]" }
        guard inside.count < rest.count else { return nil }
        if inside == "*" {
          steps.append(.all)
        } else {
          guard inside.utf8.allSatisfy({ (48...57).contains($0) }), let index = Int(inside) else {
            return nil
          }
          steps.append(.index(index))
        }
        rest = rest.dropFirst(inside.count + 1)
      default: return nil
      }
    }
  }

  /// The value at the path; with a wildcard, a list of the values at all paths that it stands for.
  ///
  /// - Returns: `nil` when there is no value, or nothing that a wildcard could stand for.
  func value(in event: JSONValue) -> JSONValue? {
    Self.value(in: event, steps[...])
  }

  private static func value(in value: JSONValue, _ steps: ArraySlice<Step>) -> JSONValue? {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch step {
    case .name(let name): return value[name].flatMap { Self.value(in: $0, rest) }
    case .index(let index): return value[index].flatMap { Self.value(in: $0, rest) }
    case .all:
      guard let parts = parts(of: value) else { return nil }
      return .array(parts.flatMap { values(in: $0, rest) })
    }
  }

  /// What the rest of a path finds behind a wildcard: each value by itself.
  private static func values(in value: JSONValue, _ steps: ArraySlice<Step>) -> [JSONValue] {
    guard let found = Self.value(in: value, steps) else { return [] }
    let isSeveral = steps.contains { if case .all = $0 { true } else { false } }
    return isSeveral ? found.arrayValue ?? [] : [found]
  }

  private static func parts(of value: JSONValue) -> [JSONValue]? {
    switch value {
    case .array(let elements): elements
    case .object(let members): members.map(\.value)
    case .null, .bool, .number, .string: nil
    }
  }
}
