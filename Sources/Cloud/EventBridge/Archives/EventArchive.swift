import EventPattern
import Simulation

/// An archive: a copy of the events that a managed rule of its bus has sent to it.
struct EventArchive {
  /// An event in the archive.
  private struct Kept {
    let event: BusEvent
    /// When it is there to be counted and replayed.
    let arrival: SimulationInstant
  }

  let name: String
  let arn: ARN
  let bus: ARN
  /// When it was made, in milliseconds since 1970.
  let created: Int64
  var description: String?
  /// Which of the bus's events it keeps; `nil` for all.
  var pattern: EventPattern?
  /// For how many days it keeps an event; 0 for ever.
  var retentionDays = 0
  private var kept: [Kept] = []
  /// The bytes of everything, arrived or on its way.
  private(set) var size = 0

  init(name: String, arn: ARN, bus: ARN, created: Int64) {
    self.name = name
    self.arn = arn
    self.bus = bus
    self.created = created
  }

  /// The rule that EventBridge makes on the bus and manages.
  var ruleName: String { "Events-Archive-\(name)" }

  mutating func add(_ event: BusEvent, arriving arrival: SimulationInstant) {
    kept.append(Kept(event: event, arrival: arrival))
    size += event.size
  }

  /// Lets go of what is older than the retention period.
  mutating func expire(at now: SimulationInstant) {
    guard retentionDays > 0 else { return }
    let age = Duration.seconds(retentionDays * 86_400)
    let first = kept.firstIndex { $0.arrival.advanced(by: age) > now } ?? kept.endIndex
    size -= kept[..<first].reduce(0) { $0 + $1.event.size }
    kept.removeFirst(first)
  }

  /// What has arrived, in the order in which the bus took it.
  func events(at now: SimulationInstant) -> [BusEvent] {
    kept.lazy.filter { $0.arrival <= now }.map(\.event)
  }
}

extension EventBridge {
  /// Notes an event for an archive; it takes a while until it is there.
  func keep(_ event: BusEvent, in name: String, because record: TraceID) {
    guard let bus = archives[name]?.bus.name else { return }
    archives[name]?.expire(at: simulation.now)
    let arrival = simulation.now.advanced(by: EventBridgeAssumptions.archiveDelay)
    archives[name]?.add(event, arriving: arrival)
    cloud.record(
      EventBridgeEvent.archived(eventID: event.id, archive: name),
      from: bus,
      cause: record
    )
    cloud.meter.add(.eventBridgeArchived, Int64(event.size), for: name)
    meterStorage(of: name)
  }

  /// The archive with nothing in it that is too old.
  ///
  /// - Throws: ``ServiceError`` when there is none of this name.
  func archive(_ name: String) throws(ServiceError) -> EventArchive {
    archives[name]?.expire(at: simulation.now)
    guard let archive = archives[name] else { throw .archiveNotFound(name) }
    meterStorage(of: name)
    return archive
  }

  /// Lets the meter run at the archive's present size.
  ///
  /// Simplified: what is too old leaves the bill when somebody looks, or when the next event comes.
  func meterStorage(of name: String) {
    cloud.meter.run(.eventBridgeStorage, rate: Int64(archives[name]?.size ?? 0), for: name)
  }

  // MARK: The managed rule

  /// Puts the rule that feeds an archive, or puts it anew with the archive's present pattern.
  ///
  /// It matches what the archive's pattern matches and no replay has put on the bus.
  func putRule(of archive: EventArchive) throws(ServiceError) {
    let bus = try index(ofBus: archive.bus.description)
    var rule = Rule(
      name: archive.ruleName,
      bus: buses[bus].name,
      arn: buses[bus].arn(ofRule: archive.ruleName).description,
      pattern: try EventPattern(ofArchive: archive.pattern),
      isEnabled: true
    )
    rule.managedBy = EventBus.archiver
    rule.creator = cloud.account
    rule.targets = [RuleTarget(feeding: archive)]
    buses[bus].put(rule)
  }

  /// Takes the rule of an archive off its bus.
  func removeRule(of archive: EventArchive) {
    guard let bus = try? index(ofBus: archive.bus.description) else { return }
    buses[bus].remove(archive.ruleName)
  }
}

extension RuleTarget {
  /// The target that the managed rule of an archive has, as the service shows it.
  init(feeding archive: EventArchive) {
    self.init(
      id: archive.ruleName,
      arn: "arn:aws:events:\(archive.arn.region):::",
      inputTransformer: InputTransformer(
        inputPathsMap: [:],
        inputTemplate: #"{"archive-arn": "\#(archive.arn)", "event": <aws.events.event.json>,"#
          + #" "ingestion-time": <aws.events.event.ingestion-time>}"#
      )
    )
  }

  /// The name of the archive that the target feeds; `nil` for every other target.
  var archive: String? {
    guard arn.hasSuffix(":::"), id.hasPrefix("Events-Archive-") else { return nil }
    return String(id.dropFirst("Events-Archive-".count))
  }
}
