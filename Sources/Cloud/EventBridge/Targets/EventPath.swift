import JSON

/// A path to a part of an event: `$.detail.items[0].name`.
///
/// Simplified: names and indexes, as in the documentation's examples; no filters or wildcards.
struct EventPath {
  private enum Step {
    case name(String)
    case index(Int)
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
        guard inside.count < rest.count, let index = Int(inside), index >= 0 else { return nil }
        steps.append(.index(index))
        rest = rest.dropFirst(inside.count + 1)
      default: return nil
      }
    }
  }

  /// The value at the path; `nil` when there is none.
  func value(in event: JSONValue) -> JSONValue? {
    steps.reduce(event) { (value: JSONValue?, step) in
      switch step {
      case .name(let name): value?[name]
      case .index(let index): value?[index]
      }
    }
  }
}
