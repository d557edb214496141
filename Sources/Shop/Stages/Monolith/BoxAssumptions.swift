import Cloud

/// What the one box and its programs are assumed to be like.
///
/// Chosen so that an m5.large carries about 50 orders a second, as a busy web shop on a common
/// framework with its database beside it does: 10 ms to answer a request, nine statements of 2 ms,
/// and 7 ms of the order's own work, on two processors.
enum BoxAssumptions {
  /// Processor time to read a request, find its session and write the page that answers it.
  static let handleRequest = Duration.milliseconds(10)
  /// The size of the volume in GB, as in the course's example of an idle month.
  static let volumeSize = 30
  /// A statement costs processor time of the box that the database shares.
  static let database = DatabaseServer.Settings(statementTime: .milliseconds(2))
  /// A big program starts slowly: from its end to its next request it takes three minutes.
  static let shop = ServerProcess.Settings(
    workers: 100,
    backlog: 1_000,
    residentMemory: .mebibytes(768),
    startTime: .seconds(150),
    restartDelay: .seconds(30)
  )
}
