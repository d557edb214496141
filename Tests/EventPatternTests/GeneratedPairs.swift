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

/// Random patterns and events over so few names and values that they often meet.
struct GeneratedPairs {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  private static let names = ["a", "b", "c", "a.b", "b.c"]
  private static let texts = ["", "x", "y", "X", "xy", "Xy", "yx", "xyx", "1", "null"]
  private static let numbers: [JSONValue] = [0, 1, 2, -1, 0.5, 1.0, 100]
  private static let wildcards = ["*", "x*", "*y", "x*x", "*x*", "x", "*x*y*", ""]

  mutating func chance(_ part: Int, of whole: Int) -> Bool {
    Int.random(in: 0..<whole, using: &generator) < part
  }

  mutating func one<T>(of values: [T]) -> T {
    values[Int.random(in: values.indices, using: &generator)]
  }

  private mutating func names(_ range: ClosedRange<Int>) -> [String] {
    let count = Int.random(in: range, using: &generator)
    return Array(Self.names.shuffled(using: &generator).prefix(count))
  }

  // MARK: - Events

  mutating func event() -> JSONValue { object(depth: 0) }

  private mutating func object(depth: Int) -> JSONValue {
    .object(JSONObject(names(1...4).map { ($0, value(depth: depth + 1)) }))
  }

  private mutating func value(depth: Int) -> JSONValue {
    if depth > 4 || chance(2, of: 5) { return leaf() }
    if chance(1, of: 2) { return object(depth: depth) }
    let count = Int.random(in: 0...3, using: &generator)
    return .array((0..<count).map { _ in value(depth: depth + 1) })
  }

  mutating func leaf() -> JSONValue {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: .null
    case 1: .bool(Bool.random(using: &generator))
    case 2, 3: one(of: Self.numbers)
    default: .string(one(of: Self.texts))
    }
  }

  // MARK: - Patterns

  mutating func pattern(depth: Int = 0) -> JSONValue {
    var object = JSONObject()
    for name in names(1...3) {
      if chance(1, of: 8), depth < 3 {
        object["$or"] = .array([pattern(depth: depth + 1), pattern(depth: depth + 1)])
      } else if depth < 3, chance(2, of: 5) {
        object[name] = pattern(depth: depth + 1)
      } else {
        let count = Int.random(in: 1...3, using: &generator)
        object[name] = .array((0..<count).map { _ in alternative() })
      }
    }
    return .object(object)
  }

  private mutating func alternative() -> JSONValue {
    switch Int.random(in: 0..<14, using: &generator) {
    case 0: ["exists": .bool(Bool.random(using: &generator))]
    case 1: [one(of: ["prefix", "suffix"]): .string(one(of: Self.texts))]
    case 2:
      [one(of: ["prefix", "suffix"]): ["equals-ignore-case": .string(one(of: Self.texts))]]
    case 3: ["equals-ignore-case": .string(one(of: Self.texts))]
    case 4: ["wildcard": .string(one(of: Self.wildcards))]
    case 5: ["anything-but": .string(one(of: Self.texts))]
    case 6: ["anything-but": [one(of: Self.numbers), one(of: Self.numbers)]]
    case 7: negation()
    case 8: ["numeric": [.string(one(of: ["=", "<", "<=", ">", ">="])), one(of: Self.numbers)]]
    case 9: ["numeric": [.string(one(of: [">", ">="])), -1, "<=", .number(JSONNumber(1))]]
    default: leaf()
    }
  }

  private mutating func negation() -> JSONValue {
    let name = one(of: ["prefix", "suffix", "equals-ignore-case", "wildcard"])
    let texts: [JSONValue] = (0..<2).map { _ in
      let text = one(of: name == "wildcard" ? Self.wildcards : Self.texts)
      return .string(text.isEmpty ? "x" : text)
    }
    return ["anything-but": [name: .array(texts)]]
  }
}

extension JSONValue {
  /// The values that lack one name or one element, or have one of them made smaller.
  var smaller: [JSONValue] {
    switch self {
    case .object(let object):
      return object.flatMap { key, value -> [JSONValue] in
        var rest = object
        rest[key] = nil
        let shrunk = value.smaller.map { smaller -> JSONValue in
          var copy = object
          copy[key] = smaller
          return .object(copy)
        }
        return [.object(rest)] + shrunk
      }
    case .array(let elements):
      return elements.indices.flatMap { index -> [JSONValue] in
        var rest = elements
        rest.remove(at: index)
        let shrunk = elements[index].smaller.map { smaller -> JSONValue in
          var copy = elements
          copy[index] = smaller
          return .array(copy)
        }
        return [.array(rest)] + shrunk
      }
    default: return []
    }
  }
}
