import JSON

/// What one value of an event must meet.
enum Condition: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case text(TextCondition)
  /// A string that spells this address in any way.
  case address(IPAddress)
  case block(AddressBlock)
  case range(NumericRange)
  case anythingButNumbers([JSONNumber])
  case anythingButTexts([TextCondition])
  /// True: any leaf will do. False: the whole event has no leaf at this path.
  case exists(Bool)

  /// Whether it has an asterisk that stands for anything, wanted or not wanted.
  var isWildcard: Bool {
    func isWildcard(_ condition: TextCondition) -> Bool {
      if case .wildcard = condition { true } else { false }
    }
    return switch self {
    case .text(let condition): isWildcard(condition)
    case .anythingButTexts(let listed): listed.contains(where: isWildcard)
    default: false
    }
  }

  /// Tells whether a value that is there meets the condition.
  func isMet(by leaf: Leaf) -> Bool {
    switch (self, leaf) {
    case (.null, .null): true
    case (.bool(let wanted), .bool(let found)): wanted == found
    case (.number(let wanted), .number(let found)): wanted == found
    case (.range(let range), .number(let found)): range.contains(found)
    case (.text(let condition), .text(let found)): condition.isMet(by: found)
    case (.address(let wanted), .text(let found)): IPAddress(found) == wanted
    case (.block(let block), .text(let found)): IPAddress(found).map(block.contains) ?? false
    case (.anythingButNumbers(let listed), .number(let found)): !listed.contains(found)
    case (.anythingButTexts(let listed), .text(let found)): !listed.contains { $0.isMet(by: found) }
    case (.anythingButNumbers, _), (.anythingButTexts, _): true
    case (.exists(let wanted), _): wanted
    default: false
    }
  }
}

/// A value of an event that is neither object nor list.
enum Leaf: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  /// A string's UTF-8: strings compare by their bytes, without Unicode normalisation.
  case text([UInt8])

  /// Makes a leaf; nil for objects and lists.
  init?(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let bool): self = .bool(bool)
    case .number(let number): self = .number(number)
    case .string(let string): self = .text(Array(string.utf8))
    case .array, .object: return nil
    }
  }
}

/// What a string must meet.
enum TextCondition: Sendable, Hashable {
  case exact([UInt8])
  case prefix([UInt8])
  case suffix([UInt8])
  case exactIgnoringCase(CaselessText)
  case prefixIgnoringCase(CaselessText)
  case suffixIgnoringCase(CaselessText)
  case wildcard(Wildcard)

  func isMet(by text: [UInt8]) -> Bool {
    switch self {
    case .exact(let wanted): wanted == text
    case .prefix(let prefix): text.starts(with: prefix)
    case .suffix(let suffix):
      text.count >= suffix.count && text[(text.count - suffix.count)...].elementsEqual(suffix)
    case .exactIgnoringCase(let wanted): wanted.end(in: text) == text.count
    case .prefixIgnoringCase(let prefix): prefix.end(in: text) != nil
    case .suffixIgnoringCase(let suffix): suffix.isSuffix(of: text)
    case .wildcard(let wildcard): wildcard.matches(text)
    }
  }
}

/// Numbers between two bounds, either of which may be missing.
struct NumericRange: Sendable, Hashable {
  struct Bound: Sendable, Hashable {
    let amount: JSONNumber
    let isIncluded: Bool
  }

  let lower: Bound?
  let upper: Bound?

  func contains(_ number: JSONNumber) -> Bool {
    if let lower, number < lower.amount || number == lower.amount && !lower.isIncluded {
      return false
    }
    if let upper, upper.amount < number || number == upper.amount && !upper.isIncluded {
      return false
    }
    return true
  }
}
