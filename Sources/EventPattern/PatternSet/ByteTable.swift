/// Numbers for texts, each text within a scope: the first text gets 0, the next one 1.
///
/// One hash finds a text among any number of them. The hash is fixed, so that every run is alike;
/// the texts are those of patterns, which are few enough to need no secret one.
struct ByteTable: Sendable {
  private struct Entry {
    let hash: UInt64
    let scope: Int
    let start: Int
    let count: Int
  }

  private var entries: [Entry] = []
  /// The texts of all entries, one behind the other.
  private var bytes: [UInt8] = []
  /// Numbers by hash with open addressing, twice as many as entries or more; -1 is free.
  private var places = [Int](repeating: -1, count: 16)

  /// How many texts there are.
  var count: Int { entries.count }

  /// The number of a text; -1 if it has none.
  func number(of text: UnsafeBufferPointer<UInt8>, in scope: Int) -> Int {
    let hash = Self.hash(text, scope)
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while true {
      let number = places[place]
      if number < 0 { return -1 }
      if entries[number].hash == hash, isText(number, text, scope) { return number }
      place = (place + 1) & (places.count - 1)
    }
  }

  /// The number of a text, which gets one if it has none.
  mutating func number(adding text: [UInt8], in scope: Int) -> Int {
    let known = text.withUnsafeBufferPointer { number(of: $0, in: scope) }
    if known >= 0 { return known }
    if entries.count * 2 >= places.count { grow() }
    let hash = text.withUnsafeBufferPointer { Self.hash($0, scope) }
    entries.append(Entry(hash: hash, scope: scope, start: bytes.count, count: text.count))
    bytes += text
    occupy(hash, entries.count - 1)
    return entries.count - 1
  }

  private func isText(_ number: Int, _ text: UnsafeBufferPointer<UInt8>, _ scope: Int) -> Bool {
    let entry = entries[number]
    guard entry.scope == scope, entry.count == text.count else { return false }
    for offset in 0..<entry.count where bytes[entry.start + offset] != text[offset] {
      return false
    }
    return true
  }

  private mutating func occupy(_ hash: UInt64, _ number: Int) {
    var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
    while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
    places[place] = number
  }

  private mutating func grow() {
    places = [Int](repeating: -1, count: places.count * 2)
    for number in entries.indices { occupy(entries[number].hash, number) }
  }

  /// Takes eight bytes at a time; the last eight may overlap with those before.
  @inline(__always)
  private static func hash(_ text: UnsafeBufferPointer<UInt8>, _ scope: Int) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    var hash = UInt64(truncatingIfNeeded: scope) &* 0x9E37_79B9_7F4A_7C15
    hash ^= UInt64(truncatingIfNeeded: text.count)
    if text.count >= 8 {
      var offset = 0
      while offset + 8 < text.count {
        hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
      }
      return mix(hash ^ raw.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
    }
    var word: UInt64 = 0
    for byte in text { word = word << 8 | UInt64(byte) }
    return mix(hash ^ word)
  }

  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    let (high, low) = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return high ^ low
  }
}
