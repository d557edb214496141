import Simulation

/// Amazon EventBridge Scheduler: starts a target at certain times, on a clock of one's choice.
///
/// Simplified: a target is started at the first instant of its minute, where AWS promises the minute;
/// targets are functions, queues, topics, buses and the operations of the services here.
public actor Scheduler: CloudService {
  /// `scheduler`.
  public static let name = "scheduler"
  /// `Amazon EventBridge Scheduler`.
  public static let title = "Amazon EventBridge Scheduler"
  /// What the service can do.
  public static let operations: [any Operation<Scheduler>.Type] = [
    CreateSchedule.self, UpdateSchedule.self, GetSchedule.self, DeleteSchedule.self,
    ListSchedules.self, CreateScheduleGroup.self, GetScheduleGroup.self,
    DeleteScheduleGroup.self, ListScheduleGroups.self, TagResource.self,
    UntagResource.self, ListTagsForResource.self,
  ]
  /// The group that every account has.
  static let defaultGroup = "default"

  /// The account and Region.
  public nonisolated let cloud: Cloud

  var schedules: [ScheduleKey: Schedule] = [:]
  var groups: [String: ScheduleGroup] = [:]
  var counts = MetricTable<SchedulerMetric>()
  /// What requests with a client token have asked for, and whether it was done.
  private var tokens: [String: ScheduleChange] = [:]
  /// How many schedules and alarms there have been, to tell them apart.
  private var count = 0
  private var identifiers: RandomStream
  private var jitter: RandomStream
  private var windows: RandomStream

  /// Creates the service with the default group.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("scheduler identifiers")
    jitter = cloud.randomStream("scheduler retry jitter")
    windows = cloud.randomStream("scheduler windows")
    groups[Self.defaultGroup] = ScheduleGroup(name: Self.defaultGroup, in: cloud)
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  func newExecutionID() -> String { Identifiers.hex(16, from: &identifiers) }

  /// A number that no schedule and no alarm has had.
  func newNumber() -> Int {
    count += 1
    return count
  }

  /// How long a target waits within its window.
  func drawWait(within minutes: Int) -> Duration {
    .seconds(windows.uniform(below: minutes * 60))
  }

  /// How long to wait before a retry, each time twice as long as before.
  func drawWait(beforeRetry retry: Int) -> Duration {
    EventBridgeAssumptions.wait(beforeRetry: retry, drawing: &jitter)
  }

  /// Shows the service in the topology; it appears with its first schedule.
  nonisolated func show() {
    if cloud.topology.component(Self.name) == nil {
      cloud.topology.add(Component(Self.name, .scheduler))
    }
  }

  /// Draws the arrow from the service to a schedule's target.
  func connect(_ schedule: Schedule) {
    show()
    let target = schedule.settings.target.componentName
    cloud.topology.connect(Self.name, to: target, .asynchronous, label: schedule.key.name)
  }

  /// Takes back the arrow of a schedule that is changed or gone.
  func disconnect(_ schedule: Schedule) {
    let target = schedule.settings.target.componentName
    cloud.topology.disconnect(Self.name, from: target, .asynchronous, label: schedule.key.name)
  }

  /// Lets go of a schedule.
  func remove(_ key: ScheduleKey) {
    stopAlarm(of: key)
    if let schedule = schedules.removeValue(forKey: key) { disconnect(schedule) }
  }

  // MARK: Looking up

  func schedule(_ key: ScheduleKey) throws(ServiceError) -> Schedule {
    _ = try group(key.group)
    guard let schedule = schedules[key] else { throw .scheduleNotFound(key.name) }
    return schedule
  }

  func group(_ name: String) throws(ServiceError) -> ScheduleGroup {
    guard let group = groups[name] else { throw .scheduleGroupNotFound(name) }
    return group
  }

  /// Tells whether a change with this token has been made already.
  ///
  /// - Throws: the refusal of a token that has been used for something else.
  func isDone(_ change: ScheduleChange, _ token: String?) throws(ServiceError) -> Bool {
    guard let token, let known = tokens[token] else { return false }
    guard known == change else { throw .tokenReused(token) }
    return true
  }

  /// Remembers a change that was made with a token.
  func note(_ change: ScheduleChange, _ token: String?) {
    if let token { tokens[token] = change }
  }
}

/// A change that a client token makes happen once.
enum ScheduleChange: Hashable {
  case create(ScheduleKey, ScheduleSettings)
  case update(ScheduleKey, ScheduleSettings)
  case delete(ScheduleKey)
  case createGroup(String, [ScheduleTag])
  case deleteGroup(String)
}

extension Cloud {
  /// The account's schedules.
  public var scheduler: Scheduler { service() }
}
