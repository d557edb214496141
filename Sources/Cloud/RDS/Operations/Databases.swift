import Simulation

/// A database as the service describes it.
public struct DBInstanceDescription: Sendable {
  /// Where the database takes connections.
  public struct Endpoint: Sendable {
    /// The host's name.
    public let address: String
    /// The port.
    public let port: Int
  }

  /// Its name.
  public let dbInstanceIdentifier: String
  /// Its class.
  public let dbInstanceClass: String
  /// The engine.
  public let engine: String
  /// `creating`, `available`, `modifying`, `rebooting` or `deleting`.
  public let dbInstanceStatus: String
  /// Where it takes connections; `nil` until it is available.
  public let endpoint: Endpoint?
  /// Its storage in GB.
  public let allocatedStorage: Int
  /// When it was created.
  public let instanceCreateTime: String
  /// Whether a standby waits in another zone.
  public let multiAZ: Bool

  init(_ database: RDS.Database, in cloud: Cloud) {
    dbInstanceIdentifier = database.identifier
    dbInstanceClass = database.databaseClass.name
    engine = database.engine
    dbInstanceStatus = database.status
    endpoint =
      database.status == "creating"
      ? nil
      : Endpoint(address: "\(database.identifier).\(cloud.region).rds.amazonaws.com", port: 3_306)
    allocatedStorage = database.allocatedStorage
    instanceCreateTime = Timestamp.iso8601(
      milliseconds: database.createdMilliseconds,
      zone: "+00:00"
    )
    multiAZ = false
  }
}

/// The answer of an operation on one database.
public struct DBInstanceOutput: Sendable {
  /// The database.
  public let dbInstance: DBInstanceDescription
}

/// Creates a database.
public struct CreateDBInstance: Operation {
  /// Its name: letters, digits and hyphens; kept in lower case.
  public var dbInstanceIdentifier: String
  /// Its class, such as `db.t3.micro`.
  public var dbInstanceClass: String
  /// The engine; only `mysql` here.
  public var engine: String
  /// Its storage in GB.
  public var allocatedStorage: Int?
  /// The administrator's name; kept nowhere.
  public var masterUsername: String?
  /// The administrator's password; kept nowhere.
  public var masterUserPassword: String?
  /// Whether a standby waits in another zone; not here yet.
  public var multiAZ: Bool?

  /// Creates the request.
  public init(
    dbInstanceIdentifier: String,
    dbInstanceClass: String,
    engine: String,
    allocatedStorage: Int? = nil
  ) {
    self.dbInstanceIdentifier = dbInstanceIdentifier
    self.dbInstanceClass = dbInstanceClass
    self.engine = engine
    self.allocatedStorage = allocatedStorage
  }

  /// The database.
  public var component: String? { dbInstanceIdentifier.lowercased() }

  /// Begins to create it; it is `creating` when the answer comes.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> DBInstanceOutput {
    let identifier = dbInstanceIdentifier.lowercased()
    let databaseClass = try checkedClass()
    let storage = try checkedStorage()
    try checkIdentifier(identifier)
    try await rds.simulation.sleep(for: RDSAssumptions.requestTime)
    guard (try? rds.database(identifier)) == nil else { throw ServiceError.databaseAlreadyExists }
    let server = DatabaseServer(
      identifier,
      class: databaseClass,
      in: rds.cloud,
      settings: DatabaseServer.Settings()
    )
    let database = RDS.Database(
      identifier: identifier,
      server: server,
      engine: engine,
      allocatedStorage: storage,
      createdMilliseconds: rds.cloud.unixMilliseconds,
      databaseClass: databaseClass
    )
    rds.add(database)
    return DBInstanceOutput(dbInstance: DBInstanceDescription(database, in: rds.cloud))
  }

  private func checkedClass() throws(ServiceError) -> DatabaseClass {
    guard engine == "mysql" else {
      throw .notSupported("The engine \(engine) (only mysql is here)")
    }
    guard multiAZ != true else { throw .notSupported("A standby in another zone") }
    guard let databaseClass = DatabaseClass.named(dbInstanceClass) else {
      throw .invalidDatabaseClass(dbInstanceClass)
    }
    return databaseClass
  }

  private func checkedStorage() throws(ServiceError) -> Int {
    let storage = allocatedStorage ?? RDSQuotas.defaultStorage
    guard RDSQuotas.allocatedStorage.contains(storage) else {
      throw .invalidParameterValue(
        "Invalid storage size for engine name mysql and storage type gp3: \(storage)"
      )
    }
    return storage
  }

  private func checkIdentifier(_ identifier: String) throws(ServiceError) {
    let isPlain = identifier.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard isPlain, identifier.first?.isLetter == true, identifier.count <= 63 else {
      throw .invalidParameterValue(
        "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with"
          + " a letter; must contain only ASCII letters, digits, and hyphens; and must not end with"
          + " a hyphen or contain two consecutive hyphens."
      )
    }
  }
}

/// Describes databases.
public struct DescribeDBInstances: Operation {
  /// One database; all if nothing is said.
  public var dbInstanceIdentifier: String?

  /// The databases.
  public struct Output: Sendable {
    /// In the order in which they were created.
    public let dbInstances: [DBInstanceDescription]
  }

  /// Describes them.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> Output {
    let found = try dbInstanceIdentifier.map { [try rds.database($0)] } ?? rds.databases
    return Output(dbInstances: found.map { DBInstanceDescription($0, in: rds.cloud) })
  }
}

/// Gives a database another class; it is down meanwhile.
public struct ModifyDBInstance: Operation {
  /// The database.
  public var dbInstanceIdentifier: String
  /// Its new class.
  public var dbInstanceClass: String
  /// Must be true: there is no maintenance window here.
  public var applyImmediately: Bool?

  /// Creates the request.
  public init(
    dbInstanceIdentifier: String,
    dbInstanceClass: String,
    applyImmediately: Bool = true
  ) {
    self.dbInstanceIdentifier = dbInstanceIdentifier
    self.dbInstanceClass = dbInstanceClass
    self.applyImmediately = applyImmediately
  }

  /// The database.
  public var component: String? { dbInstanceIdentifier.lowercased() }

  /// Begins the change; the database is `modifying` when the answer comes.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> DBInstanceOutput {
    guard applyImmediately == true else {
      throw ServiceError.notSupported("A change in the maintenance window (ApplyImmediately false)")
    }
    guard let databaseClass = DatabaseClass.named(dbInstanceClass) else {
      throw ServiceError.invalidDatabaseClass(dbInstanceClass)
    }
    let identifier = try await rds.begin("modifying", of: dbInstanceIdentifier)
    let server = try rds.database(identifier).server
    await server.stop("change of class")
    rds.after(RDSAssumptions.modificationTime, identifier, "modifying") { rds in
      await server.resize(to: databaseClass)
      await rds.setClass(databaseClass, of: identifier)
      await rds.makeAvailable(identifier)
    }
    return DBInstanceOutput(
      dbInstance: DBInstanceDescription(try rds.database(identifier), in: rds.cloud)
    )
  }
}

/// Restarts a database.
public struct RebootDBInstance: Operation {
  /// The database.
  public var dbInstanceIdentifier: String

  /// The database.
  public var component: String? { dbInstanceIdentifier.lowercased() }

  /// Begins the restart; the database is `rebooting` when the answer comes.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> DBInstanceOutput {
    let identifier = try await rds.begin("rebooting", of: dbInstanceIdentifier)
    let database = try rds.database(identifier)
    await database.server.stop("reboot")
    rds.after(RDSAssumptions.restartTime, identifier, "rebooting") { rds in
      await rds.makeAvailable(identifier)
    }
    return DBInstanceOutput(dbInstance: DBInstanceDescription(database, in: rds.cloud))
  }
}

/// Deletes a database and what it holds.
public struct DeleteDBInstance: Operation {
  /// The database.
  public var dbInstanceIdentifier: String
  /// Must be true: there are no snapshots here.
  public var skipFinalSnapshot: Bool?

  /// The database.
  public var component: String? { dbInstanceIdentifier.lowercased() }

  /// Begins the deletion; the database is `deleting` when the answer comes.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> DBInstanceOutput {
    guard skipFinalSnapshot == true else {
      throw ServiceError.notSupported("A final snapshot (SkipFinalSnapshot false)")
    }
    let identifier = try await rds.begin("deleting", of: dbInstanceIdentifier)
    let database = try rds.database(identifier)
    await database.server.stop("deleted")
    rds.endBilling(identifier)
    rds.after(RDSAssumptions.deletionTime, identifier, "deleting") { $0.remove(identifier) }
    return DBInstanceOutput(dbInstance: DBInstanceDescription(database, in: rds.cloud))
  }
}

extension RDS {
  /// Leads an available database into a change, and returns its name as it is kept.
  fileprivate func begin(_ status: String, of reference: String) async throws -> String {
    _ = try database(reference)
    try await simulation.sleep(for: RDSAssumptions.requestTime)
    let database = try database(reference)
    guard database.status == "available" else {
      throw ServiceError.invalidDatabaseState(database.identifier, database.status)
    }
    setStatus(status, of: database.identifier)
    return database.identifier
  }
}
