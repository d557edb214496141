import Cloud
import Simulation

/// What the services' programs are assumed to be like: small, and quick to start.
enum ServiceAssumptions {
  /// Processor time of a service to read a call and to answer it.
  static let handleCall = Duration.milliseconds(4)
  /// How often the checkout service looks for orders that nobody goes on with.
  static let recoveryPeriod = Duration.seconds(30)
  /// How long nothing may happen to an order before it does.
  static let forgottenAge = Duration.seconds(60)
  /// How many messages a service handles at once.
  static let threads = 8
  /// How many messages may wait for each instance.
  static let backlogPerInstance = 300.0
  /// A service's program.
  static let process = ServerProcess.Settings(
    workers: 50,
    backlog: 500,
    residentMemory: .mebibytes(192),
    startTime: .seconds(10),
    restartDelay: .seconds(5)
  )
  /// The class of each service's own database.
  static let databaseClass = "db.t3.micro"
}
