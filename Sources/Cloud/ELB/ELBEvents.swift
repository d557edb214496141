public import Simulation

/// What happens to a balancer's targets, recorded from their target group.
public enum ELBEvent: TraceEvent {
  /// An instance was registered; it gets requests once a health check has passed.
  case registered(target: String)
  /// A target's health has changed.
  case healthChanged(target: String, to: TargetHealth.State, reason: String?)
  /// A target gets no new requests any more, and finishes those that it has.
  case draining(target: String)
  /// A target is gone from the group.
  case deregistered(target: String)
  /// The balancer itself answered a request, because no target did.
  case answered(status: Int, reason: String)
}
