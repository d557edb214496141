import Simulation

/// Gives a database another class, or a standby, or takes the standby away.
///
/// With one machine a change of class keeps the database down while it lasts. With a standby that is
/// changed first, and then takes over: the database is down for a fail-over only. A standby comes
/// and goes without an outage.
public struct ModifyDBInstance: Operation {
  /// The database.
  public var dbInstanceIdentifier: String
  /// Its new class; the present one if nothing is said.
  public var dbInstanceClass: String?
  /// Whether a standby waits in another zone from now on; as at present if nothing is said.
  public var multiAZ: Bool?
  /// Must be true: there is no maintenance window here.
  public var applyImmediately: Bool?

  /// Creates the request.
  public init(
    dbInstanceIdentifier: String,
    dbInstanceClass: String? = nil,
    multiAZ: Bool? = nil,
    applyImmediately: Bool = true
  ) {
    self.dbInstanceIdentifier = dbInstanceIdentifier
    self.dbInstanceClass = dbInstanceClass
    self.multiAZ = multiAZ
    self.applyImmediately = applyImmediately
  }

  /// The database.
  public var component: String? { dbInstanceIdentifier.lowercased() }

  /// Begins the change; the database is `modifying` when the answer comes.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> DBInstanceOutput {
    guard applyImmediately == true else {
      throw ServiceError.notSupported("A change in the maintenance window (ApplyImmediately false)")
    }
    let databaseClass = try newClass()
    let identifier = try await rds.begin("modifying", of: dbInstanceIdentifier)
    let database = try rds.database(identifier)
    if let databaseClass {
      await rds.change(database, to: databaseClass, multiAZ: multiAZ ?? database.isMultiAZ)
    } else {
      rds.change(database, toMultiAZ: multiAZ ?? database.isMultiAZ)
    }
    return await DBInstanceOutput(
      dbInstance: DBInstanceDescription(try rds.database(identifier), in: rds.cloud)
    )
  }

  private func newClass() throws(ServiceError) -> DatabaseClass? {
    guard let dbInstanceClass else { return nil }
    guard let databaseClass = DatabaseClass.named(dbInstanceClass) else {
      throw .invalidDatabaseClass(dbInstanceClass)
    }
    return databaseClass
  }
}

/// Restarts a database, where it is or on its standby.
public struct RebootDBInstance: Operation {
  /// The database.
  public var dbInstanceIdentifier: String
  /// Whether the standby takes over.
  public var forceFailover: Bool?

  /// Creates the request.
  public init(dbInstanceIdentifier: String, forceFailover: Bool? = nil) {
    self.dbInstanceIdentifier = dbInstanceIdentifier
    self.forceFailover = forceFailover
  }

  /// The database.
  public var component: String? { dbInstanceIdentifier.lowercased() }

  /// Begins the restart; the database is `rebooting` when the answer comes.
  ///
  /// - Throws: `InvalidParameterCombination` for a fail-over without a standby that is in step.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> DBInstanceOutput {
    if forceFailover == true {
      let server = try rds.database(dbInstanceIdentifier).server
      guard await server.placement?.canFailOver(at: rds.simulation.now) == true else {
        throw ServiceError.invalidParameterCombination(
          "Cannot force a failover of \(dbInstanceIdentifier): it has no standby that is in step."
            + " Leave ForceFailover out, or create the standby with modify-db-instance --multi-az."
        )
      }
    }
    let identifier = try await rds.begin("rebooting", of: dbInstanceIdentifier)
    let database = try rds.database(identifier)
    let outage = await rds.stop(
      database,
      "reboot",
      failingOver: forceFailover == true,
      otherwise: RDSAssumptions.restartTime
    )
    rds.after(outage, identifier, "rebooting") { await $0.makeAvailable(identifier) }
    return await DBInstanceOutput(dbInstance: DBInstanceDescription(database, in: rds.cloud))
  }
}

extension RDS {
  /// Leads an available database into a change, and returns its name as it is kept.
  func begin(_ status: String, of reference: String) async throws -> String {
    _ = try database(reference)
    try await simulation.sleep(for: RDSAssumptions.requestTime)
    let database = try database(reference)
    guard database.status == "available" else {
      throw ServiceError.invalidDatabaseState(database.identifier, database.status)
    }
    setStatus(status, of: database.identifier)
    return database.identifier
  }

  /// Where the machines of a database go, the standby in the next zone that is not lost.
  func placement(
    _ databaseClass: DatabaseClass,
    in zone: String,
    multiAZ: Bool
  ) throws(ServiceError) -> DatabasePlacement {
    guard !cloud.zones.isLost(zone) else { throw .insufficientDatabaseCapacity(databaseClass.name) }
    var placement = DatabasePlacement(databaseClass: databaseClass, zone: zone)
    if multiAZ {
      guard let other = cloud.zones.next(after: zone), other != zone else {
        throw .insufficientDatabaseCapacity(databaseClass.name)
      }
      placement.standby = .init(zone: other, readyAt: simulation.now)
    }
    return placement
  }

  /// Ends a database for a change; tells how long it is down.
  fileprivate func stop(
    _ database: Database,
    _ reason: String,
    failingOver: Bool,
    otherwise time: Duration
  ) async -> Duration {
    await database.server.stop(reason)
    guard failingOver else { return time }
    let repair = RDSAssumptions.restartTime
    return await database.server.beginFailover(because: reason, repair: repair) ?? time
  }

  /// Gives a database another class: the standby first, if there is one, which then takes over.
  fileprivate func change(
    _ database: Database,
    to databaseClass: DatabaseClass,
    multiAZ: Bool
  ) async {
    let (identifier, server) = (database.identifier, database.server)
    let time = RDSAssumptions.modificationTime
    guard await server.placement?.canFailOver(at: simulation.now) == true else {
      await server.stop("change of class")
      after(time, identifier, "modifying") { rds in
        await rds.end(changeOf: database, to: databaseClass, multiAZ: multiAZ)
        await rds.makeAvailable(identifier)
      }
      return
    }
    after(time, identifier, "modifying") { rds in
      let outage = await rds.stop(database, "change of class", failingOver: true, otherwise: time)
      await rds.end(changeOf: database, to: databaseClass, multiAZ: multiAZ)
      rds.after(outage, identifier, "modifying") { await $0.makeAvailable(identifier) }
    }
  }

  /// Gives a database a standby, or takes it away; it serves meanwhile.
  fileprivate func change(_ database: Database, toMultiAZ multiAZ: Bool) {
    let identifier = database.identifier
    let isNew = multiAZ && !database.isMultiAZ
    after(isNew ? RDSAssumptions.standbyTime : .zero, identifier, "modifying") { rds in
      await rds.end(changeOf: database, to: database.databaseClass, multiAZ: multiAZ)
      rds.setStatus("available", of: identifier)
    }
  }

  /// Makes a change be so, and billed.
  private func end(
    changeOf database: Database,
    to databaseClass: DatabaseClass,
    multiAZ: Bool
  ) async {
    let server = database.server
    await server.resize(to: databaseClass)
    if multiAZ != database.isMultiAZ {
      let zone = await server.placement?.zone ?? "a"
      let other = cloud.zones.next(after: zone).flatMap { $0 == zone ? nil : $0 }
      await server.setStandby(in: multiAZ ? other : nil)
    }
    // There may be no zone left for a standby.
    let hasStandby = await server.placement?.standby != nil
    rebill(database.identifier, as: databaseClass, multiAZ: hasStandby)
  }
}
