/// Numbers for names, given out in the order in which the names come.
///
/// Looks names up by their bytes, so that a replay makes no strings.
struct NameTable: Sendable {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  private(set) var names: [String] = []
  private var hashes: [UInt64] = []
  private var bytes: [[UInt8]] = []
  /// Indices of names by hash, -1 where free; its length is a power of two.
  private var slots = [Int32](repeating: -1, count: 16)

  /// The number of a name; a new name gets the next one.
  ///
  /// - Complexity: O(m) for a name of m bytes, amortised.
  mutating func number(of name: Slice<Bytes>) -> Int {
    let hash = Self.hash(name)
    let slot = slot(of: name, hash)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(names.count)
    names.append(String(decoding: name, as: UTF8.self))
    hashes.append(hash)
    bytes.append(Array(name))
    if names.count * 2 > slots.count { grow() }
    return names.count - 1
  }

  /// The number of a name that has come before.
  func find(_ name: String) -> Int? {
    var copy = name
    return copy.withUTF8 { bytes in
      let slice = bytes[...]
      let found = slots[slot(of: slice, Self.hash(slice))]
      return found >= 0 ? Int(found) : nil
    }
  }

  private func slot(of name: Slice<Bytes>, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, bytes[index].elementsEqual(name) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = [Int32](repeating: -1, count: mask + 1)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(index)
    }
  }

  private static func hash(_ name: Slice<Bytes>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }
}
