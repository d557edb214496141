import Simulation

/// A mapping from a source to a function, as the service keeps it.
struct EventSourceMapping {
  let id: String
  let source: ARN
  /// As they were last asked for; in force once the mapping is settled.
  var settings: MappingSettings
  private(set) var state = MappingState.creating
  /// In seconds since 1970.
  private(set) var lastModified = 0.0
  let poller: any EventPoller

  init(id: String, source: ARN, settings: MappingSettings, poller: any EventPoller) {
    self.id = id
    self.source = source
    self.settings = settings
    self.poller = poller
  }

  /// Puts the mapping into a state.
  mutating func enter(_ state: MappingState, in cloud: Cloud) {
    self.state = state
    lastModified = Double(cloud.unixMilliseconds) / 1_000
    cloud.record(
      MappingEvent.stateChanged(mapping: id, state: state),
      from: settings.functionName
    )
  }
}

/// How mappings come to be, change and go.
///
/// > Simplified: every change takes ``LambdaAssumptions/mappingChange``, and one that ends polling
/// > or lowers the concurrency takes as long as the batches in hand, besides; on AWS seconds to
/// > minutes.
extension Lambda {
  /// The mapping of this id, or the refusal that there is none.
  func mapping(_ id: String) throws(ServiceError) -> EventSourceMapping {
    guard let mapping = mappings.first(where: { $0.id == id }) else {
      throw .lambdaResourceNotFound("The resource you requested does not exist.")
    }
    return mapping
  }

  /// Begins a change, which will be in force after a while.
  func begin(_ state: MappingState, of id: String, to settings: MappingSettings) {
    guard let place = mappings.firstIndex(where: { $0.id == id }) else { return }
    mappings[place].settings = settings
    mappings[place].enter(state, in: cloud)
    simulation.spawn(on: self) { lambda in
      // In the foreground, so that no run ends with a queue whose mapping has just been made.
      try await lambda.simulation.sleep(for: LambdaAssumptions.mappingChange)
      try await lambda.finishChange(of: id)
    }
  }

  private func finishChange(of id: String) async throws {
    let mapping = try mapping(id)
    if mapping.state == .deleting || !mapping.settings.isEnabled {
      try await mapping.poller.stop()
    } else {
      try await mapping.poller.start(with: mapping.settings.polling(in: cloud))
    }
    // Others may have come and gone meanwhile, but nobody changes this one.
    guard let place = mappings.firstIndex(where: { $0.id == id }) else { return }
    if mapping.state == .deleting {
      mappings.remove(at: place)
    } else {
      mappings[place].enter(mapping.settings.isEnabled ? .enabled : .disabled, in: cloud)
    }
  }
}
