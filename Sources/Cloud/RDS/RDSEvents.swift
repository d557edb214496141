public import Simulation

/// What happens to a database, besides its crashes.
public enum DatabaseEvent: TraceEvent {
  /// It takes connections.
  case started
  /// It was ended along with its machine, or by a change.
  case stopped(reason: String)
  /// A transaction is done and will stay so.
  case committed(caller: String, duration: Duration)
  /// A transaction was not done.
  case notCommitted(caller: String, reason: String)
  /// The standby begins to take over.
  case failoverStarted(from: String, to: String, reason: String)
  /// What was the standby takes connections.
  case failoverCompleted(zone: String)
  /// The standby's zone is lost, and the database goes on without.
  case standbyLost(zone: String)
  /// RDS tells of a new status.
  case statusChanged(to: String)
}
