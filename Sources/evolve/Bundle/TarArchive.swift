/// A tar archive in the ustar format, put together in memory.
///
/// Every entry has the same owner and the same time, so that the same files give the same bytes.
///
/// Source: POSIX.1-2017, `pax`, "ustar Interchange Format".
struct TarArchive {
  /// Why a file cannot be put into an archive.
  enum Refusal: Error {
    /// The path has more bytes than a header has room for.
    case longPath(String)
  }

  private static let block = 512
  /// Archives are padded to twenty blocks, as tar itself does.
  private static let record = 20 * block
  /// The beginning of 1980: some programs take offence at earlier times.
  private static let time = 315_532_800

  private var bytes: [UInt8] = []

  /// Adds a file; the directories above it come into being when it is unpacked.
  mutating func add(
    _ path: String,
    _ content: some Collection<UInt8>,
    isExecutable: Bool = false
  ) throws(Refusal) {
    bytes += try header(path, size: content.count, isExecutable: isExecutable)
    bytes += content
    pad(to: Self.block)
  }

  /// The whole archive, with its end.
  func finished() -> [UInt8] {
    var whole = self
    whole.bytes += [UInt8](repeating: 0, count: 2 * Self.block)
    whole.pad(to: Self.record)
    return whole.bytes
  }

  private mutating func pad(to unit: Int) {
    let rest = bytes.count % unit
    if rest > 0 { bytes += [UInt8](repeating: 0, count: unit - rest) }
  }

  private func header(
    _ path: String,
    size: Int,
    isExecutable: Bool
  ) throws(Refusal) -> [UInt8] {
    let (prefix, name) = try Self.split(path)
    var header = [UInt8](repeating: 0, count: Self.block)
    func put(_ text: some Sequence<UInt8>, at offset: Int) {
      for (index, byte) in text.enumerated() { header[offset + index] = byte }
    }
    put(name, at: 0)
    put(Self.octal(isExecutable ? 0o755 : 0o644, width: 8), at: 100)
    put(Self.octal(0, width: 8), at: 108)
    put(Self.octal(0, width: 8), at: 116)
    put(Self.octal(size, width: 12), at: 124)
    put(Self.octal(Self.time, width: 12), at: 136)
    put("        0".utf8, at: 148)
    put("ustar\u{0}00".utf8, at: 257)
    put("root\u{0}".utf8, at: 265)
    put("root\u{0}".utf8, at: 297)
    put(prefix, at: 345)
    // The sum is taken with spaces in its own place.
    let sum = header.reduce(0) { $0 + Int($1) }
    put(Self.octal(sum, width: 7), at: 148)
    return header
  }

  /// A number in octal digits, filled with zeros, and a final zero byte.
  private static func octal(_ number: Int, width: Int) -> [UInt8] {
    let digits = String(number, radix: 8)
    let zeros = String(repeating: "0", count: max(0, width - 1 - digits.count))
    return Array((zeros + digits + "\u{0}").utf8)
  }

  /// Divides a path at a slash, so that both halves fit: 155 bytes and 100 bytes.
  private static func split(
    _ path: String
  ) throws(Refusal) -> (prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>) {
    let path8 = Array(path.utf8)
    if path8.count <= 100 { return ([], path8[...]) }
    for index in path8.indices where path8[index] == UInt8(ascii: "/") {
      if index <= 155, path8.count - index - 1 <= 100 {
        return (path8[..<index], path8[(index + 1)...])
      }
    }
    throw .longPath(path)
  }
}
