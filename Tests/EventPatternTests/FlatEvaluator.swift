import JSON

/// A second opinion, reached in another way than the module's: the event is flattened into leaves
/// with their places in lists, `$or` is multiplied out, and every choice of leaves is tried.
///
/// It knows only what ``GeneratedPairs`` makes: valid patterns of ASCII text and small numbers.
struct FlatEvaluator {
  private struct FlatLeaf {
    let path: String
    let value: JSONValue
    /// For each list on the way, by its number, the element chosen.
    let places: [Int: Int]
  }

  private var leaves: [FlatLeaf] = []
  private var listCount = 0

  static func matches(_ pattern: JSONValue, _ event: JSONValue) -> Bool {
    var evaluator = FlatEvaluator()
    evaluator.flatten(event, path: [], places: [:])
    return branches(of: pattern, path: [], [[]]).contains { branch in
      evaluator.satisfies(branch[...], places: [:])
    }
  }

  private mutating func flatten(_ value: JSONValue, path: [String], places: [Int: Int]) {
    switch value {
    case .object(let object):
      for (key, value) in object { flatten(value, path: path + [key], places: places) }
    case .array(let elements):
      let list = listCount
      listCount += 1
      for (index, element) in elements.enumerated() {
        var inner = places
        // Only objects and lists bind the choice of an element.
        if element.arrayValue != nil || element.objectValue != nil { inner[list] = index }
        flatten(element, path: path, places: inner)
      }
    default:
      leaves.append(FlatLeaf(path: path.joined(separator: "."), value: value, places: places))
    }
  }

  // MARK: - Multiplying out

  private typealias Requirement = (path: String, alternatives: [JSONValue])

  private static func branches(
    of pattern: JSONValue,
    path: [String],
    _ start: [[Requirement]]
  ) -> [[Requirement]] {
    var result = start
    for (key, value) in pattern.objectValue ?? [:] {
      if key == "$or" {
        result = (value.arrayValue ?? []).flatMap { branches(of: $0, path: path, result) }
      } else if let alternatives = value.arrayValue {
        let name = (path + [key]).joined(separator: ".")
        result = result.map { $0.filter { $0.path != name } + [(name, alternatives)] }
      } else {
        result = branches(of: value, path: path + [key], result)
      }
    }
    return result
  }

  private func satisfies(_ branch: ArraySlice<Requirement>, places: [Int: Int]) -> Bool {
    guard let first = branch.first else { return true }
    let isThere = leaves.contains { $0.path == first.path }
    let mayMiss = first.alternatives.contains { $0["exists"] == .bool(false) }
    if !isThere, mayMiss { return satisfies(branch.dropFirst(), places: places) }
    return leaves.contains { leaf in
      guard leaf.path == first.path,
        leaf.places.allSatisfy({ (places[$0.key] ?? $0.value) == $0.value }),
        first.alternatives.contains(where: { Self.isMet($0, leaf.value) })
      else { return false }
      return satisfies(branch.dropFirst(), places: places.merging(leaf.places) { $1 })
    }
  }

  // MARK: - Values

  private static func isMet(_ alternative: JSONValue, _ leaf: JSONValue) -> Bool {
    guard let (name, operand) = alternative.objectValue?.first.map({ ($0.key, $0.value) }) else {
      return alternative == leaf
    }
    let text = leaf.stringValue
    switch (name, operand) {
    case ("exists", let wanted): return wanted == .bool(true)
    case ("anything-but", .object(let inner)):
      let wanted = inner.first?.value ?? .null
      return !(wanted.arrayValue ?? [wanted]).contains {
        isMet(.object([inner.keys[0]: $0]), leaf)
      }
    case ("anything-but", let listed): return !(listed.arrayValue ?? [listed]).contains(leaf)
    case ("numeric", .array(let parts)): return leaf.doubleValue.map { holds(parts, $0) } ?? false
    case ("prefix", .string(let prefix)): return text?.hasPrefix(prefix) ?? false
    case ("suffix", .string(let suffix)): return text?.hasSuffix(suffix) ?? false
    case ("equals-ignore-case", .string(let wanted)):
      return text?.uppercased() == wanted.uppercased()
    case ("prefix", let inner):
      return text?.uppercased().hasPrefix(folded(inner)) ?? false
    case ("suffix", let inner):
      return text?.uppercased().hasSuffix(folded(inner)) ?? false
    case ("wildcard", .string(let wildcard)):
      return text.map { wildcardMatches(Array(wildcard)[...], Array($0)[...]) } ?? false
    default: return false
    }
  }

  private static func folded(_ operand: JSONValue) -> String {
    operand["equals-ignore-case"]?.stringValue?.uppercased() ?? "?"
  }

  private static func holds(_ parts: [JSONValue], _ number: Double) -> Bool {
    stride(from: 0, to: parts.count, by: 2).allSatisfy { index in
      let bound = parts[index + 1].doubleValue ?? .nan
      return switch parts[index].stringValue {
      case "<": number < bound
      case "<=": number <= bound
      case ">": number > bound
      case ">=": number >= bound
      default: number == bound
      }
    }
  }

  private static func wildcardMatches(
    _ wildcard: ArraySlice<Character>,
    _ text: ArraySlice<Character>
  ) -> Bool {
    guard let first = wildcard.first else { return text.isEmpty }
    if first == "*" {
      return wildcardMatches(wildcard.dropFirst(), text)
        || !text.isEmpty && wildcardMatches(wildcard, text.dropFirst())
    }
    return text.first == first && wildcardMatches(wildcard.dropFirst(), text.dropFirst())
  }
}
