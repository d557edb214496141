/// Why a database could not do a transaction.
public enum DatabaseError: String, Error, Hashable, Sendable, CustomStringConvertible {
  /// The database is down: nothing has been done.
  case unavailable
  /// All its connections are in use: nothing has been done.
  case tooManyConnections
  /// The database died, or the answer was lost: nobody knows whether the transaction was done.
  case connectionLost

  /// The error in MySQL's words.
  public var description: String {
    switch self {
    case .unavailable: "Can't connect to MySQL server"
    case .tooManyConnections: "Too many connections"
    case .connectionLost: "Lost connection to MySQL server during query"
    }
  }
}

extension ServiceError {
  /// There is no such database.
  static func databaseNotFound(_ identifier: String) -> Self {
    Self(
      code: "DBInstanceNotFound",
      status: 404,
      message: "DBInstance \(identifier) not found."
    )
  }

  /// The name is taken.
  static let databaseAlreadyExists = Self(
    code: "DBInstanceAlreadyExists",
    status: 400,
    message: "DB instance already exists"
  )

  /// The database is in the wrong state for that.
  static func invalidDatabaseState(_ identifier: String, _ status: String) -> Self {
    Self(
      code: "InvalidDBInstanceState",
      status: 400,
      message: "Database instance \(identifier) is not in available state: it is \(status)."
    )
  }

  /// The zones that a new machine may be in are lost.
  static func insufficientDatabaseCapacity(_ databaseClass: String) -> Self {
    Self(
      code: "InsufficientDBInstanceCapacity",
      status: 400,
      message: "There is no capacity for \(databaseClass) in the zones that are left. Wait until a"
        + " lost zone is back, or choose another."
    )
  }

  /// There is no such class here.
  static func invalidDatabaseClass(_ name: String) -> Self {
    let classes = DatabaseClass.all.map(\.name).joined(separator: ", ")
    return invalidParameterValue(
      "Invalid DB Instance class: \(name). This mini cloud has \(classes)."
    )
  }
}
