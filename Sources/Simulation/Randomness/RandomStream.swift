/// A named, seeded sequence of random numbers: the same on every machine and in every process.
///
/// A stream is a function of a seed and a name alone. Each component draws from its own, so that a
/// draw added to one changes no other's. Copies go on independently from where they were copied.
///
/// The generator is xoshiro256** (Blackman and Vigna, 2018), its state filled by SplitMix64 from
/// the seed and the FNV-1a hash of the name. It is not cryptographic.
public struct RandomStream: Hashable, Sendable {
  /// What the stream was made from, as one number; streams derived from it start here.
  private let origin: UInt64
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Creates the stream called `name` of `seed`, at its beginning.
  public init(seed: UInt64, name: String) {
    var mixer = SplitMix64(state: seed)
    mixer = SplitMix64(state: mixer.next() &+ Self.hash(of: name))
    origin = mixer.next()
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// Returns the stream called `name` below this one, at its beginning.
  ///
  /// It depends on how this stream was made and not on how much has been drawn from it.
  public func stream(_ name: String) -> RandomStream {
    RandomStream(seed: origin, name: name)
  }

  /// Draws 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotate(state.3, by: 45)
    return result
  }

  /// Tells whether both streams will yield the same numbers and the same streams below them.
  public static func == (left: Self, right: Self) -> Bool {
    left.origin == right.origin && left.state == right.state
  }

  /// Adds what makes the stream what it is to `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(origin)
    hasher.combine(state.0)
    hasher.combine(state.1)
    hasher.combine(state.2)
    hasher.combine(state.3)
  }

  private static func rotate(_ bits: UInt64, by count: UInt64) -> UInt64 {
    bits << count | bits >> (64 - count)
  }

  /// FNV-1a, 64 bit: Swift's own hash differs from process to process.
  private static func hash(of name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return hash
  }
}

/// The generator that turns one number into well-mixed others (Steele, Lea and Flood, 2014).
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
