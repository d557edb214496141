import Cloud
import JSON
import Simulation

/// Puts the services on the cloud and connects them.
struct ServiceDeployment {
  private static let stockBalancer = "stock-balancer"
  /// The stock service is reached from the edge and from other services: a group for each way.
  private static let innerStock = "stock-internal"

  private let cloud: Cloud
  private let type: InstanceType
  private let hasKeys: Bool
  private let caller = Caller("deployment")

  init(on cloud: Cloud, _ settings: StageSettings) {
    self.cloud = cloud
    type = InstanceType.named(settings["instance-type"]) ?? .t3Small
    hasKeys = settings.isOn(TierSetting.idempotency.name)
  }

  /// Creates a queue that is patient enough for an outage of more than an hour.
  func createQueue(_ name: String) async throws {
    try await cloud.createWorkQueue(name, redrive: ["maxReceiveCount": 100])
  }

  /// Creates the balancer that customers see, with a rule for every path.
  func createEdge(for services: [DeployedService]) async throws -> LoadBalancer {
    _ = try await elb(CreateLoadBalancer(name: "edge"))
    let edge = try await cloud.elb.balancer("edge")
    for service in services {
      for path in service.paths {
        try await elb.route(
          path,
          to: service.name,
          from: edge,
          drainingTime: TierAssumptions.drainingTime
        )
      }
    }
    cloud.topology.connect(Fernway.customers, to: edge.component, .synchronous)
    return edge
  }

  /// Creates the databases of the services that have one, and the way to the stock service.
  func createSurroundings() async throws -> Surroundings {
    Surroundings(
      orders: try await createDatabase("orders-db", CheckoutStore()),
      stock: try await createDatabase("stock-db", StockStore()),
      stockBalancer: try await elb.createBalancer(
        Self.stockBalancer,
        scheme: .internal,
        target: "stock",
        group: Self.innerStock,
        drainingTime: TierAssumptions.drainingTime
      ),
      hasKeys: hasKeys
    )
  }

  private func createDatabase<Contents: Sendable>(
    _ name: String,
    _ contents: Contents
  ) async throws -> RelationalDatabase<Contents> {
    try await cloud.client(of: RDS.self, for: caller).create(
      name,
      class: ServiceAssumptions.databaseClass,
      multiAZ: true,
      contents: contents
    )
  }

  /// Launches a service: two instances at least where somebody waits for it, else one.
  func launch(
    _ service: DeployedService,
    _ surroundings: Surroundings
  ) async throws -> AutoScalingGroup {
    for other in service.calls { cloud.topology.connect(service.name, to: other, .synchronous) }
    for queue in service.tells { cloud.topology.connect(service.name, to: queue, .asynchronous) }
    var targets = service.isWaitedFor ? [service.name] : []
    if service.name == "stock" { targets.append(Self.innerStock) }
    let tier = Tier(
      name: service.name,
      type: type,
      sizes: (service.isWaitedFor ? 2 : 1)...10,
      process: ServiceAssumptions.process,
      wantedUtilisation: service.isWaitedFor ? 60 : nil
    )
    let group = try await tier.launch(on: cloud, behind: targets) { machine in
      let program = try await service.program.init(machine, surroundings)
      if let queue = service.queue {
        machine.consume(queue, threads: ServiceAssumptions.threads) { message in
          try await machine.compute(ServiceAssumptions.handleCall)
          try await program.handle(try JSONValue(parsing: message.body))
        }
      }
      return { request in
        if request.isHealthCheck { return HTTPResponse(status: 200) }
        try await machine.compute(ServiceAssumptions.handleCall)
        return try await program.answer(request)
      }
    }
    if !service.isWaitedFor, let queue = service.queue {
      await group.follow(queue, backlogPerInstance: ServiceAssumptions.backlogPerInstance)
    }
    return group
  }

  private var elb: Client<ELB> { cloud.client(of: ELB.self, for: caller) }
}
