public import Simulation

/// What happens to a delivery stream and its records, which are numbered from 1 in the order in which
/// they came.
public enum FirehoseEvent: TraceEvent {
  /// The stream has been created, takes records, or is being deleted.
  case stateChanged(DeliveryStreamStatus)
  /// The stream took records.
  case received(first: Int, records: Int, bytes: Int)
  /// The stream refused records, because they were too many or too large for a second.
  case throttled(records: Int)
  /// A bucket or an endpoint took records over: as an object's key or a request's id.
  case delivered(first: Int, records: Int, bytes: Int, to: String, as: String)
  /// A delivery failed; it is tried again after the wait.
  case deliveryRetried(
    first: Int,
    records: Int,
    to: String,
    attempt: Int,
    after: Duration,
    because: String
  )
  /// The endpoint did not take records in time; they are in an object for what failed.
  case backedUp(first: Int, records: Int, to: String, as: String, because: String)
  /// Nobody gets the records.
  case dropped(first: Int, records: Int, because: String)
}
