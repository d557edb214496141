/// What a pipe is doing.
public enum PipeState: String, Hashable, Sendable, Decodable, CaseIterable {
  /// It has been asked for and does not poll yet.
  case creating = "CREATING"
  /// It polls.
  case running = "RUNNING"
  /// It goes on as before until its new settings are in force.
  case updating = "UPDATING"
  /// It will poll.
  case starting = "STARTING"
  /// It ends the batches that it has in hand.
  case stopping = "STOPPING"
  /// It does not poll.
  case stopped = "STOPPED"
  /// It ends the batches that it has in hand, and is gone.
  case deleting = "DELETING"

  /// Whether the pipe can be changed now.
  var isSettled: Bool { self == .running || self == .stopped }
}

/// What a pipe should be doing.
public enum RequestedPipeState: String, Decodable, Sendable, CaseIterable {
  /// Polling.
  case running = "RUNNING"
  /// Not polling.
  case stopped = "STOPPED"
}

/// A pipe as the service keeps it.
struct Pipe {
  let name: String
  let arn: String
  /// As they were last asked for; in force once the pipe is settled.
  var settings: PipeSettings
  private(set) var state = PipeState.creating
  /// In milliseconds since 1970.
  let created: Int64
  private(set) var modified: Int64
  var tags: [String: String]
  let poller: any EventPoller

  init(
    name: String,
    settings: PipeSettings,
    tags: [String: String],
    poller: any EventPoller,
    in cloud: Cloud
  ) {
    self.name = name
    arn = ARN(service: "pipes", resource: "pipe/\(name)", in: cloud).description
    self.settings = settings
    created = cloud.unixMilliseconds
    modified = created
    self.tags = tags
    self.poller = poller
  }

  /// Puts the pipe into a state.
  mutating func enter(_ state: PipeState, in cloud: Cloud) {
    self.state = state
    modified = cloud.unixMilliseconds
    cloud.record(PipeEvent.stateChanged(state), from: name)
  }
}

/// What can be said about a pipe besides its name.
struct PipeSettings: Sendable {
  let source: ARN
  var batchSize = PipesQuotas.batchSize
  var batchingWindow = 0
  var filters = MappingFilters()
  var enrichment: ARN?
  var enrichmentTemplate: String?
  var target: ARN
  var targetParameters = PipeTargetParameters()
  var roleArn: String
  var description: String?
  var isWanted = true

  /// The settings of the poller, which hands its batches to the pipe.
  func polling(_ name: String, in cloud: Cloud) -> PollSettings {
    PollSettings(
      batchSize: batchSize,
      batchingWindow: batchingWindow,
      filters: filters,
      handler: PipeRun(cloud: cloud, name: name, settings: self)
    )
  }
}
