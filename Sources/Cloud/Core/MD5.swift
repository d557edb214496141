/// MD5 (RFC 1321): the check sum by which senders and receivers of messages compare what they hold.
///
/// It is broken as a cryptographic hash, and the toolchain has none outside of Foundation.
public enum MD5 {
  /// Returns the digest of the UTF-8 bytes of `text` in 32 lower-case hexadecimal digits.
  ///
  /// - Complexity: O(n).
  public static func hex(_ text: String) -> String {
    var text = text
    return text.withUTF8 { hex(digest(of: $0)) }
  }

  /// Returns the digest of `bytes` in 32 lower-case hexadecimal digits.
  ///
  /// - Complexity: O(n).
  public static func hex(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { hex(digest(of: $0)) }
  }

  private struct State {
    var a: UInt32 = 0x6745_2301
    var b: UInt32 = 0xefcd_ab89
    var c: UInt32 = 0x98ba_dcfe
    var d: UInt32 = 0x1032_5476

    /// Does one of the four rounds of a block: sixteen steps, four for each shift.
    ///
    /// - Parameters:
    ///   - constants: the added constants of all rounds.
    ///   - words: the message.
    ///   - start: where the block begins.
    ///   - first: the number of the round's first step.
    ///   - shifts: by how much the steps rotate, in turn.
    ///   - walk: how the steps go through the block: factor and first word.
    ///   - mix: what the round does with three of the words of state.
    @inline(__always)
    mutating func round(
      _ constants: UnsafeBufferPointer<UInt32>,
      _ words: UnsafeBufferPointer<UInt32>,
      _ start: Int,
      _ first: Int,
      _ shifts: (UInt32, UInt32, UInt32, UInt32),
      _ walk: (factor: Int, first: Int),
      _ mix: (UInt32, UInt32, UInt32) -> UInt32
    ) {
      var (a, b, c, d) = (a, b, c, d)
      @inline(__always)
      func step(_ step: Int, _ shift: UInt32) {
        let word = words[start &+ ((walk.factor &* step &+ walk.first) & 15)]
        let sum = a &+ mix(b, c, d) &+ constants[first &+ step] &+ word
        (a, d, c, b) = (d, c, b, b &+ (sum &<< shift | sum &>> (32 &- shift)))
      }
      for four in stride(from: 0, to: 16, by: 4) {
        step(four, shifts.0)
        step(four &+ 1, shifts.1)
        step(four &+ 2, shifts.2)
        step(four &+ 3, shifts.3)
      }
      self = State(a: a, b: b, c: c, d: d)
    }

    mutating func add(_ other: State) {
      self = State(a: a &+ other.a, b: b &+ other.b, c: c &+ other.c, d: d &+ other.d)
    }
  }

  private static func digest(of message: UnsafeBufferPointer<UInt8>) -> State {
    var state = State()
    padded(message).withUnsafeBufferPointer { words in
      constants.withUnsafeBufferPointer { constants in
        for start in stride(from: 0, to: words.count, by: 16) {
          let before = state
          state.round(constants, words, start, 0, (7, 12, 17, 22), (1, 0)) { b, c, d in
            (b & c) | (~b & d)
          }
          state.round(constants, words, start, 16, (5, 9, 14, 20), (5, 1)) { b, c, d in
            (d & b) | (~d & c)
          }
          state.round(constants, words, start, 32, (4, 11, 16, 23), (3, 5)) { b, c, d in
            b ^ c ^ d
          }
          state.round(constants, words, start, 48, (6, 10, 15, 21), (7, 0)) { b, c, d in
            c ^ (b | ~d)
          }
          state.add(before)
        }
      }
    }
    return state
  }

  /// The message as little-endian words, a one behind it, zeros, and its length in bits at the end.
  private static func padded(_ message: UnsafeBufferPointer<UInt8>) -> [UInt32] {
    let count = message.count
    var words = [UInt32](repeating: 0, count: ((count + 8) / 64 + 1) * 16)
    let bytes = UnsafeRawBufferPointer(message)
    for word in 0..<count >> 2 {
      let part = bytes.loadUnaligned(fromByteOffset: word << 2, as: UInt32.self)
      words[word] = UInt32(littleEndian: part)
    }
    for index in count & ~3..<count {
      words[index >> 2] |= UInt32(message[index]) << UInt32((index & 3) << 3)
    }
    words[count >> 2] |= 0x80 << UInt32((count & 3) << 3)
    words[words.count - 2] = UInt32(truncatingIfNeeded: count << 3)
    words[words.count - 1] = UInt32(truncatingIfNeeded: count >> 29)
    return words
  }

  private static func hex(_ state: State) -> String {
    String(unsafeUninitializedCapacity: 32) { buffer in
      var place = 0
      for word in 0..<4 {
        var bits =
          switch word {
          case 0: state.a
          case 1: state.b
          case 2: state.c
          default: state.d
          }
        for _ in 0..<4 {
          buffer[place] = Hexadecimal.digit(Int(bits >> 4 & 15))
          buffer[place + 1] = Hexadecimal.digit(Int(bits & 15))
          bits >>= 8
          place += 2
        }
      }
      return 32
    }
  }

  /// The first 32 bits of the fractions of |sin 1|, |sin 2|, … |sin 64|.
  private static let constants: [UInt32] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a,
    0xa830_4613, 0xfd46_9501, 0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be,
    0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821, 0xf61e_2562, 0xc040_b340,
    0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8,
    0x676f_02d9, 0x8d2a_4c8a, 0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c,
    0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70, 0x289b_7ec6, 0xeaa1_27fa,
    0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92,
    0xffef_f47d, 0x8584_5dd1, 0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1,
    0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
  ]
}
