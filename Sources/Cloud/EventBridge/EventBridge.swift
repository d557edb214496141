import JSON
import Simulation

/// Amazon EventBridge: buses that hand each event to the targets of the rules that match it.
///
/// Simplified: targets are functions, queues, topics and buses of the same account; changed rules
/// take effect at once.
public actor EventBridge: CloudService {
  /// `events`.
  public static let name = "events"
  /// `Amazon EventBridge`.
  public static let title = "Amazon EventBridge"
  /// What the service can do.
  public static let operations: [any Operation<EventBridge>.Type] = [
    CreateEventBus.self, DeleteEventBus.self, ListEventBuses.self,
    PutRule.self, DeleteRule.self, EnableRule.self, DisableRule.self, ListRules.self,
    PutTargets.self, RemoveTargets.self, ListTargetsByRule.self,
    PutEvents.self, TestEventPattern.self,
  ]
  /// The name of the bus that every account has.
  static let defaultBus = "default"

  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// How many deliveries are on their way to a target, or wait to be tried again.
  public private(set) var deliveriesUnderway = 0

  /// In the order in which they were created.
  var buses: [EventBus]
  /// When the scheduled rules are due next, by their names.
  var alarms: [String: RuleAlarm] = [:]
  var alarmCount = 0
  private var identifiers: RandomStream
  private var jitter: RandomStream

  /// Creates the service with the default bus.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("events identifiers")
    jitter = cloud.randomStream("events retry jitter")
    let arn = ARN(service: "events", resource: "event-bus/\(Self.defaultBus)", in: cloud)
    buses = [EventBus(name: Self.defaultBus, arn: arn)]
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  // MARK: Buses

  /// The name of a bus that is given by its name, its ARN, or not at all.
  static func busName(_ reference: String?) -> String {
    guard let reference else { return defaultBus }
    return ARN(reference)?.name ?? reference
  }

  /// The place of a bus among the others.
  func index(ofBus reference: String?) throws(ServiceError) -> Int {
    let name = Self.busName(reference)
    guard let index = buses.firstIndex(where: { $0.name == name }) else { throw .busNotFound(name) }
    return index
  }

  /// Shows a bus in the topology; the default one appears when it is first used.
  func show(_ bus: String) {
    if cloud.topology.component(bus) == nil { cloud.topology.add(Component(bus, .bus)) }
  }

  // MARK: Events

  /// Hands an event to the targets of all rules that match, apart from the request that brought it.
  ///
  /// An event for a bus that does not exist is dropped.
  func route(_ event: BusEvent, on name: String) {
    guard let bus = buses.firstIndex(where: { $0.name == name }) else {
      cloud.record(EventBridgeEvent.eventDropped(eventID: event.id), from: name)
      return
    }
    show(name)
    let matched = buses[bus].rules(matching: .object(event.json))
    let record = cloud.record(
      EventBridgeEvent.eventAccepted(
        eventID: event.id,
        source: event.text("source"),
        detailType: event.text("detail-type"),
        matchedRules: matched.count
      ),
      from: name
    )
    for rule in matched { send(event, by: rule, because: record) }
  }

  /// Sends an event to the targets of a rule, to each on its own.
  func send(_ event: BusEvent, by rule: Rule, because record: TraceID) {
    for target in rule.targets {
      deliveriesUnderway += 1
      simulation.spawn(on: self) { bridge in
        defer { bridge.deliveriesUnderway -= 1 }
        try await Trace.$cause.withValue(record) {
          try await bridge.deliver(event, by: rule, to: target)
        }
      }
    }
  }

  /// Tries to deliver until the target has taken the event over, or the retry policy ends it.
  private func deliver(_ event: BusEvent, by rule: Rule, to target: RuleTarget) async throws {
    try await takeTime(EventBridgeAssumptions.deliveryDelay, about: rule.bus)
    guard let arn = ARN(target.arn),
      let delivery = target.delivery(of: event, by: rule, ingested: { ingestionTime(of: event) })
    else {
      await giveUp(event, rule, target, .init(code: "INVALID_JSON", text: "The input is not JSON."))
      return
    }
    var retries = 0
    while true {
      do {
        try await hand(delivery, event, to: arn, for: rule.deliverer)
        cloud.record(
          EventBridgeEvent.delivered(
            eventID: event.id,
            rule: rule.name,
            target: arn.componentName,
            retries: retries
          ),
          from: rule.bus
        )
        return
      } catch let error as ServiceError {
        let wait =
          EventBridgeAssumptions.wait(beforeRetry: retries + 1)
          * (1 + jitter.uniform(in: -EventBridgeAssumptions.jitter..<EventBridgeAssumptions.jitter))
        if let failure = GivenUp(error, retries, wait, event, target, at: simulation.now) {
          await giveUp(event, rule, target, failure)
          return
        }
        retries += 1
        cloud.record(
          EventBridgeEvent.deliveryRetried(
            eventID: event.id,
            rule: rule.name,
            target: arn.componentName,
            retry: retries,
            after: wait,
            because: error.code
          ),
          from: rule.bus
        )
        try await simulation.sleep(for: wait)
      }
    }
  }

  private func ingestionTime(of event: BusEvent) -> String {
    let seconds = event.ingested.nanoseconds / 1_000_000_000
    return Timestamp.iso8601(seconds: Cloud.epochSeconds + seconds)
  }

  /// Hands an event over once; to another bus it goes as it is, with the same id.
  private func hand(
    _ delivery: Delivery,
    _ event: BusEvent,
    to target: ARN,
    for deliverer: Caller
  ) async throws {
    guard target.service == "events" else {
      return try await cloud.deliver(delivery, to: target, for: deliverer)
    }
    try await cloud.strike(target.name, .beforeEffects)
    _ = try index(ofBus: target.name)
    route(event, on: target.name)
  }

  private func giveUp(
    _ event: BusEvent,
    _ rule: Rule,
    _ target: RuleTarget,
    _ failure: GivenUp
  ) async {
    let name = ARN(target.arn)?.componentName ?? target.arn
    if let queue = target.deadLetterConfig?.arn.flatMap({ ARN($0) }) {
      let delivery = Delivery(
        payload: .object(event.json),
        attributes: failure.attributes(rule: rule.arn, target: target.arn)
      )
      do {
        try await cloud.deliver(delivery, to: queue, for: rule.deliverer)
        cloud.record(
          EventBridgeEvent.movedToDeadLetterQueue(
            eventID: event.id,
            rule: rule.name,
            target: name,
            queue: queue.name,
            because: failure.code
          ),
          from: rule.bus
        )
        return
      } catch {
        // What the dead-letter queue does not take is lost, as the record below says.
      }
    }
    cloud.record(
      EventBridgeEvent.deliveryFailed(
        eventID: event.id,
        rule: rule.name,
        target: name,
        because: failure.code
      ),
      from: rule.bus
    )
  }
}

/// Why a delivery was given up, as the dead letter's attributes tell it.
private struct GivenUp {
  let code: String
  let text: String
  var retries = 0
  var exhausted: String?

  init(code: String, text: String) {
    self.code = code
    self.text = text
  }

  /// Decides whether a failed try is the last; `nil` when it is worth another after `wait`.
  init?(
    _ error: ServiceError,
    _ retries: Int,
    _ wait: Duration,
    _ event: BusEvent,
    _ target: RuleTarget,
    at now: SimulationInstant
  ) {
    code = Self.code(of: error)
    text = error.message
    self.retries = retries
    guard error.isRetryable else { return }
    let attempts =
      target.retryPolicy?.maximumRetryAttempts ?? EventBridgeQuotas.retryAttempts.upperBound
    let age =
      target.retryPolicy?.maximumEventAgeInSeconds ?? EventBridgeQuotas.eventAge.upperBound
    if retries >= attempts {
      exhausted = "MaximumRetryAttempts"
    } else if now.advanced(by: wait).duration(since: event.ingested) > .seconds(age) {
      exhausted = "MaximumEventAgeInSeconds"
    } else {
      return nil
    }
  }

  /// EventBridge's own code for what a target answers.
  private static func code(of error: ServiceError) -> String {
    switch error.status {
    case 429: "THROTTLING"
    case 500...: "INTERNAL_ERROR"
    case 401, 403: "NO_PERMISSIONS"
    case 404: "NO_RESOURCE"
    default:
      error.code.contains("NonExistentQueue") || error.code == "ResourceNotFoundException"
        ? "NO_RESOURCE" : "INVALID_PARAMETER"
    }
  }

  func attributes(rule: String, target: String) -> [String: Delivery.Value] {
    var attributes: [String: Delivery.Value] = [
      "RULE_ARN": .string(rule),
      "TARGET_ARN": .string(target),
      "ERROR_CODE": .string(code),
      "ERROR_MESSAGE": .string(text),
      "RETRY_ATTEMPTS": .string(String(retries)),
    ]
    if let exhausted { attributes["EXHAUSTED_RETRY_CONDITION"] = .string(exhausted) }
    return attributes
  }
}

extension Cloud {
  /// The account's event buses.
  public var eventBridge: EventBridge { service() }
}
