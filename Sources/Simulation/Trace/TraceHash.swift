import Synchronization

/// A rolling hash over every record of a trace: two runs are the same when their hashes are.
///
/// FNV-1a, 64 bit, over the records' texts. It is not cryptographic: it shows accidents, not malice.
public final class TraceHash: Sendable {
  private let state = Mutex<UInt64>(0xcbf2_9ce4_8422_2325)

  /// Starts to hash what `trace` records from now on.
  public init(of trace: Trace) {
    trace.readEverything { [self] record in
      state.withLock { hash in
        for byte in record.text.utf8 {
          hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
      }
    }
  }

  /// The hash so far.
  public var value: UInt64 { state.withLock { $0 } }
}
