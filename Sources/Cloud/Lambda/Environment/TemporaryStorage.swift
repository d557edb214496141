import Synchronization

/// `/tmp` of one execution environment: files by path, with their sizes and nothing in them.
///
/// It lives as long as the environment: from one request to the next, and through a reset. No other
/// environment sees it.
public final class TemporaryStorage: Sendable {
  /// How much there is room for: what the function's configuration says.
  public let capacity: ByteCount
  private let files = Mutex<[String: ByteCount]>([:])

  init(capacity: ByteCount) {
    self.capacity = capacity
  }

  /// Writes a file of that size, in place of the one of the same path.
  ///
  /// - Parameters:
  ///   - path: such as `/tmp/cache`.
  ///   - size: how large the file is.
  /// - Throws: ``FunctionError`` in the words of Python's `OSError` when there is no room for it;
  ///   nothing has been written then.
  public func write(_ path: String, _ size: ByteCount) throws(FunctionError) {
    let fits = files.withLock { files in
      let others = files.reduce(ByteCount.zero) { $1.key == path ? $0 : $0 + $1.value }
      guard others + size <= capacity else { return false }
      files[path] = size
      return true
    }
    guard fits else {
      throw FunctionError(
        type: "OSError",
        message: "[Errno 28] No space left on device: '\(path)'"
      )
    }
  }

  /// The size of a file; `nil` when there is none.
  public subscript(path: String) -> ByteCount? {
    files.withLock { $0[path] }
  }

  /// The files with their sizes, by path.
  public var contents: [(path: String, size: ByteCount)] {
    files.withLock { files in files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  /// Removes a file; one that is not there is no error.
  public func remove(_ path: String) {
    files.withLock { $0[path] = nil }
  }
}
