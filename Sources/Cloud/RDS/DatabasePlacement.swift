import Simulation

/// Where the machines of a managed database are: the one that serves, and its standby.
///
/// The standby gets every commit before it is answered, and cannot be read. It may only take over
/// while it is in step with the primary, so that nothing committed is ever lost.
///
/// Source: the RDS user guide, Multi-AZ DB instance deployments.
struct DatabasePlacement: Hashable {
  /// The machine that waits to take over.
  struct Standby: Hashable {
    /// Its zone.
    var zone: String
    /// From when on it is in step with the primary; `nil` while its zone is lost.
    var readyAt: SimulationInstant?
  }

  /// The class of both machines.
  var databaseClass: DatabaseClass
  /// The zone of the machine that serves, or will when it is up again.
  var zone: String
  /// The standby of a Multi-AZ database.
  var standby: Standby?

  /// Tells whether the standby can take over now.
  func canFailOver(at now: SimulationInstant) -> Bool {
    standby?.readyAt.map { $0 <= now } ?? false
  }

  /// Lets the standby take over, and makes the old primary the standby.
  ///
  /// - Parameter readyAt: when the old primary will be in step; `nil` while its zone is lost.
  mutating func failOver(standbyReadyAt readyAt: SimulationInstant?) {
    guard let standby else { return }
    self.standby = Standby(zone: zone, readyAt: readyAt)
    zone = standby.zone
  }

  /// What a reader wants to know about the database.
  var note: String { databaseClass.name + (standby == nil ? "" : ", Multi-AZ") }
}
