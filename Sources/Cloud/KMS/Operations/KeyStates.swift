import Simulation

/// Lets a key be used again.
public struct EnableKey: Operation {
  /// The key's id or ARN.
  public var keyId: String

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Enables it; one that is enabled stays so.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
    try await kms.begin()
    kms.set(.enabled, of: try kms.standingKey(keyId, for: caller, Self.name))
    return NoOutput()
  }
}

/// Lets a key not be used, for now.
public struct DisableKey: Operation {
  /// The key's id or ARN.
  public var keyId: String

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Disables it; who has a data key of it can use that until it is used up.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
    try await kms.begin()
    kms.set(.disabled, of: try kms.standingKey(keyId, for: caller, Self.name))
    return NoOutput()
  }
}

/// Sets the day on which a key is deleted, and lets it not be used until then.
public struct ScheduleKeyDeletion: Operation {
  /// The key's id or ARN.
  public var keyId: String
  /// In how many days, 7 to 30; 30 if left out.
  public var pendingWindowInDays: Int?

  /// What will happen.
  public struct Output: Sendable {
    /// The key's ARN.
    public let keyId: ARN
    /// When the key is deleted.
    public let deletionDate: String
    /// `PendingDeletion`.
    public let keyState: String
    /// The days.
    public let pendingWindowInDays: Int
  }

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Sets the day.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> Output {
    try await kms.begin()
    let days = pendingWindowInDays ?? KMSQuotas.defaultPendingDays
    guard KMSQuotas.pendingDays.contains(days) else {
      throw ServiceError.validation(
        "PendingWindowInDays should be between \(KMSQuotas.pendingDays.lowerBound) and"
          + " \(KMSQuotas.pendingDays.upperBound), but it is \(days)"
      )
    }
    let key = try kms.standingKey(keyId, for: caller, Self.name)
    let end = kms.simulation.now.advanced(by: .seconds(days * 86_400))
    let state = KMSKey.State.pendingDeletion(end, days: days)
    kms.set(state, of: key)
    kms.simulation.spawn(on: kms) { kms in
      try await kms.simulation.sleep(until: end, .background)
      kms.delete(key.id, pending: state)
    }
    return Output(
      keyId: key.arn,
      deletionDate: KMS.date(end),
      keyState: state.name,
      pendingWindowInDays: days
    )
  }
}

/// Keeps a key that was to be deleted.
public struct CancelKeyDeletion: Operation {
  /// The key's id or ARN.
  public var keyId: String

  /// The key.
  public struct Output: Sendable {
    /// The key's ARN.
    public let keyId: ARN
  }

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Keeps the key, disabled; it costs as though it had never been to be deleted.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> Output {
    try await kms.begin()
    let key = try kms.key(keyId, for: caller, Self.name)
    guard case .pendingDeletion(let end, let days) = key.state else {
      throw ServiceError.kmsInvalidState("\(key.arn) is not pending deletion.")
    }
    let begin = end.advanced(by: .seconds(-days * 86_400))
    let waited = begin.duration(to: kms.simulation.now).nanoseconds / 1_000_000
    kms.cloud.meter.add(.kmsKeys, waited, for: KMS.name)
    kms.set(.disabled, of: key)
    return Output(keyId: key.arn)
  }
}

extension KMS {
  /// Finds a key that is not to be deleted.
  func standingKey(
    _ text: String,
    for caller: Caller,
    _ action: String
  ) throws(ServiceError) -> KMSKey {
    let key = try key(text, for: caller, action)
    if case .pendingDeletion = key.state, let refusal = key.refusal { throw ServiceError(refusal) }
    return key
  }

  /// Deletes a key with its aliases, if nobody has changed its state meanwhile.
  fileprivate func delete(_ id: String, pending state: KMSKey.State) {
    guard cloud.keys[id]?.state == state else { return }
    cloud.keys[id] = nil
    cloud.record(KMSEvent.keyDeleted(key: id), from: Self.name)
  }
}
