public import Cloud
import Simulation

/// The groups of instances and the databases of a stage: what its faults and sizes are about.
public struct Fleet: Sendable {
  let cloud: Cloud
  /// In the order in which a reader lists them.
  let groups: [AutoScalingGroup]
  let databases: [DatabaseServer]
  /// The customers' devices.
  let customers: HTTPClient

  init(cloud: Cloud, groups: [AutoScalingGroup], databases: [DatabaseServer]) {
    self.cloud = cloud
    self.groups = groups
    self.databases = databases
    customers = HTTPClient(cloud: cloud, component: Fernway.customers)
  }

  /// The names of everything that has processes of its own.
  var names: [String] { groups.map(\.name) + databases.map(\.component) }

  /// Ends every process of a component by force.
  ///
  /// - Throws: ``StageError`` for a component that is not of the fleet.
  func crash(_ component: String, for duration: Duration?) async throws {
    if let group = groups.first(where: { $0.name == component }) {
      for process in await group.processes {
        // The supervisor waits before it starts the program, and the start takes its own time.
        let delay = duration.map { max(.zero, $0 - process.settings.startTime) }
        await process.crash(reason: "crashed by hand", for: delay)
      }
    } else if let database = databases.first(where: { $0.component == component }) {
      await database.crash(reason: "crashed by hand", for: duration)
    } else {
      throw unknown(component)
    }
  }

  /// Gives a group another instance type, or a database another class.
  ///
  /// - Throws: ``StageError`` for another component; `ServiceError` for an unknown size.
  func resize(_ component: String, to size: String) async throws {
    if let group = groups.first(where: { $0.name == component }) {
      try await group.resize(to: size)
    } else if let database = databases.first(where: { $0.component == component }) {
      let rds = cloud.client(of: RDS.self, for: Caller("deployment"))
      _ = try await rds(
        ModifyDBInstance(dbInstanceIdentifier: component, dbInstanceClass: size)
      )
      try await database.waitUntilServing()
    } else {
      throw unknown(component)
    }
  }

  private func unknown(_ component: String) -> StageError {
    StageError(
      problem: "\(component) has no instances of its own",
      remedy: "those that have are \(names.joined(separator: ", "))"
    )
  }

  /// Whether any process works on a request.
  var isBusy: Bool {
    get async {
      for group in groups {
        for process in await group.processes where await process.isBusy { return true }
      }
      return false
    }
  }

  /// The processors of all groups; databases are not counted.
  var capacity: StageCapacity {
    get async {
      var (instances, processors, used) = (0, 0.0, Duration.zero)
      for group in groups {
        let sum = await group.processors
        instances += await group.figures.inService
        processors += sum.count
        used += sum.used
      }
      return StageCapacity(instances: instances, processors: processors, used: used)
    }
  }
}

/// A stage of balancers, groups of instances and databases: most of what it can do, its fleet does.
public protocol FleetStage: Stage {
  /// The balancer that customers see.
  var front: LoadBalancer { get }
  /// The groups of instances and the databases.
  var fleet: Fleet { get }
}

extension FleetStage {
  /// Sends the request to the balancer in front, as a customer's device does.
  ///
  /// - Throws: `HTTPFailure` when there is no answer.
  public func respond(to request: ShopRequest) async throws -> ShopResponse {
    ShopResponse(http: try await fleet.customers.send(request.http, to: front))
  }

  /// The groups and the databases.
  public var crashable: [String] { fleet.names }

  /// Ends every program of a group, or a database, by force.
  ///
  /// - Throws: ``StageError`` for another component.
  public func crash(_ component: String, for duration: Duration?) async throws {
    try await fleet.crash(component, for: duration)
  }

  /// Gives a group another instance type, one instance after the other, or a database another class.
  ///
  /// - Throws: ``StageError`` for another component; `ServiceError` for an unknown size.
  public func resize(_ component: String, to size: String) async throws {
    try await fleet.resize(component, to: size)
  }

  /// Tells whether a program is at work on requests.
  public func hasWork(for order: String) async -> Bool { await fleet.isBusy }

  /// The processors of all groups; those of databases are not counted.
  public var capacity: StageCapacity? { get async { await fleet.capacity } }
}

/// A tier of a stage: equal instances of one program, spread over the zones, that grow with their
/// load.
struct Tier {
  /// The tier's name, which is that of its component.
  let name: String
  var type = InstanceType.t3Medium
  /// How few and how many instances there may be.
  var sizes = 2...10
  var process: ServerProcess.Settings
  /// The share of the processors in percent that the group tries to keep; `nil` when something else
  /// decides on its size.
  var wantedUtilisation: Double? = 60

  /// Launches the tier and waits until it serves.
  ///
  /// - Parameters:
  ///   - cloud: where.
  ///   - targetGroups: where its instances are registered.
  ///   - start: runs at each start of a process and returns what answers its requests.
  /// - Returns: the group.
  /// - Throws: `ServiceError` when the cloud refuses something.
  func launch(
    on cloud: Cloud,
    behind targetGroups: [String],
    _ start: @escaping ServerProcess.Start
  ) async throws -> AutoScalingGroup {
    let (name, process) = (name, process)
    let template = LaunchTemplate(name, type: type) { instance in
      ServerProcess(name, on: instance, in: cloud, settings: process, start: start)
    }
    let group = try await cloud.autoScaling.createGroup(
      template,
      sizes: sizes,
      targetGroups: targetGroups
    )
    if let wantedUtilisation {
      await group.track(
        TargetTracking(
          .averageCPUUtilization,
          target: wantedUtilisation,
          warmup: TierAssumptions.warmup
        ),
        as: "keep-processors-free"
      )
    }
    return group
  }
}

extension AutoScalingGroup {
  /// Lets the group grow and shrink with a queue, so that each instance has so many messages to go.
  func follow(_ queue: String, backlogPerInstance target: Double) {
    let sqs = cloud.sqs
    let backlog = ScalingMetric.custom("backlog per instance") { figures in
      guard let messages = await sqs.figures(of: queue)?.visible, figures.inService > 0 else {
        return nil
      }
      return Double(messages) / Double(figures.inService)
    }
    track(TargetTracking(backlog, target: target), as: "keep-backlog-short")
  }
}
