public import Cloud
import Simulation

/// The shop in three tiers: web, application and data, each on machines of its own.
///
/// Balancers stand in front of the web tier and between the tiers, so that instances can come, go
/// and fail; the calls stay synchronous, so that a tier that is down stops every request.
public struct Tiered: FleetStage {
  /// `tiered`.
  public static let name = "tiered"
  /// `Tiered`.
  public static let title = "Tiered"
  /// The architecture in one sentence.
  public static let summary =
    "Web, application and data on machines of their own, with balancers in front of each tier."
  /// The machines, and whether the payment provider is told which charge is a repetition.
  public static let settings = [
    TierSetting.instanceType, TierSetting.instances, TierSetting.databaseClass,
    TierSetting.idempotency,
  ]

  /// The balancer in front of the web tier.
  public let front: LoadBalancer
  /// The tiers and the database.
  public let fleet: Fleet
  private let database: RelationalDatabase<ShopDatabase>

  // snippet: deployment
  /// Launches the tiers from the last to the first, and waits until they serve.
  ///
  /// - Throws: `ServiceError` when the cloud refuses something.
  public init(on cloud: Cloud, settings: StageSettings) async throws {
    let tiers = Tiers(on: cloud, settings)
    front = try await tiers.createFront()
    let inner = try await tiers.createInner()
    let database = try await tiers.createDatabase()
    let programSettings = tiers.programSettings
    let app = try await tiers.launch(.init(name: Tiers.app, process: TierAssumptions.app)) {
      machine in
      let program = ShopProgram(machine, database, programSettings)
      try await program.begin()
      return { try await program.answer($0) }
    }
    let web = try await tiers.launchWeb(before: inner)
    tiers.connect(Tiers.app, to: [Tiers.database] + tiers.providers)
    self.database = database
    fleet = Fleet(cloud: cloud, groups: [web, app], databases: [database.server])
  }
  // snippet end

  /// Every tier serves every feature.
  public func components(serving feature: Feature) -> [String] { [Tiers.web, Tiers.app] }

  /// What the database and the payment provider say.
  public func books() async -> Books { await database.shopBooks }
}
