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
  /// The Availability Zone that it serves from, such as `us-east-1a`.
  public let availabilityZone: String?
  /// The Availability Zone of its standby.
  public let secondaryAvailabilityZone: String?
  /// Whether a standby waits in another zone.
  public let multiAZ: Bool

  init(_ database: RDS.Database, in cloud: Cloud) async {
    let placement = await database.server.placement
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
    availabilityZone = placement.map { cloud.region + $0.zone }
    secondaryAvailabilityZone = placement?.standby.map { cloud.region + $0.zone }
    multiAZ = database.isMultiAZ
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
  /// Whether a standby waits in another zone.
  public var multiAZ: Bool?
  /// The zone, such as `us-east-1b`, if there is no standby; the first that is not lost if nothing
  /// is said.
  public var availabilityZone: String?

  /// Creates the request.
  public init(
    dbInstanceIdentifier: String,
    dbInstanceClass: String,
    engine: String,
    allocatedStorage: Int? = nil,
    multiAZ: Bool? = nil,
    availabilityZone: String? = nil
  ) {
    self.dbInstanceIdentifier = dbInstanceIdentifier
    self.dbInstanceClass = dbInstanceClass
    self.engine = engine
    self.allocatedStorage = allocatedStorage
    self.multiAZ = multiAZ
    self.availabilityZone = availabilityZone
  }

  /// The database.
  public var component: String? { dbInstanceIdentifier.lowercased() }

  /// Begins to create it; it is `creating` when the answer comes.
  public func perform(on rds: isolated RDS, for caller: Caller) async throws -> DBInstanceOutput {
    let identifier = dbInstanceIdentifier.lowercased()
    let databaseClass = try checkedClass()
    let zone = try checkedZone(in: rds.cloud)
    let storage = try checkedStorage()
    try checkIdentifier(identifier)
    try await rds.simulation.sleep(for: RDSAssumptions.requestTime)
    guard (try? rds.database(identifier)) == nil else { throw ServiceError.databaseAlreadyExists }
    let placement = try rds.placement(databaseClass, in: zone, multiAZ: multiAZ == true)
    let database = RDS.Database(
      identifier: identifier,
      server: DatabaseServer(identifier, at: placement, in: rds.cloud),
      engine: engine,
      allocatedStorage: storage,
      createdMilliseconds: rds.cloud.unixMilliseconds,
      databaseClass: databaseClass,
      isMultiAZ: multiAZ == true
    )
    rds.add(database)
    return await DBInstanceOutput(dbInstance: DBInstanceDescription(database, in: rds.cloud))
  }

  private func checkedClass() throws(ServiceError) -> DatabaseClass {
    guard engine == "mysql" else {
      throw .notSupported("The engine \(engine) (only mysql is here)")
    }
    guard let databaseClass = DatabaseClass.named(dbInstanceClass) else {
      throw .invalidDatabaseClass(dbInstanceClass)
    }
    return databaseClass
  }

  private func checkedZone(in cloud: Cloud) throws(ServiceError) -> String {
    guard multiAZ != true || availabilityZone == nil else {
      throw .invalidParameterCombination(
        "Requesting a specific availability zone is not valid for Multi-AZ instances."
      )
    }
    return try cloud.zone(named: availabilityZone)
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
    var descriptions: [DBInstanceDescription] = []
    for database in found {
      descriptions.append(await DBInstanceDescription(database, in: rds.cloud))
    }
    return Output(dbInstances: descriptions)
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
    return await DBInstanceOutput(dbInstance: DBInstanceDescription(database, in: rds.cloud))
  }
}
