public import Simulation

/// Makes the ids that services give to messages, events and requests, from seeded streams.
public enum Identifiers {
  /// Draws an id of the shape of a random UUID (version 4), in lower case.
  public static func uuid(from stream: inout RandomStream) -> String {
    let high = stream.next() & ~0xf000 | 0x4000
    let low = stream.next() & ~(0xc000 << 48) | (0x8000 << 48)
    return String(unsafeUninitializedCapacity: 36) { buffer in
      var place = 0
      for digit in 0..<32 {
        if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
          buffer[place] = UInt8(ascii: "-")
          place += 1
        }
        let bits = digit < 16 ? high : low
        buffer[place] = Hexadecimal.digit(Int(bits >> UInt64(60 - (digit & 15) * 4) & 15))
        place += 1
      }
      return 36
    }
  }

  /// Draws `count` lower-case hexadecimal digits.
  public static func hex(_ count: Int, from stream: inout RandomStream) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(count)
    var bits: UInt64 = 0
    for place in 0..<count {
      if place & 15 == 0 { bits = stream.next() }
      digits.append(Hexadecimal.digit(Int(bits & 15)))
      bits >>= 4
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

/// Hexadecimal digits as ASCII bytes.
enum Hexadecimal {
  /// The digit of `value`, which is at most 15.
  @inline(__always)
  static func digit(_ value: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 10 ? 48 + value : 87 + value)
  }

  /// The digits of `bytes`, two for each.
  static func text(of bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [digit(Int($0 >> 4)), digit(Int($0 & 15))] }, as: UTF8.self)
  }

  /// Reads lower-case digits; `nil` when one is none.
  @inline(__always)
  static func value(of digits: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64? {
    var value: UInt64 = 0
    for place in range {
      switch digits[place] {
      case 48...57: value = value << 4 | UInt64(digits[place] - 48)
      case 97...102: value = value << 4 | UInt64(digits[place] - 87)
      default: return nil
      }
    }
    return value
  }
}
