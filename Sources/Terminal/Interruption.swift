import Synchronization

/// How long work notices Ctrl-C.
///
/// By default Ctrl-C ends the process at once. Work that would rather stop in good order defers
/// that and asks ``isRequested`` between its steps; a second Ctrl-C ends the process all the same.
public enum Interruption {
  /// Whether Ctrl-C came while it was deferred.
  public static var isRequested: Bool {
    Platform.isInterrupted.load(ordering: .acquiring)
  }

  /// Runs `work` with Ctrl-C kept for it to see.
  ///
  /// - Throws: What `work` throws.
  public static func deferred<R, E: Error>(_ work: () throws(E) -> R) throws(E) -> R {
    Platform.isInterrupted.store(false, ordering: .releasing)
    Platform.deferrals.add(1, ordering: .acquiringAndReleasing)
    defer {
      Platform.deferrals.subtract(1, ordering: .acquiringAndReleasing)
      Platform.isInterrupted.store(false, ordering: .releasing)
    }
    return try work()
  }
}
