public import Simulation

/// What happens to an event source mapping and to the batches that it hands over.
///
/// The component of each record is the function, or the pipe. A batch's records name each other as
/// causes: what the source gave out is the cause of `batchFetched`, that of `batchInvoked`, and that
/// both of the request and of `batchEnded`.
public enum MappingEvent: TraceEvent {
  /// The mapping is in another state.
  case stateChanged(mapping: String, state: MappingState)
  /// It has another number of pollers, each of which hands over one batch at a time.
  case pollersChanged(mapping: String, pollers: Int, because: PollerChange)
  /// Events came from the source, before any were filtered out.
  case batchFetched(mapping: String, source: String, events: Int)
  /// Events were dropped because the filter criteria keep none of them.
  case batchFiltered(mapping: String, source: String, events: Int)
  /// The function is run on events.
  case batchInvoked(mapping: String, requestID: String, events: Int)
  /// The function could not be run; the batch is kept, and tried again later.
  case batchHeldBack(mapping: String, requestID: String, code: String, retriedAfter: Duration)
  /// A batch has ended: so many events are done and gone from the source, the others come back.
  case batchEnded(mapping: String, source: String, done: Int, failed: Int, result: String)
  /// The rest of what a FIFO queue gave out was not handed over, because something before it failed;
  /// it comes back with that.
  case batchSkipped(mapping: String, source: String, events: Int)
  /// The source cannot be read, or the batch not be marked as done.
  case problem(mapping: String, source: String, problem: String)
  /// One of the metrics that the mapping was told to publish with `EventCount` has another value.
  case counted(mapping: String, metric: EventCountMetric, events: Int)
}

/// Why a mapping has more or fewer pollers.
public enum PollerChange: String, Hashable, Sendable {
  /// It begins to poll.
  case started
  /// All were busy.
  case allBusy
  /// There was nothing to fetch.
  case nothingToFetch
  /// A batch failed.
  case failure
  /// It has stopped to poll.
  case stopped
}

/// The metrics that `MetricsConfig` asks for with `EventCount`, of a queue.
///
/// Streams have two more. Source: Lambda developer guide, "Types of metrics", 2026.
public enum EventCountMetric: String, Hashable, Sendable, CaseIterable {
  /// Events that were read from the source.
  case polled = "PolledEventCount"
  /// Events that the filter criteria did not keep.
  case filteredOut = "FilteredOutEventCount"
  /// Events on which the function was run; each retry counts again.
  case invoked = "InvokedEventCount"
  /// Events on which the function could not be run or failed, in part or wholly.
  case failedInvoke = "FailedInvokeEventCount"
  /// Events that were deleted after they were processed; 0 when the deletion failed.
  case deleted = "DeletedEventCount"
}

/// What a mapping is doing.
public enum MappingState: String, Hashable, Sendable, CaseIterable {
  /// It has been asked for and does not poll yet.
  case creating = "Creating"
  /// It will poll.
  case enabling = "Enabling"
  /// It polls.
  case enabled = "Enabled"
  /// It ends the batches that it has in hand.
  case disabling = "Disabling"
  /// It does not poll.
  case disabled = "Disabled"
  /// It goes on as before until its new settings are in force.
  case updating = "Updating"
  /// It ends the batches that it has in hand, and is gone.
  case deleting = "Deleting"

  /// Whether the mapping can be changed now.
  var isSettled: Bool { self == .enabled || self == .disabled }
}
