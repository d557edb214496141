public import Simulation

/// What happens to a function's concurrency.
public enum LambdaScalingEvent: TraceEvent {
  /// An environment is made in a zone for a request, or ahead of any; `reason` says why none was
  /// there.
  case environmentWanted(
    environment: String,
    version: String,
    zone: String,
    reason: ColdStartReason
  )
  /// A request found no idle environment among those that are kept ready, and runs on demand.
  case spilledOver(requestID: String, version: ProvisionedVersion)
  /// A request runs in an environment that was kept ready; `inUse` of `ready` are in use with it.
  case ranProvisioned(requestID: String, version: ProvisionedVersion, inUse: Int, ready: Int)
  /// So many environments of a qualifier are to be kept ready from now on.
  case provisioningChanged(qualifier: String, requested: Int)
  /// So many environments of a version are ready: one more than before, or one less.
  case provisioned(version: String, ready: Int)
  /// No environment of a version can be kept ready, because its INIT fails.
  case provisioningFailed(version: String)
  /// So much of the account's concurrency is the function's own from now on.
  case reserved(count: Int)
  /// None of it is the function's own any more.
  case reservationEnded
  /// The account may run so many requests at once from now on.
  case accountConcurrencyChanged(to: Int)
}

/// A version of which environments are kept ready.
public struct ProvisionedVersion: Hashable, Sendable, CustomStringConvertible {
  /// The version.
  public let number: String
  /// For what they are kept ready: the version itself, or an alias of it.
  public let qualifier: String

  /// The version, as the trace shows it.
  public var description: String { number }
}
