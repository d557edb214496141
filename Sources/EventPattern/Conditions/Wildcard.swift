/// A text in which `*` stands for any number of characters.
struct Wildcard: Sendable, Hashable {
  /// What stands before, between and after the stars; one piece more than there are stars.
  let pieces: [[UInt8]]

  var starCount: Int { pieces.count - 1 }

  /// Why a text is no wildcard pattern, in the service's words.
  struct Malformed: Error {
    let reason: String
  }

  /// Reads a pattern in which `\*` and `\\` stand for the characters themselves.
  ///
  /// Positions in errors count bytes, the opening quote being 0.
  init(_ text: some Sequence<UInt8>) throws(Malformed) {
    let star = UInt8(ascii: "*")
    let backslash = UInt8(ascii: "\\")
    let bytes = Array(text)
    var pieces: [[UInt8]] = [[]]
    var place = 0
    while place < bytes.count {
      let next = place + 1 < bytes.count ? bytes[place + 1] : nil
      switch bytes[place] {
      case star:
        if next == star {
          throw Malformed(reason: "Consecutive wildcard characters at pos \(place + 1)")
        }
        pieces.append([])
      case backslash:
        guard let next, next == star || next == backslash else {
          throw Malformed(reason: "Invalid escape character at pos \(place + 1)")
        }
        pieces[pieces.count - 1].append(next)
        place += 1
      default:
        pieces[pieces.count - 1].append(bytes[place])
      }
      place += 1
    }
    self.pieces = pieces
  }

  /// Tells whether the whole of `text` matches.
  ///
  /// - Complexity: O(n × m); taking the first place for each piece never needs a way back.
  func matches(_ text: [UInt8]) -> Bool {
    let first = pieces[0]
    guard pieces.count > 1 else { return text == first }
    let last = pieces[pieces.count - 1]
    guard text.count >= first.count + last.count, text.starts(with: first),
      text.suffix(last.count) == last[...]
    else { return false }
    var rest = text[first.count..<(text.count - last.count)]
    for piece in pieces[1..<(pieces.count - 1)] {
      guard let end = Self.end(ofFirst: piece, in: rest) else { return false }
      rest = rest[end...]
    }
    return true
  }

  private static func end(ofFirst piece: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard let initial = piece.first else { return text.startIndex }
    var start = text.startIndex
    while start + piece.count <= text.endIndex {
      if text[start] == initial, text[start..<(start + piece.count)] == piece[...] {
        return start + piece.count
      }
      start += 1
    }
    return nil
  }
}
