#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why the operating system refused a file.
struct FileFailure: Error, Hashable {
  let path: String
  let code: Int32
  /// The system's own words, such as "Permission denied".
  let reason: String

  init(path: String, code: Int32 = errno) {
    self.path = path
    self.code = code
    self.reason = String(cString: strerror(code))
  }

  init(path: String, reason: String) {
    self.path = path
    self.code = EFBIG
    self.reason = reason
  }

  var isMissing: Bool { code == ENOENT }
}

/// The few things the course asks of a file system, on the C library alone.
///
/// FoundationEssentials would do the same, at two milliseconds of every start.
enum FileAccess {
  /// Reads a whole file, refusing one that is larger than `limit` bytes.
  static func bytes(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    let content = try prefix(of: path, count: limit + 1)
    if content.count > limit {
      throw FileFailure(path: path, reason: "It is larger than \(limit) bytes")
    }
    return content
  }

  /// Reads at most the first `count` bytes of a file.
  static func prefix(of path: String, count: Int) throws(FileFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(path: path) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(count, 16_384))
    while content.count < count {
      let wanted = min(buffer.count, count - content.count)
      let got = read(descriptor, &buffer, wanted)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw FileFailure(path: path) }
      if got == 0 { break }
      content.append(contentsOf: buffer[..<got])
    }
    return content
  }

  /// Lists the names in a directory in byte order, without hidden ones.
  static func names(in directory: String) throws(FileFailure) -> [String] {
    guard let stream = opendir(directory) else { throw FileFailure(path: directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee))
        {
          String(cString: $0)
        }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// What a path leads to, links followed.
  enum Kind {
    case file, directory
    /// A pipe, a device, a socket: reading it may never end.
    case other
    case missing(FileFailure)
  }

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing(FileFailure(path: path)) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && (status.st_mode & S_IFMT) == S_IFLNK
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == S_IFDIR
  }

  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == S_IFREG
  }
}

/// Puts a name under a directory.
func joined(_ directory: String, _ name: String) -> String {
  directory.hasSuffix("/") ? directory + name : directory + "/" + name
}
