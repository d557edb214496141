/// A text of a policy that fits some texts and others not.
protocol PolicyMatching: Sendable {
  func matches(_ text: String) -> Bool
}

/// A text of a policy in which `*` stands for any letters and `?` for one.
struct PolicyPattern: PolicyMatching {
  private let text: String
  /// Empty for a text without `*` and `?`, which fits itself alone.
  private let pattern: [UnicodeScalar]

  init(_ text: String) {
    self.text = text
    pattern = text.utf8.contains(where: Self.isWildcard) ? Array(text.unicodeScalars) : []
  }

  static func isWildcard(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?")
  }

  /// - Complexity: O(length of the pattern × length of the text).
  func matches(_ text: String) -> Bool {
    if pattern.isEmpty { return self.text.utf8.elementsEqual(text.utf8) }
    let text = Array(text.unicodeScalars)
    var (place, index) = (0, 0)
    // The latest star, and where the text behind it begins in the present try.
    var star: (place: Int, index: Int)?
    while index < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, index)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[index] {
        place += 1
        index += 1
      } else if let last = star {
        // The star takes one more letter.
        star = (last.place, last.index + 1)
        (place, index) = (last.place + 1, last.index + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}

/// An ARN of a policy, whose parts are patterns: a star does not reach beyond one of the first five
/// colons.
struct PolicyARNPattern: PolicyMatching {
  private let text: String
  private let parts: [PolicyPattern]
  private let isLiteral: Bool

  init(_ text: String) {
    self.text = text
    parts = Self.parts(text).map { PolicyPattern($0) }
    isLiteral = parts.count == 6 && !text.utf8.contains(where: PolicyPattern.isWildcard)
  }

  func matches(_ arn: String) -> Bool {
    if isLiteral { return text.utf8.elementsEqual(arn.utf8) }
    let texts = Self.parts(arn)
    guard parts.count == 6, texts.count == 6 else { return text == "*" }
    return zip(parts, texts).allSatisfy { $0.matches($1) }
  }

  private static func parts(_ arn: String) -> [String] {
    arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
  }
}
