/// A text of a policy in which `*` stands for any letters and `?` for one.
struct PolicyPattern {
  private let pattern: [UnicodeScalar]

  init(_ text: String) { pattern = Array(text.unicodeScalars) }

  /// - Complexity: O(length of the pattern × length of the text).
  func matches(_ text: String) -> Bool {
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
struct PolicyARNPattern {
  private let text: String
  private let parts: [PolicyPattern]

  init(_ text: String) {
    self.text = text
    parts = Self.parts(text).map { PolicyPattern($0) }
  }

  func matches(_ arn: String) -> Bool {
    let texts = Self.parts(arn)
    guard parts.count == 6, texts.count == 6 else { return text == "*" }
    return zip(parts, texts).allSatisfy { $0.matches($1) }
  }

  private static func parts(_ arn: String) -> [String] {
    arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
  }
}
