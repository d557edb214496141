import JSON
import Simulation

/// Amazon EventBridge: buses that hand each event to the targets of the rules that match it.
///
/// What is left out and what is simpler than on AWS is listed in <doc:MessagingScope>.
public actor EventBridge: CloudService {
  /// `events`.
  public static let name = "events"
  /// `Amazon EventBridge`.
  public static let title = "Amazon EventBridge"
  /// As which service it calls others, and takes roles.
  static let principal = "events.amazonaws.com"
  /// What the service can do.
  public static let operations: [any Operation<EventBridge>.Type] = [
    CreateEventBus.self, DeleteEventBus.self, DescribeEventBus.self, UpdateEventBus.self,
    ListEventBuses.self, PutPermission.self, EventBridge.RemovePermission.self,
    PutRule.self, DeleteRule.self, EnableRule.self, DisableRule.self, DescribeRule.self,
    ListRules.self, ListRuleNamesByTarget.self,
    PutTargets.self, RemoveTargets.self, ListTargetsByRule.self,
    EventBridge.TagResource.self, EventBridge.UntagResource.self, ListTagsForResource.self,
    PutEvents.self, TestEventPattern.self,
    CreateArchive.self, DescribeArchive.self, UpdateArchive.self, DeleteArchive.self,
    ListArchives.self, StartReplay.self, DescribeReplay.self, CancelReplay.self, ListReplays.self,
    CreateConnection.self, DescribeConnection.self, UpdateConnection.self,
    DeauthorizeConnection.self, DeleteConnection.self, ListConnections.self,
    CreateApiDestination.self, DescribeApiDestination.self, UpdateApiDestination.self,
    DeleteApiDestination.self, ListApiDestinations.self,
  ]
  /// The name of the bus that every account has.
  static let defaultBus = "default"

  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// How many deliveries are on their way to a target, or wait to be tried again.
  public internal(set) var deliveriesUnderway = 0

  /// In the order in which they were created.
  var buses: [EventBus]
  /// When the scheduled rules are due next, by their names.
  var alarms: [String: RuleAlarm] = [:]
  var alarmCount = 0
  /// By name.
  var archives: [String: EventArchive] = [:]
  /// By name.
  var replays: [String: EventReplay] = [:]
  /// By name.
  var connections: [String: EventConnection] = [:]
  /// By name.
  var destinations: [String: APIDestination] = [:]
  /// The data keys of encrypted buses.
  var dataKeys = DataKeys()
  var metrics = MetricTable<EventsMetric>()
  /// The account's rate of invocations.
  var invocations = InvocationRate()
  private var identifiers: RandomStream
  var jitter: RandomStream
  /// In which order the events of one minute are replayed.
  var replayOrder: RandomStream

  /// Creates the service with the default bus.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("events identifiers")
    jitter = cloud.randomStream("events retry jitter")
    replayOrder = cloud.randomStream("events replay order")
    let arn = ARN(service: "events", resource: "event-bus/\(Self.defaultBus)", in: cloud)
    buses = [EventBus(name: Self.defaultBus, arn: arn, at: cloud.unixMilliseconds)]
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  // MARK: Buses

  /// Changes something of a bus, which is noted as its last change.
  func change(_ bus: Int, _ change: (inout EventBus) -> Void) {
    change(&buses[bus])
    buses[bus].modified = cloud.unixMilliseconds
  }

  /// Shows a bus in the topology; the default one appears when it is first used.
  func show(_ bus: String) {
    if cloud.topology.component(bus) == nil { cloud.topology.add(Component(bus, .bus)) }
  }
}

extension Cloud {
  /// The account's event buses.
  public var eventBridge: EventBridge { service() }
}
