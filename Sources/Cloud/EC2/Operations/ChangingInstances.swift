import Simulation

/// How an instance's state has changed.
public struct InstanceStateChange: Sendable {
  /// What it is now.
  public let currentState: InstanceStateDescription
  /// The instance.
  public let instanceId: String
  /// What it was before.
  public let previousState: InstanceStateDescription
}

extension EC2 {
  /// Does something to each instance, after all of them have been found fit for it.
  fileprivate func change(
    _ ids: [String],
    _ what: String,
    from allowed: Set<Instance.State>,
    unless done: Set<Instance.State>,
    _ body: (Instance) async -> Void
  ) async throws -> [InstanceStateChange] {
    let found = try ids.map { try instance($0) }
    try await simulation.sleep(for: EC2Assumptions.requestTime)
    for instance in found where !allowed.union(done).contains(instance.state) {
      throw ServiceError.incorrectInstanceState(instance.id, instance.state, for: what)
    }
    var changes: [InstanceStateChange] = []
    for instance in found {
      let before = instance.state
      if allowed.contains(before) { await body(instance) }
      changes.append(
        InstanceStateChange(
          currentState: InstanceStateDescription(instance.state),
          instanceId: instance.id,
          previousState: InstanceStateDescription(before)
        )
      )
    }
    return changes
  }
}

/// Stops instances: their processes end, their volumes stay and are billed.
public struct StopInstances: Operation {
  /// The ids.
  public var instanceIds: [String]

  /// Creates the request.
  public init(instanceIds: [String]) {
    self.instanceIds = instanceIds
  }

  /// What has changed.
  public struct Output: Sendable {
    /// Each instance's change.
    public let stoppingInstances: [InstanceStateChange]
  }

  /// Stops the instances; they are `stopping` when the answer comes.
  public func perform(on ec2: isolated EC2, for caller: Caller) async throws -> Output {
    Output(
      stoppingInstances: try await ec2.change(
        instanceIds,
        "stopped",
        from: [.pending, .running],
        unless: [.stopping, .stopped]
      ) { await ec2.end($0, .stopping, then: .stopped) }
    )
  }
}

/// Starts stopped instances.
public struct StartInstances: Operation {
  /// The ids.
  public var instanceIds: [String]

  /// Creates the request.
  public init(instanceIds: [String]) {
    self.instanceIds = instanceIds
  }

  /// What has changed.
  public struct Output: Sendable {
    /// Each instance's change.
    public let startingInstances: [InstanceStateChange]
  }

  /// Starts the instances; they are `pending` when the answer comes.
  ///
  /// - Throws: `InsufficientInstanceCapacity` when one of them is in a lost zone.
  public func perform(on ec2: isolated EC2, for caller: Caller) async throws -> Output {
    for instance in try instanceIds.map({ try ec2.instance($0) }) {
      try ec2.checkCapacity(for: instance.type, in: instance.zone)
    }
    return Output(
      startingInstances: try await ec2.change(
        instanceIds,
        "started",
        from: [.stopped],
        unless: [.pending, .running]
      ) { ec2.start($0) }
    )
  }
}

/// Ends instances for good; their volumes are deleted.
public struct TerminateInstances: Operation {
  /// The ids.
  public var instanceIds: [String]

  /// Creates the request.
  public init(instanceIds: [String]) {
    self.instanceIds = instanceIds
  }

  /// What has changed.
  public struct Output: Sendable {
    /// Each instance's change.
    public let terminatingInstances: [InstanceStateChange]
  }

  /// Terminates the instances; they are `shutting-down` when the answer comes.
  public func perform(on ec2: isolated EC2, for caller: Caller) async throws -> Output {
    Output(
      terminatingInstances: try await ec2.change(
        instanceIds,
        "terminated",
        from: [.pending, .running, .stopping, .stopped],
        unless: [.shuttingDown, .terminated]
      ) { await ec2.end($0, .shuttingDown, then: .terminated) }
    )
  }
}

/// Changes an attribute of an instance; here its type, and only while it is stopped.
public struct ModifyInstanceAttribute: Operation {
  /// The value of an attribute.
  public struct AttributeText: Decodable, Sendable {
    /// The value.
    public var value: String

    /// Creates a value.
    public init(value: String) {
      self.value = value
    }
  }

  /// The instance's id.
  public var instanceId: String
  /// The new type.
  public var instanceType: AttributeText

  /// Creates the request.
  public init(instanceId: String, instanceType: AttributeText) {
    self.instanceId = instanceId
    self.instanceType = instanceType
  }

  /// Changes the type.
  public func perform(on ec2: isolated EC2, for caller: Caller) async throws -> NoOutput {
    guard let type = InstanceType.named(instanceType.value) else {
      throw ServiceError.invalidInstanceType(instanceType.value)
    }
    let instance = try ec2.instance(instanceId)
    try await ec2.simulation.sleep(for: EC2Assumptions.requestTime)
    guard instance.state == .stopped else { throw ServiceError.instanceNotStopped(instanceId) }
    instance.setType(type)
    ec2.cloud.topology.add(
      Component(instance.name, .server, note: type.name, zone: instance.zone)
    )
    return NoOutput()
  }
}
