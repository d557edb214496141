public import JSON
import Simulation

/// Puts up to ten events on buses.
public struct PutEvents: Operation {
  /// One event.
  public struct Entry: Decodable, Sendable {
    /// When it happened: a date or seconds since 1970; now if left out.
    public var time: RequestDate?
    /// Who says so, such as `com.fernway.orders`.
    public var source: String?
    /// ARNs of what the event is about.
    public var resources: [String]?
    /// What kind of event it is, such as `OrderPlaced`.
    public var detailType: String?
    /// The event itself: a JSON object as text.
    public var detail: String? {
      get { content?.text }
      set { content = newValue.map { .text($0) } }
    }
    /// The bus's name or ARN; the default bus if left out.
    public var eventBusName: String?
    /// A trace of AWS X-Ray.
    public var traceHeader: String?
    /// The detail, in the form in which it came.
    var content: EventDetail?

    enum CodingKeys: String, CodingKey {
      case time, source, resources, detailType
      case content = "detail"
      case eventBusName, traceHeader
    }

    /// Creates an entry.
    public init(
      source: String?,
      detailType: String?,
      detail: String?,
      eventBusName: String? = nil,
      resources: [String]? = nil,
      time: RequestDate? = nil
    ) {
      self.source = source
      self.detailType = detailType
      content = detail.map { .text($0) }
      self.eventBusName = eventBusName
      self.resources = resources
      self.time = time
    }

    /// Creates an entry whose detail need not be printed and read again on its way.
    public init(
      source: String,
      detailType: String,
      document: JSONValue,
      eventBusName: String? = nil
    ) {
      self.source = source
      self.detailType = detailType
      content = .json(document, size: document.textSize)
      self.eventBusName = eventBusName
    }

    /// What the entry counts for in the size of the request.
    var size: Int {
      var size = time == nil ? 0 : EventBridgeQuotas.timeSize
      size += (source?.utf8.count ?? 0) + (detailType?.utf8.count ?? 0) + (content?.size ?? 0)
      return (resources ?? []).reduce(size) { $0 + $1.utf8.count }
    }
  }

  /// The events.
  public var entries: [Entry]
  /// A global endpoint in front of the buses of two Regions.
  public var endpointId: String?

  /// Creates the request.
  public init(entries: [Entry]) {
    self.entries = entries
  }

  /// What became of an entry: an id, or an error.
  public struct Result: Sendable {
    /// The id that the bus gave the event.
    public var eventId: String?
    /// Why the entry was refused.
    public var errorCode: String?
    /// The same in words.
    public var errorMessage: String?
  }

  /// What became of each entry, in the order of the request.
  public struct Output: Sendable {
    /// How many were refused: the request as a whole succeeds all the same.
    public let failedEntryCount: Int
    /// The results.
    public let entries: [Result]
  }

  /// The first entry's bus.
  public var component: String? { EventBridge.busName(entries.first?.eventBusName) }

  /// Puts the events on their buses; some may be refused while others are taken.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    let bus = EventBridge.busName(entries.first?.eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: bus)
    try check(in: events.cloud)
    var results: [Result] = []
    for entry in entries { results.append(await events.put(entry, for: caller)) }
    let failures = results.count { $0.eventId == nil }
    events.countRequest(entries: entries.count, failures: failures)
    return Output(failedEntryCount: failures, entries: results)
  }

  /// Checks what concerns the request as a whole.
  private func check(in cloud: Cloud) throws(ServiceError) {
    if endpointId != nil { throw .notSupported("A global endpoint (EndpointId)") }
    if entries.contains(where: { $0.traceHeader != nil }) {
      throw .notSupported("A trace of AWS X-Ray (TraceHeader)")
    }
    let range = EventBridgeQuotas.entries
    guard range.contains(entries.count) else {
      let rule =
        entries.isEmpty
        ? "greater than or equal to \(range.lowerBound)"
        : "less than or equal to \(range.upperBound)"
      let list = entries.isEmpty ? "[]" : "[\(entries.count)]"
      throw .constraint(list, at: "entries", "have length \(rule)")
    }
    for (index, entry) in entries.enumerated() {
      guard let bus = entry.eventBusName else { continue }
      let place = "entries.\(index + 1).member.eventBusName"
      try EventBridge.checkReference(toBus: bus, at: place, in: cloud)
    }
    guard entries.reduce(0, { $0 + $1.size }) < EventBridgeQuotas.entriesSize.bytes else {
      throw .validation("Total size of the entries in the request is over the limit.")
    }
  }
}

extension Caller {
  /// Whose the events are that the caller puts, and who pays: its account, or that of what it acts for.
  func sendingAccount(in cloud: Cloud) -> String {
    account(in: cloud) ?? sourceAccount(in: cloud) ?? cloud.account
  }
}

extension EventBridge {
  /// Puts one event on its bus, of this account or another, or says why not.
  fileprivate func put(_ entry: PutEvents.Entry, for caller: Caller) async -> PutEvents.Result {
    let name = Self.busName(entry.eventBusName)
    do {
      let detail = try entry.checkedDetail()
      let sender = caller.sendingAccount(in: cloud)
      let event = BusEvent(
        entry,
        detail: detail,
        id: newIdentifier(),
        account: sender,
        behind: caller.lineage?.events,
        in: cloud
      )
      try await take(event, on: entry.eventBusName, for: caller)
      let payer = sender == cloud.account ? cloud : cloud.account(sender)
      payer.meter.add(.eventBridgeEvents, event.billedChunks, for: name)
      return .init(eventId: event.id)
    } catch {
      let owner = entry.eventBusName.flatMap { ARN($0) }.flatMap { cloud.owner(of: $0) } ?? cloud
      owner.record(EventBridgeEvent.entryRefused(code: error.code), from: name)
      return .init(errorCode: error.code, errorMessage: error.message)
    }
  }

  fileprivate func countRequest(entries: Int, failures: Int) {
    let minute = simulation.now.minute
    metrics.add(1, to: .putEventsCalls, in: minute)
    metrics.add(Int64(entries), to: .putEventsEntries, in: minute)
    if failures > 0 { metrics.add(Int64(failures), to: .putEventsFailedEntries, in: minute) }
  }

  /// Lets the account that owns the bus take an event.
  private func take(
    _ event: BusEvent,
    on reference: String?,
    for caller: Caller
  ) async throws(ServiceError) {
    guard let arn = reference.flatMap({ ARN($0) }), arn.account != cloud.account else {
      return try accept(event, on: Self.busName(reference), for: caller)
    }
    let sender = caller.leaving(cloud)
    guard let owner = cloud.owner(of: arn) else {
      throw Self.strangersRefusal(of: caller, "PutEvents", on: arn, in: cloud)
    }
    try await owner.eventBridge.accept(event, on: arn.name, for: sender)
  }

  /// Takes an event whose sender the bus's policy lets in.
  ///
  /// The own account hears nothing of a bus that does not exist: its event is dropped.
  private func accept(
    _ event: BusEvent,
    on name: String,
    for caller: Caller
  ) throws(ServiceError) {
    let bus = buses.first { $0.name == name }
    if caller.origin != nil || bus?.policy != nil {
      let arn = bus?.arn ?? Self.busARN(name, in: cloud)
      try authorise(caller, "PutEvents", on: arn, by: bus?.policy, event.policyContext)
    }
    route(event, on: name)
  }
}
