extension String {
  /// How many columns the string takes at a terminal.
  ///
  /// Combining marks and control characters take none; East Asian wide characters and emoji two.
  /// Source: Unicode 16, `EastAsianWidth.txt` (W and F) and `emoji-data.txt`, in ranges.
  ///
  /// - Complexity: O(n); ASCII is counted without looking at characters.
  public var displayWidth: Int {
    var asciiWidth = 0
    for byte in utf8 {
      guard byte < 0x80 else { return reduce(0) { $0 + $1.displayWidth } }
      if byte >= 0x20, byte != 0x7F { asciiWidth += 1 }
    }
    return asciiWidth
  }
}

extension Character {
  /// How many columns the character takes at a terminal: 0, 1 or 2.
  public var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.value < 0x7F { return first.value < 0x20 ? 0 : hasEmojiSelector ? 2 : 1 }
    switch first.properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator:
      return 0
    default: break
    }
    if first.properties.isEmojiPresentation || hasEmojiSelector { return 2 }
    return Self.wideRanges.contains { $0.contains(first.value) } ? 2 : 1
  }

  /// A variation selector or keycap asks for the wide, coloured form.
  private var hasEmojiSelector: Bool {
    unicodeScalars.dropFirst().contains { $0.value == 0xFE0F || $0.value == 0x20E3 }
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF,
    0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D37F, 0x1F200...0x1F2FF, 0x1F1E6...0x1F1FF,
    0x20000...0x3FFFD,
  ]
}
