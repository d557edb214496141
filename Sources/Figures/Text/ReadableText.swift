extension Layout {
  /// The text as this layout may print it: without control characters, and in ASCII if need be.
  ///
  /// Control characters are left out, so that no input can move the cursor or change colours.
  public func readable(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    for character in text {
      if character.isASCII {
        // CRLF is one character too.
        let code = character.asciiValue ?? 0
        if character.isNewline { result += "\n" }
        if character == "\t" { result += "  " }
        if code >= 0x20, code < 0x7F { result.append(character) }
      } else if character.isNewline {
        result += "\n"
      } else if unicode {
        result.unicodeScalars.append(
          contentsOf: character.unicodeScalars.filter { !Self.isHarmful($0) }
        )
      } else {
        result += Self.asciiForm(of: character)
      }
    }
    return result
  }

  /// The text in one line.
  func readableLine(_ text: String) -> String {
    readable(text).split(separator: "\n").joined(separator: " ")
  }

  /// Controls, and marks that turn the direction of what follows.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || 0x202A...0x202E ~= scalar.value
      || 0x2066...0x2069 ~= scalar.value
  }

  private static let asciiForms: [Character: String] = [
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "–": "-", "—": "-", "−": "-", "…": "...",
    "‘": "'", "’": "'", "“": "\"", "”": "\"", "„": "\"", "×": "x", "·": "-", "•": "*", "≤": "<=",
    "≥": ">=", "≠": "!=", "≈": "~", "±": "+-", "µ": "u", "μ": "u", "ß": "ss", "€": "EUR",
    "\u{A0}": " ", "✓": "ok", "✗": "x", "°": " degrees", "½": "1/2", "æ": "ae", "œ": "oe",
    "ø": "o", "Ø": "O", "§": "section ",
  ]

  private static func asciiForm(of character: Character) -> String {
    if let form = asciiForms[character] { return form }
    guard let scalar = character.unicodeScalars.first else { return "" }
    if scalar.isASCII { return String(scalar) }
    // "LATIN SMALL LETTER E WITH ACUTE" names the letter without its accent.
    let words = (scalar.properties.name ?? "").split(separator: " ")
    if words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[3].utf8.count == 1 {
      return words[1] == "SMALL" ? words[3].lowercased() : String(words[3])
    }
    return character.displayWidth == 0 ? "" : "?"
  }
}
