public import Simulation

/// What happens to keys.
public enum KMSEvent: TraceEvent {
  /// A key was made.
  case keyCreated(key: String)
  /// A key can be used again, or cannot be used any more.
  case keyStateChanged(key: String, state: String)
  /// A key is gone for ever, and all that it has encrypted with it.
  case keyDeleted(key: String)
  /// A service could not use a key for somebody.
  case keyRefused(key: String, caller: String, because: String)
}
