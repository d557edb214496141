/// An Internet address of version 4 or 6.
struct IPAddress: Sendable, Hashable {
  let isVersion6: Bool
  /// The address, right-aligned.
  let bits: UInt128

  /// The number of bits that count.
  var width: Int { isVersion6 ? 128 : 32 }

  init(isVersion6: Bool, bits: UInt128) {
    self.isVersion6 = isVersion6
    self.bits = bits
  }

  /// Reads an address; nil if `text` is none.
  ///
  /// Decimal numbers may have leading zeros. An IPv4 address that is written as IPv6
  /// (`::ffff:a00:1`) is the IPv4 address.
  init?(_ text: some Collection<UInt8>) {
    guard text.count >= 2, text.count <= 64, Self.hasShape(text) else { return nil }
    if text.contains(UInt8(ascii: ":")) {
      guard let bits = Self.version6(text) else { return nil }
      isVersion6 = bits >> 32 != 0xFFFF
      self.bits = isVersion6 ? bits : bits & 0xFFFF_FFFF
    } else {
      guard let bits = Self.version4(text) else { return nil }
      isVersion6 = false
      self.bits = bits
    }
  }

  /// Tells whether `text` consists of what addresses consist of.
  static func hasShape(_ text: some Collection<UInt8>) -> Bool {
    var colons = 0
    var dots = 0
    var letters = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        letters += 1
      case UInt8(ascii: ":"): colons += 1
      case UInt8(ascii: "."): dots += 1
      default: return false
      }
    }
    return colons > 0 ? dots == 0 : dots == 3 && letters == 0
  }

  private static func version4(_ text: some Collection<UInt8>) -> UInt128? {
    var bits: UInt128 = 0
    for part in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard let number = number(part, radix: 10), number <= 0xFF else { return nil }
      bits = bits << 8 | number
    }
    return bits
  }

  private static func version6(_ text: some Collection<UInt8>) -> UInt128? {
    let bytes = Array(text)
    let colon = UInt8(ascii: ":")
    let gap = bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
    guard let gap else {
      return groups(bytes[...]).flatMap { $0.count == 8 ? bits($0) : nil }
    }
    guard let head = groups(bytes[..<gap]), let tail = groups(bytes[(gap + 2)...]),
      head.count + tail.count < 8
    else { return nil }
    return bits(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
  }

  /// The numbers between single colons; none in an empty text.
  private static func groups(_ text: ArraySlice<UInt8>) -> [UInt128]? {
    if text.isEmpty { return [] }
    var groups: [UInt128] = []
    for part in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      guard part.count <= 4, let number = number(part, radix: 16) else { return nil }
      groups.append(number)
    }
    return groups
  }

  private static func bits(_ groups: [UInt128]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | $1 }
  }

  private static func number(_ digits: some Collection<UInt8>, radix: Int) -> UInt128? {
    guard let number = UInt32(String(decoding: digits, as: UTF8.self), radix: radix) else {
      return nil
    }
    return UInt128(number)
  }
}

/// A block of addresses in CIDR notation.
struct AddressBlock: Sendable, Hashable {
  private let base: IPAddress
  private let prefixLength: Int

  /// Why a text is no block, in the service's words.
  struct Malformed: Error {
    let reason: String
  }

  /// Reads a block such as `10.0.0.0/24` or `2001:db8::/32`; host bits are ignored.
  ///
  /// A block of one address (`/32`, `/128`) is refused, as Event Ruler does.
  init(_ text: String) throws(Malformed) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw Malformed(reason: "Malformed CIDR, one '/' required")
    }
    guard let length = Int32(String(decoding: parts[1], as: UTF8.self)) else {
      throw Malformed(reason: "Malformed CIDR, mask bits must be an integer")
    }
    guard length >= 0 else {
      throw Malformed(reason: "Malformed CIDR, mask bits must not be negative")
    }
    guard let base = IPAddress(parts[0]) else {
      let kind = IPAddress.hasShape(parts[0]) ? "Invalid" : "Nonstandard"
      throw Malformed(reason: "\(kind) IP address: \(String(decoding: parts[0], as: UTF8.self))")
    }
    guard length < base.width else {
      let version = base.isVersion6 ? "IPv6" : "IPv4"
      throw Malformed(reason: "\(version) mask bits must be < \(base.width)")
    }
    self.base = base
    prefixLength = Int(length)
  }

  /// The address with which the block begins.
  var first: IPAddress { IPAddress(isVersion6: base.isVersion6, bits: base.bits & ~hostBits) }

  /// The address with which the block ends.
  var last: IPAddress { IPAddress(isVersion6: base.isVersion6, bits: base.bits | hostBits) }

  private var hostBits: UInt128 { (1 << UInt128(base.width - prefixLength)) - 1 }

  /// Whether the block takes the addresses of both versions: as in Event Ruler, `0.0.0.0/0` does.
  var takesEverything: Bool { prefixLength == 0 && !base.isVersion6 }

  /// Tells whether `address` lies in the block.
  func contains(_ address: IPAddress) -> Bool {
    if takesEverything { return true }
    return address.isVersion6 == base.isVersion6
      && (address.bits ^ base.bits) >> UInt128(base.width - prefixLength) == 0
  }
}
