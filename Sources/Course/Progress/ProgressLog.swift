import JSON

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file of progress entries, one JSON object a line, which is only ever added to.
///
/// Every entry is one locked and synced append, so that a process killed at any byte loses at most
/// the entry it was writing, and two processes at once lose nothing.
public struct ProgressLog: Sendable {
  /// The file.
  public let path: String

  /// Names a log; nothing is opened or made.
  public init(path: String) { self.path = path }

  /// What a log says.
  public struct Contents: Sendable {
    /// Where the learner stands.
    public let state: ProgressState
    /// How many lines could not be read, and stay as they are.
    public let unreadable: Int
    /// How many lines a newer version wrote, and stay as they are.
    public let newer: Int
  }

  // MARK: Reading

  /// Replays the log; a file that is not there yet is an empty one.
  ///
  /// - Throws: why the file cannot be read.
  /// - Complexity: O(n) in the size of the file, in constant memory for a given course.
  public func read() throws(CourseError) -> Contents {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return Contents(state: ProgressState(), unreadable: 0, newer: 0) }
      throw failure("read", FileFailure(path: path))
    }
    defer { close(descriptor) }
    lock(descriptor, LOCK_SH)
    var replay = Replay()
    var buffer = [UInt8](repeating: 0, count: 262_144)
    var filled = 0
    while true {
      if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
      let got = buffer.withUnsafeMutableBytes { bytes in
        Self.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
      }
      guard got >= 0 else { throw failure("read", FileFailure(path: path)) }
      filled += got
      let isEnd = got == 0
      let used = buffer.withUnsafeBufferPointer { bytes in
        replay.take(UnsafeBufferPointer(rebasing: bytes[..<filled]), isEnd: isEnd)
      }
      if isEnd { break }
      buffer.withUnsafeMutableBufferPointer { bytes in
        for index in used..<filled { bytes[index - used] = bytes[index] }
      }
      filled -= used
    }
    return Contents(state: replay.state, unreadable: replay.unreadable, newer: replay.newer)
  }

  private struct Replay {
    var state = ProgressState()
    var unreadable = 0
    var newer = 0

    /// Takes whole lines in; the number of bytes that were used.
    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> Int {
      guard let base = bytes.baseAddress else { return 0 }
      var start = 0
      while start < bytes.count {
        let found = memchr(base + start, 0x0A, bytes.count - start)
        guard found != nil || isEnd else { break }
        let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? bytes.count
        var last = end
        while last > start, bytes[last - 1] == 0x0D || bytes[last - 1] == 0x20 { last -= 1 }
        let line = UnsafeBufferPointer(rebasing: bytes[start..<last])
        // A line without its end may be torn where it happens to look whole.
        if found == nil, !line.isEmpty, (try? JSONValue(parsing: line)) == nil {
          unreadable += 1
        } else if !line.isEmpty {
          switch state.apply(line) {
          case .read: break
          case .unreadable: unreadable += 1
          case .newer: newer += 1
          }
        }
        start = end + 1
      }
      return min(start, bytes.count)
    }
  }

  // MARK: Appending

  /// Adds an entry, and returns when it is on the disk.
  ///
  /// A line that a killed process left unfinished is mended first: a whole entry gets its line end,
  /// and a torn one is cut off. Earlier lines are never touched.
  ///
  /// - Throws: why the entry could not be kept; the file is then as it was before.
  public func append(_ entry: ProgressEntry) throws(CourseError) {
    try makeDirectory()
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("written", FileFailure(path: path)) }
    defer { close(descriptor) }
    lock(descriptor, LOCK_EX)
    let size = lseek(descriptor, 0, SEEK_END)
    let tail = try mendTail(descriptor, size: max(0, size))
    let line = Array((tail.lacksLineEnd ? "\n" : "").utf8) + Array((entry.line + "\n").utf8)
    var written = 0
    while written < line.count {
      let count = line[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let reason = FileFailure(path: path)
        _ = ftruncate(descriptor, tail.size)
        throw failure("written", reason)
      }
      written += count
    }
    // Devices and some file systems cannot be synced; that is no reason to lose the entry.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS else {
      throw failure("written", FileFailure(path: path))
    }
  }

  /// Cuts a torn last line off, or finds that a whole one lacks its line end.
  private func mendTail(
    _ descriptor: Int32,
    size: off_t
  ) throws(CourseError) -> (size: off_t, lacksLineEnd: Bool) {
    var start = size
    var tail: [UInt8] = []
    while start > 0 {
      let count = min(4_096, start)
      var block = [UInt8](repeating: 0, count: Int(count))
      let got = pread(descriptor, &block, block.count, start - count)
      guard got == block.count else { throw failure("read", FileFailure(path: path)) }
      if let newline = block.lastIndex(of: 0x0A) {
        tail = block[(newline + 1)...] + tail
        start -= count - off_t(newline) - 1
        break
      }
      tail = block + tail
      start -= count
    }
    if tail.isEmpty { return (size, false) }
    if case .object? = try? JSONValue(parsing: tail) { return (size, true) }
    guard ftruncate(descriptor, start) == 0 else {
      throw failure("mended", FileFailure(path: path))
    }
    return (start, false)
  }

  /// Makes the directories above the file, for nobody else to read.
  private func makeDirectory() throws(CourseError) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let directory = String(path[..<slash])
    if FileAccess.isDirectory(directory) { return }
    var made = ""
    for part in directory.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.hasSuffix("/") ? "" : "/") + part
      if !directory.hasPrefix("/"), made.hasPrefix("/") { made.removeFirst() }
      if mkdir(made, 0o700) != 0, errno != EEXIST, !FileAccess.isDirectory(made) {
        throw failure("written", FileFailure(path: made))
      }
    }
  }

  // MARK: Helpers

  /// Waits for the lock; a file system without locks is used without.
  private func lock(_ descriptor: Int32, _ operation: Int32) {
    while flock(descriptor, operation) != 0 && errno == EINTR {}
  }

  private static func read(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let got = fill(descriptor, bytes)
      if got < 0 && errno == EINTR { continue }
      return got
    }
  }

  private func failure(_ what: String, _ reason: FileFailure) -> CourseError {
    CourseError(
      problem: "progress cannot be \(what): \(reason.path): \(reason.reason)",
      remedy: "Go on without it, or name another file with --progress FILE"
    )
  }
}

/// The C library's `read`, whose name a method of the log shadows.
private func fill(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, bytes.baseAddress, bytes.count)
}
