/// What a consumer gets with a received message and needs to delete it: new with every receive.
///
/// Simplified: it is shorter than AWS's, and as opaque. It holds the queue, the message's place and
/// number, and 64 random bits of the receive.
struct ReceiptHandle {
  let queue: UInt32
  let slot: Int
  let number: UInt64
  let nonce: UInt64

  private static let prefix = "AQEB"
  private static let length = 4 + 8 + 8 + 16 + 16

  init(queue: UInt32, slot: Int, number: UInt64, nonce: UInt64) {
    self.queue = queue
    self.slot = slot
    self.number = number
    self.nonce = nonce
  }

  /// Reads a handle; `nil` when no receive can have given it.
  init?(_ text: String) {
    guard text.utf8.count == Self.length, text.hasPrefix(Self.prefix) else { return nil }
    var text = text
    let read: Self? = text.withUTF8 { digits in
      guard let queue = Hexadecimal.value(of: digits, 4..<12),
        let slot = Hexadecimal.value(of: digits, 12..<20),
        let number = Hexadecimal.value(of: digits, 20..<36),
        let nonce = Hexadecimal.value(of: digits, 36..<52)
      else { return nil }
      return Self(queue: UInt32(queue), slot: Int(slot), number: number, nonce: nonce)
    }
    guard let read else { return nil }
    self = read
  }

  var text: String {
    String(unsafeUninitializedCapacity: Self.length) { buffer in
      var place = 0
      for letter in Self.prefix.utf8 {
        buffer[place] = letter
        place += 1
      }
      for (bits, digits) in [(UInt64(queue), 8), (UInt64(slot), 8), (number, 16), (nonce, 16)] {
        for digit in stride(from: UInt64(digits - 1) * 4, through: 0, by: -4) {
          buffer[place] = Hexadecimal.digit(Int(bits >> digit & 15))
          place += 1
        }
      }
      return place
    }
  }
}
