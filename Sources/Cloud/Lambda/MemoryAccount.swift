import Synchronization

/// How much memory an environment's processes hold, and the most they have held.
final class MemoryAccount: Sendable {
  private struct State {
    var inUse: ByteCount
    var peak: ByteCount
  }

  /// What the runtime itself holds: an assumption, in the range of what REPORT lines show.
  static let runtime = ByteCount.mebibytes(40)

  private let state = Mutex(State(inUse: runtime, peak: runtime))

  var peak: ByteCount { state.withLock { $0.peak } }

  /// Adds to what is held; false when that is more than `limit`.
  func allocate(_ amount: ByteCount, of limit: ByteCount) -> Bool {
    state.withLock { state in
      state.inUse = state.inUse + amount
      state.peak = min(max(state.peak, state.inUse), limit)
      return state.inUse <= limit
    }
  }

  func free(_ amount: ByteCount) {
    state.withLock { $0.inUse = max(Self.runtime, $0.inUse - amount) }
  }

  /// The processes are gone, and what they held with them.
  func reset() {
    state.withLock { $0.inUse = Self.runtime }
  }
}
