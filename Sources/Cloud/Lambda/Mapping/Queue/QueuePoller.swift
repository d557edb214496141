import JSON
import Simulation

/// Fetches batches from a queue and hands them over.
///
/// A batch that succeeds is deleted; of one that fails nothing is deleted, and the messages come
/// back after their visibility time-out.
///
/// Simplified: what `LastProcessingResult` says about a queue that cannot be read is not published;
/// here the mapping stays enabled, says why, and asks again every 20 seconds.
actor QueuePoller: Simulated, EventPoller {
  nonisolated let cloud: Cloud
  nonisolated let mapping: String
  nonisolated let source: ARN
  /// What requests call the source.
  nonisolated let queue: String
  nonisolated var simulation: Simulation { cloud.simulation }

  var lastResult = "No records processed"
  var settings: PollSettings
  var pollers = PollerCount()
  /// Which start the pollers belong to; those of earlier ones only end what they have in hand.
  private var generation = 0
  /// All that run, those of earlier starts included.
  private var running = 0
  /// Batches for which there is no room now: no time for more pollers.
  var heldBack = 0
  /// Who waits until no more than so many run.
  private var draining: (limit: Int, suspension: Suspension<Void>)?

  init(of mapping: String, from source: ARN, settings: PollSettings, in cloud: Cloud) {
    self.mapping = mapping
    self.source = source
    queue = cloud.queueReference(source)
    self.settings = settings
    self.cloud = cloud
  }

  // MARK: Starting and stopping

  func start(with settings: PollSettings) async throws {
    let before = pollers.count
    await endPolls()
    self.settings = settings
    pollers.start(0)
    try await drain(to: maximum)
    let count = min(max(before, LambdaQuotas.initialPollers), maximum - running)
    pollers.start(count)
    begin(count, because: .started)
    simulation.spawn(on: self) { [generation] poller in try await poller.scale(generation) }
  }

  func stop() async throws {
    let hasPolled = pollers.count > 0
    await endPolls()
    pollers.start(0)
    if hasPolled { note(.stopped) }
    try await drain(to: 0)
  }

  /// Waits until no more than `limit` batches are in hand.
  private func drain(to limit: Int) async throws {
    guard running > limit else { return }
    let queue = source.name
    try await simulation.suspend(waitingFor: "the batches from \(queue)", .background) {
      draining = (limit, $0)
    }
  }

  private func endPolls() async {
    generation += 1
    await cloud.owner(of: source)?.sqs.endPolls(of: source.name, by: mapping)
  }

  // MARK: Scaling

  private var maximum: Int { settings.maximumConcurrency ?? LambdaQuotas.maximumPollers }

  /// Those of earlier starts that still have a batch in hand.
  private var leaving: Int { running - pollers.count }

  /// Adds pollers while all are busy; the service's 300 a minute are five each second.
  private func scale(_ generation: Int) async throws {
    while true {
      try await simulation.sleep(for: .seconds(1), .background)
      guard self.generation == generation else { return }
      guard heldBack == 0 else { continue }
      let added = pollers.grow(upTo: maximum - leaving, at: simulation.now)
      begin(added, because: .allBusy)
    }
  }

  private func begin(_ count: Int, because reason: PollerChange) {
    guard count > 0 else { return }
    note(reason)
    running += count
    for _ in 0..<count {
      simulation.spawn(on: self) { [generation] poller in try await poller.poll(generation) }
    }
  }

  private func note(_ reason: PollerChange) {
    cloud.record(
      MappingEvent.pollersChanged(mapping: mapping, pollers: pollers.count, because: reason),
      from: settings.handler.component
    )
  }

  private func leave() {
    running -= 1
    if let draining, running <= draining.limit { draining.suspension.resume(returning: ()) }
  }

  // MARK: Polling

  /// One poller: fetches batches until it is not needed any more.
  private func poll(_ generation: Int) async throws {
    defer { leave() }
    while self.generation == generation {
      guard let batch = try await fetch(while: { self.generation == generation }) else {
        guard self.generation == generation, pollers.shrink() else { continue }
        note(.nothingToFetch)
        return
      }
      guard !batch.isEmpty else { continue }
      if self.generation == generation { pollers.beginBatch() }
      let isHealthy = try await handOver(batch)
      guard self.generation == generation else { return }
      pollers.endBatch()
      guard !isHealthy else { continue }
      pollers.noteFailure(at: simulation.now)
      guard pollers.shrink() else { continue }
      note(.failure)
      return
    }
  }
}
