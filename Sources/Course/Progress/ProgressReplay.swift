import JSON

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Takes the lines of a log in, one after the other.
struct ProgressReplay {
  private let path: String
  private var state = ProgressState()
  private var entries = 0
  private var unreadable = 0
  private var latest = TimeKey()
  private var line = 0
  /// Whether an entry was made before the one above it: lines of two machines, say.
  private(set) var isOutOfOrder = false
  /// That a newer version of the kit wrote a line.
  private(set) var newer: CourseError?

  init(path: String) { self.path = path }

  /// Replays a whole log in the order of the entries' times.
  init(sorting bytes: [UInt8], path: String) {
    self.init(path: path)
    bytes.withUnsafeBufferPointer { bytes in
      var lines: [(time: TimeKey, line: ProgressRecord.Bytes)] = []
      var time = TimeKey()
      _ = Self.eachLine(of: bytes, isEnd: true) { line, isWhole in
        var record = ProgressRecord()
        guard isWhole || Self.isWhole(line), record.scan(line) else {
          unreadable += 1
          return
        }
        // A line without a time keeps its place.
        if record.time > TimeKey() { time = record.time }
        lines.append((time, line))
      }
      let order = lines.indices.sorted { (lines[$0].time, $0) < (lines[$1].time, $1) }
      for index in order { take(lines[index].line, isWhole: true) }
    }
  }

  var contents: ProgressLog.Contents {
    ProgressLog.Contents(
      state: state,
      entries: entries,
      unreadable: unreadable,
      latest: latest.timestamp
    )
  }

  /// Takes whole lines in; the number of bytes that were used.
  mutating func take(_ bytes: ProgressRecord.Bytes, isEnd: Bool) -> Int {
    Self.eachLine(of: bytes, isEnd: isEnd) { line, isWhole in
      take(line, isWhole: isWhole)
    }
  }

  /// Takes one line in; one without its end may be torn where it happens to look whole.
  @inline(__always)
  private mutating func take(_ bytes: ProgressRecord.Bytes, isWhole: Bool) {
    line += 1
    if bytes.isEmpty { return }
    var record = ProgressRecord()
    guard isWhole || Self.isWhole(bytes), record.scan(bytes), record.version > 0 else {
      unreadable += 1
      return
    }
    guard record.version <= ProgressEntry.version else {
      newer = newer ?? Self.newer(record.version, "\(path):\(line)")
      return
    }
    if record.time < latest {
      isOutOfOrder = isOutOfOrder || record.time > TimeKey()
    } else {
      latest = record.time
    }
    switch state.apply(record, of: bytes) {
    case .read: entries += 1
    case .unreadable: unreadable += 1
    }
  }

  static func newer(_ version: Int, _ place: String) -> CourseError {
    CourseError(
      problem: "\(place): this progress was written by a newer version of evolve"
        + " (form \(version); this one knows \(ProgressEntry.version))",
      remedy: "Use the newer evolve, or name another file with --progress FILE;"
        + " this file stays as it is"
    )
  }

  static func isWhole(_ line: ProgressRecord.Bytes) -> Bool {
    (try? JSONValue(parsing: line)) != nil
  }

  /// Hands over each line without its end, and whether it had one; the number of bytes that were
  /// used.
  @inline(__always)
  static func eachLine(
    of bytes: ProgressRecord.Bytes,
    isEnd: Bool,
    _ body: (_ line: ProgressRecord.Bytes, _ isWhole: Bool) -> Void
  ) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var start = 0
    while start < bytes.count {
      let found = memchr(base + start, 0x0A, bytes.count - start)
      guard found != nil || isEnd else { break }
      let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? bytes.count
      var last = end
      while last > start, bytes[last - 1] == 0x0D || bytes[last - 1] == 0x20 { last -= 1 }
      body(UnsafeBufferPointer(rebasing: bytes[start..<last]), found != nil)
      start = end + 1
    }
    return min(start, bytes.count)
  }
}
