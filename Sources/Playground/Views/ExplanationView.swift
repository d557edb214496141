import EventPattern
import Figures
import JSON

/// Why an event matches a pattern, or why not, field by field.
struct ExplanationView {
  /// How many combinations of `$or` are shown: those to which the least is wanting.
  private static let combinationLimit = 3
  /// How many values of a list are shown for each alternative.
  private static let valueLimit = 3

  private let explanation: Explanation
  private let name: String
  /// What else there is to say, in a line of its own.
  private let note: String?

  init(_ explanation: Explanation, of name: String, note: String? = nil) {
    self.explanation = explanation
    self.name = name
    self.note = note
  }

  // MARK: - For a reader

  var figures: [Figure] {
    let subject = name.prefix(1).uppercased() + name.dropFirst()
    let verdict = "\(subject) \(explanation.matches ? "matches" : "does not match") the event."
    let lines = [verdict] + combinationLines + (note.map { [$0] } ?? [])
    return [.text(lines.joined(separator: "\n"))]
  }

  private var combinationLines: [String] {
    let all = explanation.combinations.enumerated()
    if let matching = all.first(where: \.element.matches) {
      return matching.element.fields.map(Self.metLine)
    }
    guard explanation.combinations.count > 1 else {
      return explanation.combinations.flatMap(Self.lines)
    }
    let nearest = all.sorted {
      ($0.element.unmetCount, $0.offset) < ($1.element.unmetCount, $1.offset)
    }
    let shown = nearest.prefix(Self.combinationLimit).flatMap { number, combination in
      ["Combination \(number + 1) of \(explanation.combinations.count):"]
        + Self.lines(combination).map { "  \($0)" }
    }
    let left = explanation.combinations.count - Self.combinationLimit
    return shown + (left > 0 ? ["\(left) more lack as much or more."] : [])
  }

  private static func lines(_ combination: Explanation.Combination) -> [String] {
    if combination.isSplitAcrossElements {
      let paths = combination.fields.map(\.path).joined(separator: ", ")
      return ["\(paths): each is met, but not all by the same element of a list."]
    }
    return combination.fields.filter { !$0.isMet }.flatMap(lines)
  }

  private static func metLine(_ field: Explanation.Field) -> String {
    guard case .met(let alternative) = field.verdict else { return "" }
    let choice = field.found.count > 1 ? "one of " : ""
    return "\(field.path): \(alternative) takes \(choice)\(values(field.found))."
  }

  private static func values(_ found: [JSONValue]) -> String {
    if found.isEmpty { return "that there is none" }
    let shown = found.prefix(valueLimit).map { $0.text() }.joined(separator: ", ")
    return found.count > valueLimit ? "\(shown) and \(found.count - valueLimit) more" : shown
  }

  private static func lines(_ field: Explanation.Field) -> [String] {
    let hint = field.hint.map { " (\($0))" } ?? ""
    let wanted = field.alternatives.joined(separator: " or ")
    switch field.verdict {
    case .met: return []
    case .missing: return ["\(field.path) is not in the event\(hint); wanted \(wanted)."]
    case .notALeaf(let kind): return ["\(field.path) is \(kind), not a value; wanted \(wanted)."]
    case .notMet:
      let refusals = field.alternatives.map { alternative in
        let reasons = field.refusals.filter { $0.alternative == alternative }
        let texts = reasons.prefix(valueLimit).map { "\($0.value) \($0.reason)" }
        let more = reasons.count > valueLimit ? "; \(reasons.count - valueLimit) more" : ""
        return "  \(alternative): \(texts.joined(separator: "; "))\(more)."
      }
      return ["\(field.path) is \(values(field.found)), which nothing takes:"] + refusals
    }
  }

  // MARK: - As data

  var json: JSONValue {
    [
      "matches": .bool(explanation.matches),
      "combinations": .array(
        explanation.combinations.map { combination in
          [
            "matches": .bool(combination.matches),
            "split_across_elements": .bool(combination.isSplitAcrossElements),
            "fields": .array(combination.fields.map(Self.json)),
          ]
        }
      ),
    ]
  }

  private static func json(_ field: Explanation.Field) -> JSONValue {
    [
      "path": .string(field.path),
      "met": .bool(field.isMet),
      "wanted": .array(field.alternatives.map { .string($0) }),
      "found": .array(field.found),
      "refusals": .array(
        field.refusals.map { refusal in
          [
            "alternative": .string(refusal.alternative), "value": refusal.value,
            "reason": .string(refusal.reason),
          ]
        }
      ),
      "hint": field.hint.map { .string($0) } ?? .null,
    ]
  }
}

extension Explanation.Combination {
  /// How many fields are not met.
  fileprivate var unmetCount: Int { fields.count { !$0.isMet } }
}
