/// Every word the format knows, and every word it keeps for later, in one place.
///
/// To support a word of `later`, move it to `words` and handle it where the compiler points.
enum Words {
  static let blocks = Vocabulary(
    what: "block kind",
    words: ["Predict", "Run", "Explain", "Try"],
    later: ["Lab"]
  )
  static let itemTypes = Vocabulary(
    what: "item type",
    words: ["single", "multi", "truefalse", "numeric", "predict"],
    later: ["match", "order", "text", "lab"]
  )
  static let fences = Vocabulary(
    what: "fence",
    words: ["run", "expect", "answer"],
    later: ["lab", "check", "solution", "mutant"]
  )
  static let comments = Vocabulary(what: "comment", words: ["instructor", "code"])
  static let optionComments = Vocabulary(what: "option comment", words: ["m", "if"])
  static let runOptions = Vocabulary(what: "run option", words: ["seed"])
  static let lessonKeys = Vocabulary(
    what: "front matter key",
    words: ["id", "title", "part", "stage", "objectives", "requires", "minutes"]
  )
  static let quizKeys = Vocabulary(
    what: "front matter key",
    words: ["id", "title", "lesson", "pass", "penalty"]
  )
  static let stages = Vocabulary(
    what: "stage",
    words: ["monolith", "tiered", "queued", "microservices", "event-driven"]
  )
}

/// The objectives of the course, numbered without a gap.
enum Objectives {
  static let numbers = 1...161

  /// Whether a word names an objective: `OBJ-` and three digits.
  static func exists(_ word: String) -> Bool {
    guard word.hasPrefix("OBJ-"), word.utf8.count == 7, let number = Int(word.dropFirst(4)) else {
      return false
    }
    return numbers.contains(number)
  }

  /// Keeps the words that name objectives and reports the others.
  static func named(
    _ words: [(word: String, position: SourcePosition)],
    into findings: inout FindingCollector
  ) -> [String] {
    words.compactMap { word, position in
      if exists(word) { return word }
      findings.add(
        position,
        "there is no objective `\(word)`",
        "Objectives run from `OBJ-001` to `OBJ-161`, with three digits"
      )
      return nil
    }
  }
}

/// Whether a text can name a lesson, a block, an item or a misconception.
func isSlug(_ text: String) -> Bool {
  guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 64 else {
    return false
  }
  return text.utf8.allSatisfy {
    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
  }
}
