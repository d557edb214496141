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
        "the \(what) `\(word)` is not supported yet in this version", "use one of \(allowed)"
      )
    }
    if let nearest = nearest(to: word) {
      return ("unknown \(what) `\(word)`", "did you mean `\(nearest)`? Allowed are \(allowed)")
    }
    return ("unknown \(what) `\(word)`", "use one of \(allowed)")
  }

  /// The allowed word that a typing slip may have meant.
  func nearest(to word: String) -> String? {
    nearestWord(to: word, among: words + later)
  }
}

/// The candidate with the fewest typing slips from `word`, when there are few enough to guess.
///
/// - Complexity: O(n·m²) for n candidates of length m.
func nearestWord(to word: String, among candidates: [String]) -> String? {
  let wanted = Array(word.lowercased().unicodeScalars.prefix(64))
  var best: (distance: Int, word: String)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
    let distance = slips(from: wanted, to: other)
    let limit = max(1, min(wanted.count, other.count) / 3)
    guard distance <= limit else { continue }
    if let found = best, found.distance <= distance { continue }
    best = (distance, candidate)
  }
  return best?.word
}

/// The number of letters added, left out, changed or swapped with their neighbour.
private func slips(from left: [Unicode.Scalar], to right: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    for column in 0..<right.count {
      let change = last[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(change, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
