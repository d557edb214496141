/// Finds what a mistyped word was meant to be.
public enum Spelling {
  /// Returns the candidate with the fewest typing slips from `word`, when they are few.
  ///
  /// A slip is a letter added, left out, changed, or swapped with its neighbour. Of equals the
  /// first counts. Words of one or two letters are too short to guess. A candidate that `word`
  /// begins is near, too.
  ///
  /// - Complexity: O(n · m²) for n candidates of at most 64 letters each.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars.prefix(64))
    var best: (slips: Int, word: String)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
      let slips = slips(from: wanted, to: other)
      let length = min(wanted.count, other.count)
      guard slips <= (length < 3 ? 0 : max(1, length / 3)) else { continue }
      if let best, best.slips <= slips { continue }
      best = (slips, candidate)
    }
    if let best { return best.word }
    guard wanted.count >= 3 else { return nil }
    return candidates.first { $0.lowercased().hasPrefix(word.lowercased()) }
  }

  private static func slips(from left: [Unicode.Scalar], to right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
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

  /// Says what is allowed instead of `word`: the nearest one, or all of them when they are few.
  ///
  /// `nil` when nothing is allowed.
  static func remedy(for word: String, among candidates: [String]) -> String? {
    nearest(to: word, among: candidates).map { "Did you mean \($0)?" } ?? choices(candidates)
  }

  /// Says what is allowed; `nil` when nothing is.
  static func choices(_ candidates: [String]) -> String? {
    guard let first = candidates.first else { return nil }
    guard candidates.count > 1 else { return "Use \(first)." }
    let shown = candidates.prefix(24).joined(separator: ", ")
    return "Use one of \(shown)\(candidates.count > 24 ? " …" : "")."
  }
}
