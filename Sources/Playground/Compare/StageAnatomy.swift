import Cloud
import JSON
import Shop
import Simulation

/// What one stage is made of, found out by deploying it and trying.
struct StageAnatomy: Sendable {
  let name: String
  let title: String
  let components: [Component]
  let connections: [Connection]
  /// For each feature the components without which its customer gets no answer.
  let needs: [Feature: [String]]
  /// The components that can grow without any other.
  let units: [String]
  /// What an hour without a customer costs.
  let idleHour: Bill

  /// Deploys the stage with its preset settings, and again for each thing that is tried.
  ///
  /// - Throws: ``CommandError`` for a stage that there is not.
  init(of stage: String) throws(CommandError) {
    let run = RunRequest(stage: stage, load: "")
    let session = try run.deploy(readFile: nil)
    (name, title) = (stage, session.world.deployment?.title ?? stage)
    components = session.world.cloud.topology.components
    connections = session.world.cloud.topology.connections
    idleHour = try run.idleBill(for: .seconds(3_600))
    var needs: [Feature: [String]] = [:]
    var units: [String] = []
    for component in components where component.kind != .client {
      for feature in try Self.features(of: run, failingWithout: component.name) {
        needs[feature, default: []].append(component.name)
      }
      if try Self.grows(component, of: run) { units.append(component.name) }
    }
    self.needs = needs
    self.units = units
  }

  /// The features whose customers get no answer while a component fails every request.
  private static func features(
    of run: RunRequest,
    failingWithout component: String
  ) throws(CommandError) -> [Feature] {
    let session = try run.deploy(readFile: nil)
    guard let fernway = session.world.deployment?.fernway else { return [] }
    session.world.cloud.faults.fail(component, .all)
    var found: [Feature] = []
    for request in requests {
      switch try session.world.run({ try await fernway.send(request) }) {
      case .done, .rejected: break
      case .failed, .gaveUp: found.append(request.feature)
      }
    }
    return found
  }

  /// One request of each feature.
  private static let requests: [ShopRequest] = [
    .checkout(Order(id: "A-1", lines: [.init("rake")])),
    .question(Question(id: "Q-1", text: "Which soil do tomatoes want?")),
    .restock(StockDelivery(id: "D-1", item: "rake", quantity: 1)),
    .photo(Photo(name: "rake.jpg")),
  ]

  /// Tells whether a component can grow by itself: a function does, and so does what the stage
  /// gives another size.
  private static func grows(
    _ component: Component,
    of run: RunRequest
  ) throws(CommandError) -> Bool {
    switch component.kind {
    case .function: return true
    case .server, .database: break
    default: return false
    }
    for size in ["m5.xlarge", "db.m5.large"] {
      let session = try run.deploy(readFile: nil)
      guard let stage = session.world.deployment?.stage else { return false }
      let name = component.name
      let resized: Void? = try? session.world.run { try await stage.resize(name, to: size) }
      if resized != nil { return true }
    }
    return false
  }

  /// The anatomy as data.
  var json: JSONValue {
    var domains = JSONObject()
    for feature in Feature.allCases {
      domains[feature.rawValue] = .array((needs[feature] ?? []).map { .string($0) })
    }
    return [
      "stage": .string(name),
      "failure_domains": .object(domains),
      "scaling_units": .array(units.map { .string($0) }),
      "idle_hour": ["currency": "USD", "total": .string(idleHour.total.decimal)],
    ]
  }
}
