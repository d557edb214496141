/// Prints one line of figures.
func printRow(_ name: String, _ rates: Rates, _ unit: String, note: String = "") {
  let spread = "(\(Int(rates.minimum).grouped) – \(Int(rates.maximum).grouped))"
  let median = Int(rates.median).grouped.aligned(to: 12)
  print("  \(name.padded(to: 8))\(median) \(unit)/s  \(spread.padded(to: 28))\(note)".trimmedEnd)
}

/// The share of `part` in `whole`: `41 %`.
func percent(_ part: Double, _ whole: Double) -> String {
  "\(Int((part / whole * 100).rounded())) %"
}

extension Int {
  /// The number with a comma after each three digits.
  var grouped: String {
    var text = ""
    for (index, digit) in String(self).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}

extension String {
  /// The text with spaces behind it.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  /// The text with spaces before it.
  func aligned(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }

  /// The text without spaces behind it.
  var trimmedEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
