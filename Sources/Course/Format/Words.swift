/// Every word the format knows, in one place.
enum Words {
  static let blocks = Vocabulary(
    what: "block kind",
    words: ["Predict", "Run", "Explain", "Try", "Lab"]
  )
  static let itemTypes = Vocabulary(
    what: "item type",
    words: [
      "single", "multi", "truefalse", "match", "order", "numeric", "text", "predict", "lab",
    ]
  )
  static let fences = Vocabulary(
    what: "fence",
    words: ["run", "expect", "answer", "file"] + labFences
  )
  /// The fences that only a lab has.
  static let labFences = ["lab", "check", "solution", "mutant"]
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

/// Whether a text can name a lesson, a block, an item or a misconception.
func isSlug(_ text: String) -> Bool {
  guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 64 else {
    return false
  }
  return text.utf8.allSatisfy {
    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
  }
}
