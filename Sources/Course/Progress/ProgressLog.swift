#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file of progress entries, one JSON object a line, which is only ever added to.
///
/// Every write is one locked and synced append, so that a process killed at any byte loses at most
/// the entry it was writing, and two processes at once lose nothing. A replay goes by the times of
/// the entries, so that it makes no difference on which machine, or in which file, they were kept.
public struct ProgressLog: Sendable {
  /// The file.
  public let path: String

  /// Names a log; nothing is opened or made.
  public init(path: String) { self.path = path }

  /// What a log says.
  public struct Contents: Sendable {
    /// Where the learner stands.
    public let state: ProgressState
    /// The number of entries.
    public let entries: Int
    /// How many lines could not be read, and stay as they are.
    public let unreadable: Int
    /// When the latest entry was made; nil when there is none.
    public let latest: Timestamp?
  }

  // MARK: Reading

  /// Replays the log; a file that is not there yet is an empty one.
  ///
  /// - Throws: why the file cannot be read, or that a newer version of the kit wrote it.
  /// - Complexity: O(n) in the size of the file, in constant memory for a given course; a log whose
  ///   entries are not in the order of their times is read into memory and sorted.
  public func read() throws(CourseError) -> Contents {
    // A device may be read without end.
    if case .other = FileAccess.kind(of: path) {
      throw failure("read", FileFailure(path: path, reason: "It is no regular file"))
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return ProgressReplay(path: path).contents }
      throw failure("read", FileFailure(path: path))
    }
    defer { close(descriptor) }
    // A device such as /dev/null keeps nothing, and others never end.
    var status = stat()
    if fstat(descriptor, &status) == 0, (status.st_mode & S_IFMT) == S_IFCHR {
      return ProgressReplay(path: path).contents
    }
    lock(descriptor, LOCK_SH)
    let replay = try replay(descriptor)
    guard replay.isOutOfOrder else { return replay.contents }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw failure("read", FileFailure(path: path))
    }
    return try ProgressReplay(sorting: bytes(descriptor), path: path).contents
  }

  private func replay(_ descriptor: Int32) throws(CourseError) -> ProgressReplay {
    var replay = ProgressReplay(path: path)
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
      if let newer = replay.newer { throw newer }
      if isEnd { return replay }
      buffer.withUnsafeMutableBufferPointer { bytes in
        for index in used..<filled { bytes[index - used] = bytes[index] }
      }
      filled -= used
    }
  }

  /// All that is left to read.
  func bytes(_ descriptor: Int32) throws(CourseError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1_048_576)
    while true {
      let got = buffer.withUnsafeMutableBytes { Self.read(descriptor, $0) }
      guard got >= 0 else { throw failure("read", FileFailure(path: path)) }
      if got == 0 { return bytes }
      bytes += buffer[..<got]
    }
  }

  // MARK: Helpers

  /// Waits for the lock; a file system without locks is used without.
  func lock(_ descriptor: Int32, _ operation: Int32) {
    while flock(descriptor, operation) != 0 && errno == EINTR {}
  }

  private static func read(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let got = fill(descriptor, bytes)
      if got < 0 && errno == EINTR { continue }
      return got
    }
  }

  func failure(_ what: String, _ reason: FileFailure) -> CourseError {
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
