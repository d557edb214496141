public import Simulation

/// What happens to schedules and to the targets that they start.
public enum SchedulerEvent: TraceEvent {
  /// A schedule's time has come.
  case due(schedule: String, executionID: String)
  /// The target took it over.
  case delivered(schedule: String, executionID: String, target: String, retries: Int)
  /// The target could not take it over; it is tried again after the wait.
  case retried(
    schedule: String,
    executionID: String,
    target: String,
    retry: Int,
    after: Duration,
    because: String
  )
  /// No retry is left, or none is worth it; what was to be handed over went to the dead-letter queue.
  case movedToDeadLetterQueue(
    schedule: String,
    executionID: String,
    target: String,
    queue: String,
    because: String
  )
  /// No retry is left, or none is worth it, and no dead-letter queue took it.
  case dropped(schedule: String, executionID: String, target: String, because: String)
  /// A schedule with no more times was deleted, as it asked.
  case deletedAfterCompletion(schedule: String)
}
