import JSON

/// A small seeded source of random numbers (SplitMix64), so that every failure repeats.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// Random values of every kind, with the awkward members of each kind among them.
struct GeneratedJSON {
  var generator: SeededGenerator

  private static let strings = [
    "", "a", "Ünïcode", "e\u{301}", "🌱🧑‍🌾", "\"quoted\"", "back\\slash", "line\nbreak\r\n", "\u{0}",
    "\u{1F}\u{7F}", "\u{2028}", "日本語", "/", "null", "\u{FEFF}",
  ]
  private static let numbers = [
    "0", "-0", "1", "-1", "300", "300.0", "3e2", "0.1", "1e-7", "9223372036854775807",
    "-9223372036854775808", "9223372036854775808", "123456789012345678901234567890", "1E400",
  ]

  mutating func value(depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0..<(depth > 3 ? 4 : 7), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .number(number())
    case 3: return .string(string())
    case 4: return .array((0..<count()).map { _ in value(depth: depth + 1) })
    default:
      return .object(
        JSONObject((0..<count()).map { ("\($0)" + string(), value(depth: depth + 1)) })
      )
    }
  }

  private mutating func count() -> Int { Int.random(in: 0...12, using: &generator) }

  private mutating func number() -> JSONNumber {
    let literal = Self.numbers.randomElement(using: &generator) ?? "0"
    return JSONNumber(literal: literal) ?? JSONNumber(0)
  }

  private mutating func string() -> String { Self.strings.randomElement(using: &generator) ?? "" }
}
