import Simulation

/// What came of handing a batch over.
enum BatchOutcome {
  /// It was taken over, but for these events, which have failed.
  case returned(failed: Set<String>)
  /// A function ran and failed: nothing of the batch is done.
  case functionError
  /// It was not taken over.
  case refused(ServiceError)
}

/// To whom a poller hands its batches: the function of an event source mapping, or a pipe.
protocol BatchHandler: Sendable {
  /// The component that polls, from which everything about it is recorded.
  var component: String { get }

  /// Hands a batch over once.
  ///
  /// - Parameters:
  ///   - batch: the events.
  ///   - requestID: the id of this try.
  ///   - cause: the record of the batch's being handed over.
  /// - Returns: what came of it.
  func run(_ batch: EventBatch, _ requestID: String, cause: TraceID) async -> BatchOutcome

  /// Who polls: the component in its role, which a service may have to take first.
  ///
  /// - Throws: the refusal, as a ``ServiceError``.
  func caller() async throws -> Caller
}

/// How a poller gathers batches, and to whom it hands them.
struct PollSettings: Sendable {
  var batchSize: Int
  /// In seconds.
  var batchingWindow: Int
  /// How many batches may be in hand at once; ``LambdaQuotas/maximumPollers`` for `nil`.
  var maximumConcurrency: Int?
  /// Whether the metrics of ``EventCountMetric`` are published.
  var countsEvents = false
  /// A message is kept when one of them keeps it; without any, all are.
  var filters: MappingFilters
  let handler: any BatchHandler
}
