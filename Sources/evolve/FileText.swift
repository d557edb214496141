import Playground
import Terminal

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads text files whose names come from the command line.
enum FileText {
  /// The longest file that is read, in bytes: three times what a million arrivals take.
  static let limit = 32 << 20

  /// Reads a file as UTF-8, a byte-order mark left out.
  ///
  /// Reads no further than the limit, so that a huge file, or one without end, is refused at once.
  ///
  /// - Throws: ``UsageError`` when it cannot be read, is too long or is not UTF-8.
  static func read(_ path: String) throws(UsageError) -> String {
    guard let file = fopen(path, "rb") else { throw unreadable(path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while true {
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = fread(buffer.baseAddress, 1, buffer.count, file)
      }
      guard !chunk.isEmpty else { break }
      guard bytes.count + chunk.count <= limit else {
        throw UsageError(
          "\(path) is longer than \(limit >> 20) MB.",
          remedy: "Split it, or leave out what is not needed."
        )
      }
      bytes += chunk
    }
    guard ferror(file) == 0 else { throw unreadable(path) }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    guard let text = String(validating: body, as: UTF8.self) else {
      throw UsageError("\(path) is not UTF-8 text.", remedy: "Save it as UTF-8.")
    }
    return text
  }

  /// Reads a file that a command of the playground names.
  ///
  /// - Throws: `CommandError` with what ``read(_:)`` says.
  static func readForCommand(_ path: String) throws(CommandError) -> String {
    do {
      return try read(path)
    } catch {
      throw CommandError(code: "UnreadableFile", message: error.problem, remedy: error.remedy)
    }
  }

  private static func unreadable(_ path: String) -> UsageError {
    UsageError(
      "\(path) cannot be read.",
      remedy: "Check that the file is there and that you may read it."
    )
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
