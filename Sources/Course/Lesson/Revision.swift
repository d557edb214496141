/// A stable name for the wording of a question or step: it changes when the text does.
///
/// Progress is kept for a revision, so that an edited question neither keeps nor silently loses a
/// score that no longer fits. It is a 64-bit FNV-1a hash of the lines, without notes for the
/// instructor and without white space at line ends.
public struct Revision: Sendable, Hashable, CustomStringConvertible {
  /// The hash.
  public let hash: UInt64

  /// Takes a hash as it was kept.
  public init(hash: UInt64) { self.hash = hash }

  /// Hashes lines.
  init(of lines: [String]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) {
      hash ^= UInt64(byte)
      hash &*= 0x0000_0100_0000_01b3
    }
    for line in lines {
      for byte in line.utf8 { mix(byte) }
      mix(0x0A)
    }
    self.hash = hash
  }

  init(kind: String, of section: Section) {
    var lines: [String] = []
    var isNote = false
    for text in [kind] + withoutBlankEnds(section.lines.map(\.text)) {
      let content = text.withoutTrailingSpace
      if content.hasPrefix("<!-- instructor") { isNote = true }
      if !isNote { lines.append(String(content)) }
      if content.hasSuffix("-->") { isNote = false }
    }
    self.init(of: lines)
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
