public import Cloud
import Simulation

/// The shop as one program on one box: website, orders, questions, deliveries, photos, database.
///
/// Everything is a call in one process. That is quick to build and easy to follow, and whatever
/// happens to the process happens to all of it.
public struct Monolith: Stage {
  /// `monolith`.
  public static let name = "monolith"
  /// `Monolith`.
  public static let title = "Monolith"
  /// The architecture in one sentence.
  public static let summary = "One program with everything in it, on one server."
  /// The box's type, and whether the payment provider is told which charge is a repetition.
  public static let settings = [
    StageSetting(
      "instance-type",
      "the server's type",
      .words(InstanceType.all.map(\.name)),
      preset: InstanceType.m5Large.name
    ),
    TierSetting.idempotency,
  ]

  static let shop = "shop"
  static let database = "database"

  private let cloud: Cloud
  private let instance: Instance
  private let program: ServerProcess
  private let database: RelationalDatabase<ShopDatabase>
  private let customers: HTTPClient

  /// Launches the instance with the database and the program on it, and waits until it listens.
  ///
  /// - Throws: `ServiceError` when the cloud refuses something.
  public init(on cloud: Cloud, settings: StageSettings) async throws {
    let ec2 = cloud.client(of: EC2.self, for: Caller("deployment"))
    let type = InstanceType.named(settings["instance-type"]) ?? .m5Large
    let box = try await ec2.launch(type, named: Self.shop, volumeSize: BoxAssumptions.volumeSize)
    let database = RelationalDatabase(
      on: DatabaseServer(Self.database, on: box, in: cloud, settings: BoxAssumptions.database),
      contents: ShopDatabase.opening
    )
    let programSettings = ShopProgram.Settings(
      handleRequest: BoxAssumptions.handleRequest,
      chargesWithKey: settings.isOn("idempotency")
    )
    program = ServerProcess(Self.shop, on: box, in: cloud, settings: BoxAssumptions.shop) {
      machine in
      let program = ShopProgram(machine, database, programSettings)
      try await program.begin()
      // Nobody else takes payments here: whoever began one before this start is gone.
      try await program.giveUpUnpaid(olderThan: .zero)
      return { try await program.answer($0) }
    }
    self.cloud = cloud
    self.database = database
    instance = box
    customers = HTTPClient(cloud: cloud, component: Fernway.customers)
    let providers = cloud.outside
    cloud.topology.connect(Fernway.customers, to: Self.shop, .synchronous)
    cloud.topology.connect(Self.shop, to: Self.database, .synchronous)
    cloud.topology.connect(Self.shop, to: providers.payments.component, .synchronous)
    cloud.topology.connect(Self.shop, to: providers.mail.component, .synchronous)
    try await program.waitUntilServing()
  }

  /// Sends the request to the box, as a customer's device does.
  ///
  /// - Throws: `HTTPFailure` when there is no answer.
  public func respond(to request: ShopRequest) async throws -> ShopResponse {
    ShopResponse(http: try await customers.send(request.http, to: program))
  }

  /// The program and the database.
  public let crashable = [Self.shop, Self.database]

  /// Ends the program or the database by force, with all that is in flight in it.
  ///
  /// - Throws: ``StageError`` for another component.
  public func crash(_ component: String, for duration: Duration?) async throws {
    switch component {
    case Self.shop:
      // The supervisor waits before it starts the program, and the start takes its own time.
      let delay = duration.map { max(.zero, $0 - program.settings.startTime) }
      await program.crash(reason: "crashed by hand", for: delay)
    case Self.database:
      await database.server.crash(reason: "crashed by hand", for: duration)
    default:
      throw Self.unknown(component)
    }
  }

  /// Stops the box, gives it another type and starts it; the shop is closed meanwhile.
  ///
  /// - Throws: ``StageError`` for another component; `ServiceError` for an unknown type.
  public func resize(_ component: String, to size: String) async throws {
    guard component == Self.shop else { throw Self.unknown(component) }
    try await cloud.client(of: EC2.self, for: Caller("deployment")).resize(instance, to: size)
    try await program.waitUntilServing()
  }

  private static func unknown(_ component: String) -> StageError {
    StageError(
      problem: "the monolith cannot do that with \(component)",
      remedy: "its one box is \(shop); on it run \(shop) and \(database)"
    )
  }

  /// Tells whether the program is still at work on requests.
  public func hasWork(for order: String) async -> Bool { await program.isBusy }

  /// The one program serves everything.
  public func components(serving feature: Feature) -> [String] { [Self.shop] }

  /// The box's processors.
  public var capacity: StageCapacity? {
    StageCapacity(
      instances: 1,
      processors: instance.processors.processors,
      used: instance.processors.processorTime
    )
  }

  /// What the database and the payment provider say.
  public func books() async -> Books { await database.shopBooks }
}
