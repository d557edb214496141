/// Limits of RDS that the mini cloud keeps.
///
/// Source: the RDS user guide, as of 2026.
public enum RDSQuotas {
  /// The storage of a MySQL database on gp3 in GB.
  public static let allocatedStorage = 20...65_536
  /// The storage when the request says nothing, in GB.
  public static let defaultStorage = 20
  /// Every start and every change of class is billed for at least this long.
  public static let minimumBilledTime = Duration.seconds(600)
  /// How many connections a MySQL server of one's own allows by default.
  public static let connectionsOfOwnServer = 151
}

/// What no AWS page states and this kit assumes about databases.
public enum RDSAssumptions {
  /// How long it takes until a new database is available.
  public static let creationTime = Duration.seconds(240)
  /// How long a change of class keeps the database down.
  public static let modificationTime = Duration.seconds(180)
  /// How long a database takes to come back after a crash, its recovery included.
  public static let restartTime = Duration.seconds(30)
  /// How long a fail-over keeps a database down: drawn evenly.
  ///
  /// The RDS user guide says "typically 60–120 seconds"; how it is spread within is assumed.
  public static let failoverTime = Duration.seconds(60)...Duration.seconds(120)
  /// How long a new standby takes, and one that has to catch up after its zone was lost.
  public static let standbyTime = Duration.seconds(300)
  /// What the synchronous copy to the standby adds to every transaction that may write.
  public static let replicationTime = Duration.milliseconds(2)
  /// How long a deletion takes.
  public static let deletionTime = Duration.seconds(60)
  /// How long the API takes to answer.
  public static let requestTime = Duration.milliseconds(200)
  /// How long a statement travels to a database on another machine and back.
  public static let networkTime = Duration.microseconds(500)
  /// The processor time of one statement, unless a database is told otherwise.
  public static let statementTime = Duration.milliseconds(1)
}
