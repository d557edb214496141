import Cloud
import Simulation

/// What the programs of separate tiers are assumed to be like.
///
/// The work of the one box is divided: what it does to read a request and to write its page goes to
/// the web tier, the rest to the application tier, and each pays for talking to the other.
enum TierAssumptions {
  /// Processor time of the web tier for a request: session, page, and the call to the next tier.
  static let servePage = Duration.milliseconds(8)
  /// Processor time of the application tier to read a call and to answer it.
  static let handleCall = Duration.milliseconds(4)
  /// How long a new instance is left out of the metrics of its tier: as long as it takes to start.
  static let warmup = Duration.seconds(60)
  /// How long an instance that leaves may finish its requests.
  static let drainingTime = Duration.seconds(30)
  /// The web tier's program is small and starts quickly.
  static let web = ServerProcess.Settings(
    workers: 200,
    backlog: 1_000,
    residentMemory: .mebibytes(256),
    startTime: .seconds(10),
    restartDelay: .seconds(5)
  )
  /// The application tier's program has all features in it.
  static let app = ServerProcess.Settings(
    workers: 100,
    backlog: 1_000,
    residentMemory: .mebibytes(512),
    startTime: .seconds(25),
    restartDelay: .seconds(5)
  )
  /// A worker has a part of the program, and nobody waits for it.
  static let worker = ServerProcess.Settings(
    workers: 8,
    backlog: 8,
    residentMemory: .mebibytes(256),
    startTime: .seconds(15),
    restartDelay: .seconds(5)
  )
  /// How many orders a worker carries out at once.
  static let workerThreads = 8
  /// How many messages may wait for each worker: at some 20 orders a second, 15 seconds' worth.
  static let backlogPerWorker = 300.0
}
