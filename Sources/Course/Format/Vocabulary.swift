import Playground

/// The words that are allowed in one place.
struct Vocabulary {
  /// What the words are, in the singular: "item type".
  let what: String
  let words: [String]

  /// What is wrong with a word, or nil when it is allowed.
  func complaint(about word: String) -> (problem: String, remedy: String)? {
    if words.contains(word) { return nil }
    let allowed = words.map { "`\($0)`" }.joined(separator: ", ")
    if let nearest = nearest(to: word) {
      return ("unknown \(what) `\(word)`", "Did you mean `\(nearest)`? Allowed are \(allowed)")
    }
    return ("unknown \(what) `\(word)`", "Use one of \(allowed)")
  }

  /// The allowed word that a typing slip may have meant.
  func nearest(to word: String) -> String? { Spelling.nearest(to: word, among: words) }
}
