import JSON

extension Condition {
  /// Why a value does not meet the condition, in words that follow the value's own text.
  func refusal(of leaf: JSONValue) -> String {
    switch (self, leaf) {
    case (.null, _): "is \(leaf.kindDescription), not null"
    case (.bool(let wanted), .bool): "is \(!wanted)"
    case (.bool, _): "is \(leaf.kindDescription), not a boolean"
    case (.number, .number): "is another number"
    case (.range(let range), .number(let number)): range.refusal(of: number)
    case (.number, _), (.range, _): "is \(leaf.kindDescription), not a number"
    case (.text(let text), .string(let found)): text.refusal(of: found)
    case (.address, .string(let found)), (.block, .string(let found)):
      IPAddress(found.utf8) == nil ? "is no IP address" : "is another IP address"
    case (.text, _), (.address, _), (.block, _): "is \(leaf.kindDescription), not a string"
    case (.anythingButTexts(let listed), .string(let found)):
      listed.first { $0.isMet(by: Array(found.utf8)) }?.exclusion ?? "is excluded"
    case (.anythingButNumbers, _), (.anythingButTexts, _): "is excluded"
    case (.exists, _): "is there"
    }
  }
}

extension NumericRange {
  fileprivate func refusal(of number: JSONNumber) -> String {
    if let lower, number < lower.amount || number == lower.amount {
      return "is \(lower.isIncluded ? "below" : "not above") \(lower.amount.literal)"
    }
    guard let upper else { return "is out of range" }
    return "is \(upper.isIncluded ? "above" : "not below") \(upper.amount.literal)"
  }
}

extension TextCondition {
  fileprivate func refusal(of text: String) -> String {
    switch self {
    case .exact: "is another text"
    case .prefix: "does not begin like this"
    case .suffix: "does not end like this"
    case .exactIgnoringCase: "is another text in any letter case"
    case .prefixIgnoringCase: "does not begin like this in any letter case"
    case .suffixIgnoringCase: "does not end like this in any letter case"
    case .wildcard(let wildcard): wildcard.refusal(of: Array(text.utf8))
    }
  }

  /// What a text does that `anything-but` excludes.
  fileprivate var exclusion: String {
    switch self {
    case .exact, .exactIgnoringCase: "is excluded"
    case .prefix(let prefix): "begins with \(quoted(prefix)), which is excluded"
    case .suffix(let suffix): "ends with \(quoted(suffix)), which is excluded"
    case .prefixIgnoringCase, .suffixIgnoringCase, .wildcard: "fits what is excluded"
    }
  }
}

extension Wildcard {
  fileprivate func refusal(of text: [UInt8]) -> String {
    let first = pieces[0]
    let last = pieces[pieces.count - 1]
    guard starCount > 0 else { return "is another text" }
    if !text.starts(with: first) { return "does not begin with \(quoted(first))" }
    if text.suffix(last.count) != last[...] { return "does not end with \(quoted(last))" }
    let inner = pieces[1..<(pieces.count - 1)].map(quoted)
    guard !inner.isEmpty else { return "is too short for both ends" }
    return "does not hold \(inner.joined(separator: ", then ")) in between"
  }
}

private func quoted(_ bytes: [UInt8]) -> String {
  JSONValue.string(String(decoding: bytes, as: UTF8.self)).text()
}
