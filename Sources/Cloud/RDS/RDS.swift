import Simulation

/// Amazon RDS: relational databases that AWS runs, one machine each, or two in two zones.
///
/// Simplified: MySQL only; changes at once and not in a maintenance window; burstable classes (db.t3)
/// always run at full speed and their credits are not counted; the status stays `available` while a
/// database is down by itself, as AWS's does, and its events tell.
public actor RDS: CloudService {
  /// `rds`.
  public static let name = "rds"
  /// `Amazon RDS`.
  public static let title = "Amazon RDS"
  /// As the services that speak Query.
  public static let accessRefusal = AccessRefusal.query
  /// What the service can do.
  public static let operations: [any Operation<RDS>.Type] = [
    CreateDBInstance.self, DescribeDBInstances.self, ModifyDBInstance.self,
    RebootDBInstance.self, DeleteDBInstance.self,
  ]

  /// A database and what RDS keeps about it.
  struct Database {
    let identifier: String
    let server: DatabaseServer
    let engine: String
    let allocatedStorage: Int
    let createdMilliseconds: Int64
    /// What is billed: the class, twice with a standby.
    var databaseClass: DatabaseClass
    var isMultiAZ: Bool
    var status = "creating"
    var billedSince: SimulationInstant?

    var usage: Usage { .database(databaseClass.name, multiAZ: isMultiAZ) }
    var storageUsage: Usage { isMultiAZ ? .databaseStorageMultiAZ : .databaseStorage }
  }

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// In the order in which they were created.
  private(set) var databases: [Database] = []

  /// Creates the service without databases.
  public init(cloud: Cloud) {
    self.cloud = cloud
  }

  /// Returns the server of a database.
  ///
  /// - Throws: ``ServiceError`` with the code `DBInstanceNotFound`.
  public func server(_ identifier: String) throws -> DatabaseServer {
    try database(identifier).server
  }

  func database(_ identifier: String) throws(ServiceError) -> Database {
    guard let database = databases.first(where: { $0.identifier == identifier.lowercased() })
    else { throw .databaseNotFound(identifier) }
    return database
  }

  func add(_ database: Database) {
    databases.append(database)
    meterStorage(of: database, true)
    after(RDSAssumptions.creationTime, database.identifier, "creating") { rds in
      await rds.makeAvailable(database.identifier)
    }
  }

  func setStatus(_ status: String, of identifier: String) {
    change(identifier) { $0.status = status }
    cloud.record(DatabaseEvent.statusChanged(to: status), from: identifier)
  }

  /// Does the second half of a change, if nothing else has begun meanwhile.
  func after(
    _ time: Duration,
    _ identifier: String,
    _ status: String,
    _ body: @escaping @Sendable (isolated RDS) async -> Void
  ) {
    simulation.spawn(on: self) { rds in
      try await rds.simulation.sleep(for: time)
      guard rds.databases.contains(where: { $0.identifier == identifier && $0.status == status })
      else { return }
      await body(rds)
    }
  }

  func makeAvailable(_ identifier: String) async {
    guard let database = try? database(identifier) else { return }
    if database.billedSince == nil { beginBilling(identifier) }
    setStatus("available", of: identifier)
    await database.server.start()
  }

  /// Bills the database as another class, or with or without a standby, from now on.
  func rebill(_ identifier: String, as databaseClass: DatabaseClass, multiAZ: Bool) {
    guard let before = try? database(identifier),
      before.databaseClass != databaseClass || before.isMultiAZ != multiAZ
    else { return }
    endBilling(identifier)
    meterStorage(of: before, false)
    change(identifier) { database in
      database.databaseClass = databaseClass
      database.isMultiAZ = multiAZ
      meterStorage(of: database, true)
    }
    beginBilling(identifier)
  }

  func remove(_ identifier: String) {
    guard let database = try? database(identifier) else { return }
    meterStorage(of: database, false)
    cloud.topology.remove(identifier)
    databases.removeAll { $0.identifier == identifier }
  }

  // MARK: Billing

  private func beginBilling(_ identifier: String) {
    change(identifier) { database in
      database.billedSince = simulation.now
      cloud.meter.run(database.usage, rate: 1, for: identifier)
    }
  }

  func endBilling(_ identifier: String) {
    change(identifier) { database in
      guard let since = database.billedSince else { return }
      database.billedSince = nil
      let usage = database.usage
      cloud.meter.run(usage, rate: 0, for: identifier)
      let elapsed = since.duration(to: simulation.now)
      let rest = BilledTime.rest(after: elapsed, minimum: RDSQuotas.minimumBilledTime)
      cloud.meter.add(usage, rest, for: identifier)
    }
  }

  private func meterStorage(of database: Database, _ runs: Bool) {
    let rate = runs ? Int64(database.allocatedStorage) : 0
    cloud.meter.run(database.storageUsage, rate: rate, for: database.identifier)
  }

  private func change(_ identifier: String, _ body: (inout Database) -> Void) {
    guard let index = databases.firstIndex(where: { $0.identifier == identifier }) else { return }
    body(&databases[index])
  }
}

extension RDS: ZonalService {
  /// Databases there end; those with a standby in step fail over.
  func zoneLost(_ zone: String) async {
    for database in databases { await database.server.zoneLost(zone) }
  }

  /// Databases that wait for the zone start again; standbys catch up.
  func zoneRestored(_ zone: String) async {
    for database in databases { await database.server.zoneRestored(zone) }
  }
}

extension Cloud {
  /// The account's managed databases.
  public var rds: RDS { service() }
}

extension Client where Service == RDS {
  /// Creates a database and waits until it is available.
  ///
  /// - Parameters:
  ///   - identifier: its name, which is its component's.
  ///   - databaseClass: its class, such as `db.m5.large`.
  ///   - storage: its storage in GB.
  ///   - multiAZ: whether a standby waits in another zone.
  ///   - zone: its zone's letter, if it has no standby; the first that is not lost if `nil`.
  ///   - contents: what it holds at first.
  ///   - settings: how its server is set up.
  /// - Returns: the database.
  /// - Throws: what `CreateDBInstance` throws.
  public func create<Contents: Sendable>(
    _ identifier: String,
    class databaseClass: String,
    storage: Int = RDSQuotas.defaultStorage,
    multiAZ: Bool = false,
    zone: String? = nil,
    contents: Contents,
    settings: DatabaseServer.Settings = DatabaseServer.Settings()
  ) async throws -> RelationalDatabase<Contents> {
    _ = try await self(
      CreateDBInstance(
        dbInstanceIdentifier: identifier,
        dbInstanceClass: databaseClass,
        engine: "mysql",
        allocatedStorage: storage,
        multiAZ: multiAZ,
        availabilityZone: zone.map { service.cloud.region + $0 }
      )
    )
    let server = try await service.server(identifier)
    await server.configure(settings)
    try await server.waitUntilServing()
    return RelationalDatabase(on: server, contents: contents)
  }
}
