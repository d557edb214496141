import Playground

/// The words that are allowed in one place, and the words that a later version will allow there.
struct Vocabulary {
  /// What the words are, in the singular: "item type".
  let what: String
  let words: [String]
  /// Words of the format that this version refuses by name.
  var later: [String] = []

  /// What is wrong with a word, or nil when it is allowed.
  func complaint(about word: String) -> (problem: String, remedy: String)? {
    if words.contains(word) { return nil }
    let allowed = words.map { "`\($0)`" }.joined(separator: ", ")
    if later.contains(word) {
      return (
        "the \(what) `\(word)` is not supported yet in this version", "Use one of \(allowed)"
      )
    }
    if let nearest = nearest(to: word) {
      return ("unknown \(what) `\(word)`", "Did you mean `\(nearest)`? Allowed are \(allowed)")
    }
    return ("unknown \(what) `\(word)`", "Use one of \(allowed)")
  }

  /// The allowed word that a typing slip may have meant.
  func nearest(to word: String) -> String? {
    Spelling.nearest(to: word, among: words + later)
  }
}
