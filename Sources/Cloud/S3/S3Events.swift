public import Simulation

/// What happens to a bucket and its objects.
public enum S3Event: TraceEvent {
  /// The bucket was created.
  case bucketCreated
  /// The bucket was deleted.
  case bucketDeleted
  /// An object was put, perhaps in the place of another.
  case objectCreated(key: String, bytes: Int)
  /// An object was deleted.
  case objectDeleted(key: String)
}
