import Simulation

/// Amazon EventBridge Pipes: from one queue, through a filter and a function, to one target.
///
/// Simplified: sources are queues; enrichments are functions; targets are functions, queues, topics,
/// buses and delivery streams.
public actor Pipes: CloudService {
  /// `pipes`.
  public static let name = "pipes"
  /// `Amazon EventBridge Pipes`.
  public static let title = "Amazon EventBridge Pipes"
  /// What the service can do.
  public static let operations: [any Operation<Pipes>.Type] = [
    CreatePipe.self, UpdatePipe.self, DescribePipe.self, DeletePipe.self, ListPipes.self,
    StartPipe.self, StopPipe.self, TagResource.self, UntagResource.self,
    ListTagsForResource.self,
  ]
  /// Who a role must trust, so that pipes may act with it.
  static let principal = "pipes.amazonaws.com"

  /// The account and Region.
  public nonisolated let cloud: Cloud
  var pipes: [String: Pipe] = [:]
  var counts = MetricTable<PipeMetric>()
  /// How many batches are in hand.
  var executions = 0

  /// Creates the service without pipes.
  public init(cloud: Cloud) {
    self.cloud = cloud
  }

  func pipe(_ name: String) throws(ServiceError) -> Pipe {
    guard let pipe = pipes[name] else { throw .pipeNotFound(name) }
    return pipe
  }

  /// A pipe that is in no change, so that it can be changed.
  func settledPipe(_ name: String) throws(ServiceError) -> Pipe {
    let pipe = try pipe(name)
    guard pipe.state.isSettled else { throw .pipeInChange(name, pipe.state) }
    return pipe
  }

  /// Begins a change, which will be in force after a while.
  ///
  /// - Returns: the pipe as it is until then.
  func begin(_ state: PipeState, of name: String, to settings: PipeSettings) -> Pipe? {
    pipes[name]?.settings = settings
    pipes[name]?.enter(state, in: cloud)
    simulation.spawn(on: self) { pipes in
      // In the foreground, so that no run ends with a queue whose pipe has just been made.
      try await pipes.simulation.sleep(for: PipesAssumptions.change)
      try await pipes.finishChange(of: name)
    }
    return pipes[name]
  }

  private func finishChange(of name: String) async throws {
    guard let pipe = pipes[name] else { return }
    if pipe.state == .deleting || !pipe.settings.isWanted {
      try await pipe.poller.stop()
    } else {
      try await pipe.poller.start(with: pipe.settings.polling(name, in: cloud))
    }
    // Others may have come and gone meanwhile, but nobody changes this one.
    if pipe.state == .deleting {
      pipes[name] = nil
      cloud.topology.remove(name)
    } else {
      pipes[name]?.enter(pipe.settings.isWanted ? .running : .stopped, in: cloud)
    }
  }
}

extension Cloud {
  /// The account's pipes.
  public var pipes: Pipes { service() }
}
