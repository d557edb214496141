public import Simulation

/// A group of equal instances: keeps their number, replaces those that are broken, and grows and
/// shrinks as its policies say.
///
/// Simplified: no lifecycle hooks, scale-in protection, Spot Instances or warm pools; when a zone is
/// back, instances are not moved there.
public actor AutoScalingGroup: Simulated {
  /// How a group finds out that an instance is broken.
  public enum HealthCheckType: String, Sendable, Hashable, CaseIterable, Decodable {
    /// By the status checks of EC2: has the machine power and a network.
    case ec2 = "EC2"
    /// By the health checks of its balancers besides.
    case elb = "ELB"
  }

  /// An instance of the group.
  struct Member {
    enum Lifecycle: String {
      case pending = "Pending"
      case inService = "InService"
      case terminating = "Terminating"
    }

    let number: Int
    let instance: Instance
    let process: ServerProcess
    /// Which of the group's templates it was launched from.
    var version: Int
    var lifecycle = Lifecycle.pending
    var serviceSince: SimulationInstant?
    /// Since when its machine fails its status checks.
    var brokenSince: SimulationInstant?
    /// The processor time used at the last look, and when that was.
    var seen: (time: Duration, instant: SimulationInstant)?

    init(_ number: Int, _ instance: Instance, _ process: ServerProcess, _ version: Int) {
      self.number = number
      self.instance = instance
      self.process = process
      self.version = version
    }
  }

  /// The group's name, which is that of its component.
  public nonisolated let name: String
  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// The simulation of the group's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  /// Where instances are launched, by letter.
  let zones: [String]
  let targetGroups: [TargetGroup]
  let healthCheckType: HealthCheckType
  let gracePeriod: Duration
  let createdMilliseconds: Int64
  var template: LaunchTemplate
  var version = 1
  var minimum: Int
  var maximum: Int
  var desired: Int
  /// How many instances there may be beyond the desired number while all are being replaced.
  var surge = 0
  /// In the order in which they were launched.
  var members: [Member] = []
  var isDeleted = false
  var policies = ScalingPolicies()
  var launches = 0
  /// The zones in which instances are being launched that are no members yet, by their numbers.
  var launching: [Int: String] = [:]
  /// The processor time that instances have used which are gone.
  var usedByGone = Duration.zero

  init(
    _ template: LaunchTemplate,
    sizes: ClosedRange<Int>,
    desired: Int,
    zones: [String],
    targetGroups: [TargetGroup],
    healthCheckType: HealthCheckType,
    gracePeriod: Duration,
    in cloud: Cloud
  ) {
    name = template.name
    self.template = template
    minimum = sizes.lowerBound
    maximum = sizes.upperBound
    self.desired = desired
    self.zones = zones
    self.targetGroups = targetGroups
    self.healthCheckType = healthCheckType
    self.gracePeriod = gracePeriod
    self.cloud = cloud
    createdMilliseconds = cloud.unixMilliseconds
  }

  /// The group as it is now.
  public var figures: GroupFigures {
    get async {
      var serving = 0
      for member in members where member.lifecycle == .inService {
        if await member.process.isServing { serving += 1 }
      }
      return GroupFigures(
        desired: desired,
        sizes: minimum...maximum,
        instances: members.count { $0.lifecycle != .terminating },
        inService: members.count { $0.lifecycle == .inService },
        serving: serving,
        type: template.type
      )
    }
  }

  /// The processors of the instances that run, and the time that all have used, the gone included.
  public var processors: (count: Double, used: Duration) {
    let running = members.filter { $0.lifecycle == .inService }
    let used = members.reduce(usedByGone) { $0 + $1.instance.processors.processorTime }
    return (running.reduce(0) { $0 + $1.instance.processors.processors }, used)
  }

  /// The processes on instances that are in service, or leave it and finish their requests.
  public var processes: [ServerProcess] {
    members.filter { $0.lifecycle != .pending && $0.instance.isBooted }.map(\.process)
  }
}

/// A group in numbers.
public struct GroupFigures: Hashable, Sendable {
  /// How many instances there should be.
  public let desired: Int
  /// How many there may be.
  public let sizes: ClosedRange<Int>
  /// How many there are, those that are starting included.
  public let instances: Int
  /// How many run.
  public let inService: Int
  /// On how many of these the program takes requests or messages.
  public let serving: Int
  /// What they are.
  public let type: InstanceType
}
