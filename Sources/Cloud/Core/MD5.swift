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
  }

  private static func digest(of message: UnsafeBufferPointer<UInt8>) -> State {
    let words = padded(message)
    let constants = constants
    let shifts = shifts
    var state = State()
    for start in stride(from: 0, to: words.count, by: 16) {
      var (a, b, c, d) = (state.a, state.b, state.c, state.d)
      for step in 0..<64 {
        let (mixed, place) =
          switch step >> 4 {
          case 0: ((b & c) | (~b & d), step)
          case 1: ((d & b) | (~d & c), 5 &* step &+ 1)
          case 2: (b ^ c ^ d, 3 &* step &+ 5)
          default: (c ^ (b | ~d), 7 &* step)
          }
        let sum = a &+ mixed &+ constants[step] &+ words[start + (place & 15)]
        let shift = shifts[(step >> 4) << 2 | (step & 3)]
        (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
      }
      state = State(a: state.a &+ a, b: state.b &+ b, c: state.c &+ c, d: state.d &+ d)
    }
    return state
  }

  /// The message as little-endian words, a one behind it, zeros, and its length in bits at the end.
  private static func padded(_ message: UnsafeBufferPointer<UInt8>) -> [UInt32] {
    let count = message.count
    var words = [UInt32](repeating: 0, count: ((count + 8) / 64 + 1) * 16)
    for index in 0..<count {
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
      for word in [state.a, state.b, state.c, state.d] {
        var bits = word
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

  private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

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
