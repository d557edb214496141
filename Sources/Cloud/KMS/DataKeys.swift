import Simulation

/// The data keys that a service keeps for a while, so that it need not ask KMS about every message.
///
/// As long as a service has one for somebody, KMS is not asked, and so nobody is refused: a key that
/// was disabled, or whose policy was changed, keeps out new users at once and others when their data
/// key is used up. No two principals share a data key.
///
/// Source: the SNS and SQS developer guides, "Key management"; the KMS developer guide, "How
/// unusable KMS keys affect data keys".
struct DataKeys {
  private struct Slot: Hashable {
    let resource: String
    let key: String
    let principal: String
    let purpose: KeyUse.Purpose
  }

  private var kept: [Slot: (arn: String, end: SimulationInstant)] = [:]

  /// Finds out whether a caller may use a key, and asks KMS only when no data key is left.
  ///
  /// - Parameters:
  ///   - key: how the resource names its key.
  ///   - resource: the ARN of what is encrypted.
  ///   - caller: for whom.
  ///   - use: what for.
  ///   - reuse: how long a data key is kept.
  ///   - cloud: the account that has the resource, and pays KMS.
  /// - Returns: the key's ARN.
  /// - Throws: ``KeyRefusal`` as KMS answers.
  mutating func use(
    _ key: String,
    of resource: ARN,
    for caller: Caller,
    _ use: KeyUse,
    reuse: Duration,
    in cloud: Cloud
  ) throws(KeyRefusal) -> String {
    let slot = Slot(
      resource: resource.description,
      key: key,
      principal: caller.credentials,
      purpose: use.purpose
    )
    let now = cloud.simulation.now
    if let found = kept[slot], now < found.end { return found.arn }
    cloud.meter.add(.kmsRequests, Int64(use.actions.count), for: resource.name)
    let arn = try cloud.use(key, for: caller, use).arn.description
    kept = kept.filter { now < $0.value.end }
    kept[slot] = (arn, now.advanced(by: reuse))
    return arn
  }
}

extension Caller {
  /// Whose credentials a caller has: the role's, if there is one, wherever it is used.
  fileprivate var credentials: String {
    switch origin {
    case nil: role ?? component
    case .account(let account): "\(account)/\(role ?? component)"
    case .service(let name, let source): "\(name)/\(source)"
    }
  }
}
