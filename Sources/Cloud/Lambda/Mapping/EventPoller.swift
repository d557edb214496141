import Simulation

/// What fetches batches from one kind of source and sees them through, for a mapping or a pipe.
///
/// How a source is read, and what becomes of an event that failed, is its own affair: a queue hides
/// messages and gives them out again. What all have in common is beside it: ``EventBatch``,
/// ``MappingFilter``, ``BatchInvocation`` and ``BatchResponse``.
protocol EventPoller: Simulated {
  /// What came of the last batch, as the service words it.
  var lastResult: String { get }

  /// Begins to poll, or goes on with other settings as soon as what is in hand allows them.
  ///
  /// - Throws: `CancellationError` when everything ends.
  func start(with settings: PollSettings) async throws

  /// Fetches no more, and returns when all batches in hand have ended.
  ///
  /// - Throws: `CancellationError` when everything ends.
  func stop() async throws
}
