/// How much work the wildcards of one field can make at once.
///
/// Counted as in Event Ruler: the largest number of beginnings of the patterns that one and the
/// same text can match, quotes included. `*/*/*` has five such beginnings in `"//`: `"*`, `"*/`,
/// `"*/*`, `"*/*/` and `"*/*/*`.
///
/// > Simplified: AWS does not say where its limit lies. ``limit`` fits all cases that were seen:
/// > 8 is accepted, 10 (`*:*:*:*:*:event-bus/*`, EventBridge User Guide) is refused.
struct WildcardComplexity {
  /// From here on a rule is too complex.
  static let limit = 10
  /// A search that comes across more states than this is called too complex without its end.
  private static let stateLimit = 20_000

  private enum Token: Hashable {
    case byte(UInt8)
    case star
  }

  /// A place in the patterns: so many tokens of pattern number so-and-so have been matched.
  private struct Place: Hashable {
    let pattern: Int
    let count: Int
  }

  private let patterns: [[Token]]
  private let alphabet: [UInt8]

  init(_ wildcards: [Wildcard]) {
    let quote = Token.byte(UInt8(ascii: "\""))
    patterns = wildcards.map { wildcard in
      let pieces = wildcard.pieces.map { $0.map { Token.byte($0) } }
      return [quote] + Array(pieces.joined(separator: [.star])) + [quote]
    }
    var bytes = Set(wildcards.flatMap(\.pieces).joined())
    bytes.insert(UInt8(ascii: "\""))
    // One byte that occurs nowhere stands for all of them; 0xFF occurs in no UTF-8.
    bytes.insert(0xFF)
    alphabet = bytes.sorted()
  }

  /// Tells whether the patterns are more than the service takes.
  var isTooHigh: Bool {
    let start = patterns.indices.map { Place(pattern: $0, count: 0) }
    var seen: Set<[Place]> = [start]
    var pending = [start]
    while let places = pending.popLast() {
      for byte in alphabet {
        let next = step(from: places, reading: byte)
        if next.count >= Self.limit || seen.count >= Self.stateLimit { return true }
        if !next.isEmpty, seen.insert(next).inserted { pending.append(next) }
      }
    }
    return false
  }

  /// The places after one more byte, in order and each once.
  private func step(from places: [Place], reading byte: UInt8) -> [Place] {
    var next: [Place] = []
    func reach(_ place: Place) {
      if next.last != place { next.append(place) }
      let tokens = patterns[place.pattern]
      if place.count < tokens.count, tokens[place.count] == .star {
        next.append(Place(pattern: place.pattern, count: place.count + 1))
      }
    }
    for place in places {
      let tokens = patterns[place.pattern]
      if place.count > 0, tokens[place.count - 1] == .star { reach(place) }
      if place.count < tokens.count, tokens[place.count] == .byte(byte) {
        reach(Place(pattern: place.pattern, count: place.count + 1))
      }
    }
    return next
  }
}
