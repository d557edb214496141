import Simulation

/// Amazon RDS: relational databases that AWS runs, one machine each.
///
/// Simplified: MySQL in one zone, changes at once and not in a maintenance window.
public actor RDS: CloudService {
  /// `rds`.
  public static let name = "rds"
  /// `Amazon RDS`.
  public static let title = "Amazon RDS"
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
    var databaseClass: DatabaseClass
    var status = "creating"
    var billedSince: SimulationInstant?
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
    let component = Component(
      database.identifier,
      .database,
      note: database.databaseClass.name,
      zone: "a"
    )
    cloud.topology.add(component)
    cloud.meter.run(
      .databaseStorage,
      rate: Int64(database.allocatedStorage),
      for: database.identifier
    )
    after(RDSAssumptions.creationTime, database.identifier, "creating") { rds in
      await rds.makeAvailable(database.identifier)
    }
  }

  func setStatus(_ status: String, of identifier: String) {
    change(identifier) { $0.status = status }
    simulation.record(DatabaseEvent.statusChanged(to: status), from: identifier)
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

  func setClass(_ databaseClass: DatabaseClass, of identifier: String) async {
    endBilling(identifier)
    change(identifier) { $0.databaseClass = databaseClass }
    cloud.topology.add(Component(identifier, .database, note: databaseClass.name, zone: "a"))
    beginBilling(identifier)
  }

  func remove(_ identifier: String) {
    cloud.meter.run(.databaseStorage, rate: 0, for: identifier)
    cloud.topology.remove(identifier)
    databases.removeAll { $0.identifier == identifier }
  }

  // MARK: Billing

  private func beginBilling(_ identifier: String) {
    change(identifier) { database in
      database.billedSince = simulation.now
      cloud.meter.run(.database(database.databaseClass.name), rate: 1, for: identifier)
    }
  }

  func endBilling(_ identifier: String) {
    change(identifier) { database in
      guard let since = database.billedSince else { return }
      database.billedSince = nil
      let usage = Usage.database(database.databaseClass.name)
      cloud.meter.run(usage, rate: 0, for: identifier)
      let elapsed = since.duration(to: simulation.now)
      let rest = BilledTime.rest(after: elapsed, minimum: RDSQuotas.minimumBilledTime)
      cloud.meter.add(usage, rest, for: identifier)
    }
  }

  private func change(_ identifier: String, _ body: (inout Database) -> Void) {
    guard let index = databases.firstIndex(where: { $0.identifier == identifier }) else { return }
    body(&databases[index])
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
  ///   - contents: what it holds at first.
  ///   - settings: how its server is set up.
  /// - Returns: the database.
  /// - Throws: what `CreateDBInstance` throws.
  public func create<Contents: Sendable>(
    _ identifier: String,
    class databaseClass: String,
    storage: Int = RDSQuotas.defaultStorage,
    contents: Contents,
    settings: DatabaseServer.Settings = DatabaseServer.Settings()
  ) async throws -> RelationalDatabase<Contents> {
    _ = try await self(
      CreateDBInstance(
        dbInstanceIdentifier: identifier,
        dbInstanceClass: databaseClass,
        engine: "mysql",
        allocatedStorage: storage
      )
    )
    let server = try await service.server(identifier)
    await server.configure(settings)
    try await server.waitUntilServing()
    return RelationalDatabase(on: server, contents: contents)
  }
}
