import FoundationEssentials
import Terminal

/// Reads text files whose names come from the command line.
enum FileText {
  /// Reads a file as UTF-8.
  ///
  /// - Throws: ``UsageError`` when it cannot be read or is not UTF-8.
  static func read(_ path: String) throws(UsageError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch let error as CocoaError where error.code == .fileReadInapplicableStringEncoding {
      throw UsageError("\(path) is not UTF-8 text.", remedy: "Save it as UTF-8.")
    } catch {
      throw UsageError(
        "\(path) cannot be read.",
        remedy: "Check that the file is there and that you may read it."
      )
    }
  }
}

extension Terminal {
  /// Everything that standard input still holds.
  func readToEnd() -> String {
    var lines: [String] = []
    while let line = readPlainLine() { lines.append(line) }
    return lines.joined(separator: "\n")
  }
}

extension ArgumentCursor {
  /// The speed behind `--pace`, such as 60 for `60x`.
  mutating func pace() throws(UsageError) -> Double? {
    guard let text = try option("--pace", "a speed such as 60x") else { return nil }
    guard text.hasSuffix("x"), let speed = Double(text.dropLast()), speed.isFinite,
      (0.01...1_000_000).contains(speed)
    else {
      throw UsageError(
        "\"\(text)\" is not a speed.",
        remedy: "Write a number from 0.01 to 1000000 and an x, such as 60x."
      )
    }
    return speed
  }

  /// The number behind `--seed`.
  mutating func seed() throws(UsageError) -> UInt64? {
    guard let text = try option("--seed", "a whole number") else { return nil }
    guard let seed = UInt64(text) else {
      throw UsageError(
        "\"\(text)\" is not a seed.",
        remedy: "Write a whole number from 0 to \(UInt64.max)."
      )
    }
    return seed
  }
}
