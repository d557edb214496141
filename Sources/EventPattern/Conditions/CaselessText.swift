/// A text of which each character may stand in lower or upper case.
///
/// As in Event Ruler, each character of the pattern is taken on its own, in the whole of Unicode:
/// `straße` takes `STRASSE`, since `ß` in upper case is `SS`, but not `strasse`.
struct CaselessText: Sendable, Hashable {
  /// For each character the spellings it takes; none begins or ends with another.
  let spellings: [[[UInt8]]]

  init(_ text: String) {
    spellings = text.unicodeScalars.map { scalar in
      var taken = [Array(String(scalar).utf8)]
      for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
        let bytes = Array(other.utf8)
        if !taken.contains(bytes) { taken.append(bytes) }
      }
      return taken
    }
  }

  /// Where this ends at the beginning of `text`; nil if `text` begins otherwise.
  func end(in text: [UInt8]) -> Int? {
    var place = 0
    for taken in spellings {
      guard let spelling = taken.first(where: { text[place...].starts(with: $0) }) else {
        return nil
      }
      place += spelling.count
    }
    return place
  }

  /// Tells whether `text` ends with this.
  func isSuffix(of text: [UInt8]) -> Bool {
    var place = text.count
    for taken in spellings.reversed() {
      let spelling = taken.first { $0.count <= place && text[..<place].suffix($0.count) == $0[...] }
      guard let spelling else { return false }
      place -= spelling.count
    }
    return true
  }
}
