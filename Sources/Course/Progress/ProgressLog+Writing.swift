import JSON

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ProgressLog {
  /// What came of taking other logs in.
  public struct Merge: Sendable, Hashable {
    /// How many entries are new here.
    public let added: Int
    /// How many were here already.
    public let known: Int
    /// How many lines of the other files could not be read, and were left out.
    public let unreadable: Int
  }

  // MARK: Appending

  /// Makes the file where there is none, and proves that it can be written.
  ///
  /// - Throws: why it cannot.
  public func prepare() throws(CourseError) { try write { _, _ in [] } }

  /// Adds an entry, and returns when it is on the disk.
  ///
  /// - Throws: why the entry could not be kept; the file is then as it was before.
  public func append(_ entry: ProgressEntry) throws(CourseError) { try append([entry]) }

  /// Adds entries in order, and returns when they are on the disk.
  ///
  /// A line that a killed process left unfinished is mended first: a whole entry gets its line end,
  /// and a torn one is cut off. Earlier lines are never touched.
  ///
  /// - Throws: why the entries could not be kept; the file is then as it was before.
  public func append(_ entries: [ProgressEntry]) throws(CourseError) {
    guard !entries.isEmpty else { return }
    let lines = entries.flatMap { Array(($0.line + "\n").utf8) }
    try write { _, _ in lines }
  }

  /// Adds all entries of other logs that are not here yet.
  ///
  /// Afterwards the log says the same as if everything had been kept in one file. To merge again
  /// changes nothing.
  ///
  /// - Throws: that a file cannot be read, holds no progress, or comes from a newer version;
  ///   nothing is added then.
  public func merge(_ paths: [String]) throws(CourseError) -> Merge {
    var lines: [ArraySlice<UInt8>] = []
    var unreadable = 0
    for path in paths {
      let (read, bad) = try Self.lines(of: path)
      lines += read
      unreadable += bad
    }
    _ = try read()
    var added = 0
    try write { log, descriptor throws(CourseError) in
      guard lseek(descriptor, 0, SEEK_SET) == 0 else {
        throw log.failure("read", FileFailure(path: log.path))
      }
      var known = Set(Self.split(try log.bytes(descriptor)))
      let new = lines.filter { known.insert($0).inserted }
      added = new.count
      return new.flatMap { $0 + [0x0A] }
    }
    return Merge(added: added, known: lines.count - added, unreadable: unreadable)
  }

  /// The readable lines of another log, and the number of the others.
  private static func lines(
    of path: String
  ) throws(CourseError) -> (lines: [ArraySlice<UInt8>], unreadable: Int) {
    let bytes: [UInt8]
    do {
      bytes = try FileAccess.bytes(of: path, limit: 1 << 30)
    } catch {
      throw CourseError(
        problem: "\(path) cannot be read: \(error.reason)",
        remedy: "Name a progress file that you may read; nothing was merged"
      )
    }
    var lines: [ArraySlice<UInt8>] = []
    var unreadable = 0
    for (index, line) in split(bytes).enumerated() where !line.isEmpty {
      let version = line.withUnsafeBufferPointer { bytes -> Int in
        var record = ProgressRecord()
        guard ProgressReplay.isWhole(bytes), record.scan(bytes) else { return 0 }
        return record.kind == .unknown && record.version <= ProgressEntry.version
          ? 0 : record.version
      }
      guard version <= ProgressEntry.version else {
        throw ProgressReplay.newer(version, "\(path):\(index + 1)")
      }
      if version > 0 { lines.append(line) } else { unreadable += 1 }
    }
    guard !lines.isEmpty || unreadable == 0 else {
      throw CourseError(
        problem: "\(path) holds no progress",
        remedy: "Name a file that evolve wrote, such as progress.jsonl; nothing was merged"
      )
    }
    return (lines, unreadable)
  }

  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == 0x0D || line.last == 0x20 { line.removeLast() }
      return line
    }
  }

  // MARK: A copy

  /// Copies the log to a new file beside it.
  ///
  /// - Returns: the copy's path.
  /// - Throws: why it cannot be copied.
  public func backup(at time: Timestamp) throws(CourseError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("copied", FileFailure(path: path)) }
    defer { close(descriptor) }
    lock(descriptor, LOCK_SH)
    let bytes = try bytes(descriptor)
    let stamp = time.description.map { $0 == ":" || $0 == "." ? "-" : $0 }
    for number in 1...99 {
      let copy = "\(path).\(String(stamp))\(number > 1 ? "-\(number)" : "").backup"
      let target = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if target < 0, errno == EEXIST { continue }
      guard target >= 0 else { throw failure("copied", FileFailure(path: copy)) }
      defer { close(target) }
      do throws(FileFailure) {
        try put(bytes, into: target, path: copy)
      } catch {
        unlink(copy)
        throw failure("copied", error)
      }
      return copy
    }
    throw failure("copied", FileFailure(path: path, code: EEXIST))
  }

  // MARK: Writing

  /// Opens and locks the file, mends its end, and appends what `content` returns.
  private func write(
    _ content: (Self, Int32) throws(CourseError) -> [UInt8]
  ) throws(CourseError) {
    try makeDirectory()
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("written", FileFailure(path: path)) }
    defer { close(descriptor) }
    lock(descriptor, LOCK_EX)
    let size = lseek(descriptor, 0, SEEK_END)
    let tail = try mendTail(descriptor, size: max(0, size))
    let lines = try content(self, descriptor)
    if lines.isEmpty { return }
    do throws(FileFailure) {
      try put((tail.lacksLineEnd ? [0x0A] : []) + lines, into: descriptor, path: path)
    } catch {
      _ = ftruncate(descriptor, tail.size)
      throw failure("written", error)
    }
  }

  /// Writes all bytes, and returns when they are on the disk.
  private func put(
    _ bytes: [UInt8],
    into descriptor: Int32,
    path: String
  ) throws(FileFailure) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        pour(descriptor, UnsafeRawBufferPointer($0))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileFailure(path: path) }
      written += count
    }
    // Devices and some file systems cannot be synced; that is no reason to lose the entry.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS else {
      throw FileFailure(path: path)
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
}

/// The C library's `write`, whose name a method of the log shadows.
private func pour(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
