public import Simulation
import Synchronization

/// One account in one Region: its services, its topology, its faults and its meter.
///
/// A cloud begins empty; services come to life when they are first asked for. Further accounts of the
/// same simulation are clouds of their own: ``account(_:)``.
public final class Cloud: Sendable {
  /// The loop on which everything runs.
  public let simulation: Simulation
  /// The account's twelve digits.
  public let account: String
  /// The Region's code.
  public let region = "us-east-1"
  /// The Region's name, as people read it.
  public let regionTitle = "US East (N. Virginia)"
  /// What is deployed, and what calls what.
  public let topology = Topology()
  /// What has been used, and what it costs.
  public let meter: Meter
  /// The faults that a learner has asked for.
  public let faults: FaultBoard
  /// The Region's Availability Zones, and which of them are lost.
  public let zones = Zones()
  /// What functions and others may do.
  let roles: Roles
  /// The keys of AWS KMS, and who may use them.
  let keys = KeyStore()
  /// What was written to log groups.
  public let logs = LogStore()
  /// What was measured of functions.
  let lambdaMetrics: LambdaMetrics
  /// The simulation's first account; `nil` in itself.
  let home: Cloud?
  /// The simulation's further accounts.
  @usableFromInline let accounts: Accounts
  let recorder: Recorder
  /// Which account has which bucket, for all accounts.
  let bucketOwners: BucketOwners

  /// What lies outside of AWS, for all accounts.
  public let internet: Internet

  private let services = Mutex<[ObjectIdentifier: any CloudService]>([:])

  /// Creates the empty first account of a simulation.
  public convenience init(on simulation: Simulation) {
    self.init(on: simulation, Self.homeAccount, beside: nil, Accounts())
  }

  /// Creates an empty account beside the first of its simulation.
  convenience init(_ account: String, beside home: Cloud) {
    self.init(on: home.simulation, account, beside: home, home.accounts)
  }

  private init(
    on simulation: Simulation,
    _ account: String,
    beside home: Cloud?,
    _ accounts: Accounts
  ) {
    self.simulation = simulation
    self.account = account
    self.home = home
    self.accounts = accounts
    internet = home?.internet ?? Internet()
    bucketOwners = home?.bucketOwners ?? BucketOwners()
    roles = Roles(of: accounts)
    recorder = Recorder(simulation, account: account, among: accounts)
    meter = Meter(simulation: simulation)
    faults = FaultBoard(recorder: recorder)
    lambdaMetrics = LambdaMetrics(reading: simulation.trace, for: recorder)
  }

  /// Returns the account's one service of this type.
  public func service<Service: CloudService>(_ type: Service.Type = Service.self) -> Service {
    services.withLock { services in
      if let service = services[ObjectIdentifier(type)] as? Service { return service }
      let service = Service(cloud: self)
      services[ObjectIdentifier(type)] = service
      return service
    }
  }

  /// Returns the account's one service of this type, if anybody has asked for it yet.
  func existing(_ type: any CloudService.Type) -> (any CloudService)? {
    services.withLock { $0[ObjectIdentifier(type)] }
  }

  /// Returns a client of the service for `caller`.
  public func client<Service: CloudService>(
    of type: Service.Type = Service.self,
    for caller: Caller
  ) -> Client<Service> {
    Client(service(type), for: caller)
  }

  /// Ends everything that runs and lets go of the services of all accounts; the cloud is of no use
  /// afterwards.
  ///
  /// Services and cloud hold each other, so a cloud that is not shut down is never freed.
  public func shutDown() {
    simulation.end()
    clear()
    for other in accounts.removeAll() { other.clear() }
  }

  private func clear() {
    services.withLock { $0 = [:] }
    topology.removeAll()
    faults.removeAll()
    internet.removeAll()
    bucketOwners.removeAll()
  }

  /// Lets the faults of `component` strike a request at one moment of it.
  ///
  /// - Throws: ``ServiceError/serviceUnavailable`` when a fault says so.
  public func strike(_ component: String?, _ moment: FaultBoard.Moment) async throws {
    guard let component, faults.isArmed else { return }
    if faults.strikes(component, moment) { throw ServiceError.serviceUnavailable }
  }

  /// The wall-clock reading that services print at the simulation's start: 2026-01-01T00:00:00Z.
  public static let epochSeconds: Int64 = 1_767_225_600

  /// Milliseconds since 1970 at the current instant, as services stamp them.
  public var unixMilliseconds: Int64 {
    Self.epochSeconds * 1_000 + simulation.now.nanoseconds / 1_000_000
  }
}
