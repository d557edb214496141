public import JSON

/// Why an event matches a pattern or does not: every field, what it would take, what was found.
public struct Explanation: Sendable, Hashable {
  /// Whether the event matches.
  public let matches: Bool
  /// The combinations that `$or` makes, of which one is enough; one where there is no `$or`.
  public let combinations: [Combination]

  /// Fields that must all match.
  public struct Combination: Sendable, Hashable {
    /// Whether the event matches this combination.
    public let matches: Bool
    /// The fields in the order of the pattern.
    public let fields: [Field]

    /// Whether each field is met by itself, but not all by the same element of a list.
    public var isSplitAcrossElements: Bool { !matches && fields.allSatisfy(\.isMet) }
  }

  /// One field of a pattern, looked up in an event.
  public struct Field: Sendable, Hashable {
    /// The path, with dots between the names.
    public let path: String
    /// The alternatives as the pattern spells them.
    public let alternatives: [String]
    /// The values at the path, those within lists one by one, in the order of the event.
    public let found: [JSONValue]
    /// What came of it.
    public let verdict: Verdict
    /// Why each alternative takes none of the values found; empty where the field matches.
    public let refusals: [Refusal]
    /// A likely reason that is easily overlooked, such as a number written as a string.
    public let hint: String?

    /// Whether the field matches.
    public var isMet: Bool {
      if case .met = verdict { true } else { false }
    }
  }

  /// An alternative that does not take a value.
  public struct Refusal: Sendable, Hashable {
    /// The alternative as the pattern spells it.
    public let alternative: String
    /// The value.
    public let value: JSONValue
    /// Why, in words that follow the value: `does not begin like this`.
    public let reason: String
  }

  /// What came of looking for a field.
  public enum Verdict: Sendable, Hashable {
    /// This alternative matches.
    case met(by: String)
    /// The event has nothing at the path.
    case missing
    /// The path ends at an object or at a list without values, which only counts as missing.
    case notALeaf(String)
    /// None of the values found meets any alternative.
    case notMet
  }
}

extension Explanation: CustomStringConvertible {
  /// One line for each field that fails, with the path first.
  public var description: String {
    if matches { return "The event matches." }
    let count = combinations.count
    var lines = ["The event does not match."]
    for (number, combination) in combinations.enumerated() {
      if count > 1 { lines.append("Combination \(number + 1) of \(count):") }
      let indent = count > 1 ? "  " : ""
      lines += combination.lines.map { indent + $0 }
    }
    return lines.joined(separator: "\n")
  }
}

extension Explanation.Combination {
  fileprivate var lines: [String] {
    if isSplitAcrossElements {
      let paths = fields.map(\.path).joined(separator: ", ")
      return ["\(paths): each is met, but not all by the same element of a list"]
    }
    return fields.filter { !$0.isMet }.map(\.line)
  }
}

extension Explanation.Field {
  fileprivate var line: String {
    let finding =
      switch verdict {
      case .met(let alternative): "meets \(alternative)"
      case .missing: "is not in the event"
      case .notALeaf(let kind): "is \(kind), not a value"
      case .notMet: "is \(found.map { $0.text() }.joined(separator: ", "))"
      }
    let wanted = alternatives.joined(separator: " or ")
    return "\(path): \(finding); wanted \(wanted)" + (hint.map { " (\($0))" } ?? "")
  }
}

extension EventPattern {
  /// Tells why `event` matches or does not.
  ///
  /// - Complexity: O(n × m) for an event of n values and a pattern of m alternatives.
  public func explain(_ event: JSONValue) -> Explanation {
    let combinations = branches.map { branch in
      Explanation.Combination(
        matches: BranchMatcher(branch, event).matches,
        fields: branch.fields.map { FieldFindings($0, in: event).explanation }
      )
    }
    return Explanation(
      matches: combinations.contains(where: \.matches),
      combinations: combinations
    )
  }
}
