import Simulation

/// How a database of RDS's goes through the loss of its process, its machine or its zone.
///
/// Simplified: the loss is noticed at once; the time to notice it, the change of the DNS name and
/// the recovery of the standby are together one draw from 60 to 120 s. A standby that is not in
/// step, because its zone was lost a moment ago, never takes over: then the database waits for its
/// own zone. AWS would set up another standby in a third zone; here it comes back in its own.
extension DatabaseServer {
  /// Begins to move to the standby: the server is down, and the caller plans its start.
  ///
  /// - Parameters:
  ///   - reason: why, for the record.
  ///   - repair: how long until the old primary can be a standby; `nil` until its zone is back.
  /// - Returns: how long the move takes; `nil` when there is no standby in step.
  func beginFailover(because reason: String, repair: Duration?) -> Duration? {
    guard var placement, placement.canFailOver(at: simulation.now) else { return nil }
    let from = placement.zone
    placement.failOver(standbyReadyAt: repair.map { simulation.now.advanced(by: $0) })
    self.placement = placement
    isFailingOver = true
    cloud.record(
      DatabaseEvent.failoverStarted(from: from, to: placement.zone, reason: reason),
      from: component
    )
    showInTopology()
    return failoverTimes.uniform(in: RDSAssumptions.failoverTime)
  }

  /// Tells the server of a zone that has lost its power.
  func zoneLost(_ zone: String) {
    if placement?.standby?.zone == zone {
      placement?.standby?.readyAt = nil
      cloud.record(DatabaseEvent.standbyLost(zone: zone), from: component)
    }
    guard placement?.zone == zone else { return }
    let reason = "zone \(zone) lost"
    loseMachine(reason)
    guard isWanted, let outage = beginFailover(because: reason, repair: nil) else { return }
    planStart(after: outage)
  }

  /// Tells the server of a zone that has its power back.
  func zoneRestored(_ zone: String) {
    if placement?.standby?.zone == zone {
      placement?.standby?.readyAt = simulation.now.advanced(by: RDSAssumptions.standbyTime)
    }
    guard placement?.zone == zone, isWanted else { return }
    planStart(after: settings.restartTime)
  }

  /// What the wait for the standby adds to a commit; nothing while there is none.
  var replicationTime: Duration {
    guard let placement, placement.canFailOver(at: simulation.now) else { return .zero }
    return RDSAssumptions.replicationTime
  }

  /// Gives the database a standby in another zone, or takes it away.
  func setStandby(in zone: String?) {
    placement?.standby = zone.map { DatabasePlacement.Standby(zone: $0, readyAt: simulation.now) }
    showInTopology()
  }

  /// Gives the machines another class; a server that runs must be stopped before.
  func resize(to databaseClass: DatabaseClass) {
    processors.resize(to: Double(databaseClass.processors))
    maximumConnections = databaseClass.maximumConnections
    placement?.databaseClass = databaseClass
    showInTopology()
  }

  func showInTopology() {
    guard let placement else { return }
    cloud.topology.add(
      Component(component, .database, note: placement.note, zone: placement.zone)
    )
  }
}
