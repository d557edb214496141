/// Numbers for names, given out in the order in which the names come.
///
/// Looks names up by their bytes, so that a replay makes no strings.
struct NameTable: Sendable {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  private struct Entry {
    let hash: UInt64
    let start: Int
    let count: Int
  }

  private var entries: [Entry] = []
  /// The bytes of all names, one after the other.
  private var text: [UInt8] = []
  /// Indices of entries by hash, -1 where free; its length is a power of two.
  private var slots = [Int32](repeating: -1, count: 16)

  /// The name that has a number.
  func name(_ number: Int) -> String {
    let entry = entries[number]
    return String(decoding: text[entry.start..<entry.start + entry.count], as: UTF8.self)
  }

  /// The number of a name; a new name gets the next one.
  ///
  /// - Complexity: O(m) for a name of m bytes, amortised.
  mutating func number(of name: Bytes) -> Int {
    let hash = Self.hash(name)
    let slot = slot(of: name, hash)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(entries.count)
    entries.append(Entry(hash: hash, start: text.count, count: name.count))
    text.append(contentsOf: name)
    if entries.count * 2 > slots.count { grow() }
    return entries.count - 1
  }

  /// The number of a name that has come before.
  func find(_ name: String) -> Int? {
    var copy = name
    return copy.withUTF8 { bytes in
      let found = slots[slot(of: bytes, Self.hash(bytes))]
      return found >= 0 ? Int(found) : nil
    }
  }

  private func slot(of name: Bytes, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, entry.count == name.count, matches(entry.start, name) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func matches(_ start: Int, _ name: Bytes) -> Bool {
    for offset in 0..<name.count where text[start + offset] != name[offset] { return false }
    return true
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = [Int32](repeating: -1, count: mask + 1)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(index)
    }
  }

  private static func hash(_ name: Bytes) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    let raw = UnsafeRawBufferPointer(name)
    var index = 0
    while index + 8 <= name.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
      index += 8
    }
    var rest = UInt64(name.count)
    while index < name.count {
      rest = rest << 8 | UInt64(name[index])
      index += 1
    }
    hash = (hash ^ rest) &* 0x9e37_79b9_7f4a_7c15
    return hash ^ hash >> 29
  }
}
