public import Simulation

/// What happens to a pipe and to the batches that go through it.
///
/// How batches come from the queue is told by ``MappingEvent``, as of event source mappings.
public enum PipeEvent: TraceEvent {
  /// The pipe is in another state.
  case stateChanged(PipeState)
  /// A function made so many events of those of a batch.
  case enriched(executionID: String, function: String, events: Int, into: Int)
  /// The target took over so many events; the others have failed.
  case delivered(executionID: String, target: String, events: Int, failed: Int)
  /// The enrichment or the target took nothing over.
  case failed(executionID: String, component: String, because: String)
}
