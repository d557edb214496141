import Cloud
import Simulation

/// Deploys the parts that the tiered and the queued architecture have in common.
struct Tiers {
  static let web = "web"
  static let app = "app"
  static let database = "database"

  let cloud: Cloud
  private let settings: StageSettings
  private let caller = Caller("deployment")

  init(on cloud: Cloud, _ settings: StageSettings) {
    self.cloud = cloud
    self.settings = settings
  }

  var programSettings: ShopProgram.Settings {
    ShopProgram.Settings(
      handleRequest: TierAssumptions.handleCall,
      chargesWithKey: settings.isOn(TierSetting.idempotency.name)
    )
  }

  /// The names of the providers outside.
  var providers: [String] {
    [cloud.outside.payments.component, cloud.outside.mail.component]
  }

  /// Creates the balancer that customers see.
  func createFront() async throws -> LoadBalancer {
    let front = try await elb.createBalancer(
      "web-balancer",
      target: Self.web,
      drainingTime: TierAssumptions.drainingTime
    )
    cloud.topology.connect(Fernway.customers, to: front.component, .synchronous)
    return front
  }

  /// Creates the balancer between the web tier and the application tier.
  func createInner() async throws -> LoadBalancer {
    try await elb.createBalancer(
      "app-balancer",
      scheme: .internal,
      target: Self.app,
      drainingTime: TierAssumptions.drainingTime
    )
  }

  /// Creates the database with a standby in another zone.
  func createDatabase() async throws -> RelationalDatabase<ShopDatabase> {
    try await cloud.client(of: RDS.self, for: caller).create(
      Self.database,
      class: settings[TierSetting.databaseClass.name],
      multiAZ: true,
      contents: ShopDatabase.opening
    )
  }

  /// Launches a tier with the instances that the settings ask for.
  func launch(
    _ tier: Tier,
    _ start: @escaping ServerProcess.Start
  ) async throws -> AutoScalingGroup {
    var tier = tier
    tier.type = InstanceType.named(settings[TierSetting.instanceType.name]) ?? tier.type
    let smallest = settings.number(TierSetting.instances.name)
    tier.sizes = smallest...max(smallest, tier.sizes.upperBound)
    return try await tier.launch(on: cloud, behind: [tier.name], start)
  }

  /// Launches the web tier, which makes pages and asks the application tier for everything else.
  func launchWeb(before inner: LoadBalancer) async throws -> AutoScalingGroup {
    connect(Self.web, to: [inner.component])
    return try await launch(.init(name: Self.web, process: TierAssumptions.web)) { machine in
      { request in
        if request.isHealthCheck { return HTTPResponse(status: 200) }
        try await machine.compute(TierAssumptions.servePage)
        do {
          return try await machine.http.send(request, to: inner)
        } catch let failure as HTTPFailure {
          return HTTPResponse(status: 502, message: "\(inner.component): \(failure)")
        }
      }
    }
  }

  /// Notes that a component calls others and waits for them.
  func connect(_ component: String, to others: [String]) {
    for other in others { cloud.topology.connect(component, to: other, .synchronous) }
  }

  private var elb: Client<ELB> { cloud.client(of: ELB.self, for: caller) }
}

/// The settings that architectures with tiers have in common.
enum TierSetting {
  /// The type of the tiers' instances.
  static let instanceType = StageSetting(
    "instance-type",
    "the type of the instances of each tier",
    .words(InstanceType.all.map(\.name)),
    preset: InstanceType.t3Medium.name
  )
  /// How many instances each tier has at least.
  static let instances = StageSetting(
    "instances",
    "how many instances each tier has at least",
    .numbers(1...20),
    preset: "2"
  )
  /// The class of the database.
  static let databaseClass = StageSetting(
    "database-class",
    "the class of the database",
    .words(DatabaseClass.all.map(\.name)),
    preset: "db.t3.medium"
  )
  /// Whether a repetition is known.
  static let idempotency = StageSetting(
    "idempotency",
    "whether a charge carries a key by which the provider knows a repetition",
    .words(["on", "off"]),
    preset: "on"
  )
}
