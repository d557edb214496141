public import JSON
import Simulation

/// Puts up to ten events on buses.
public struct PutEvents: Operation {
  /// One event.
  public struct Entry: Decodable, Sendable {
    /// When it happened: seconds since 1970 or an ISO 8601 date in UTC; now if left out.
    public var time: JSONValue?
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
    /// The detail, in the form in which it came.
    var content: EventDetail?

    enum CodingKeys: String, CodingKey {
      case time, source, resources, detailType
      case content = "detail"
      case eventBusName
    }

    /// Creates an entry.
    public init(
      source: String?,
      detailType: String?,
      detail: String?,
      eventBusName: String? = nil,
      resources: [String]? = nil,
      time: JSONValue? = nil
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
    let range = EventBridgeQuotas.entries
    guard range.contains(entries.count) else {
      let rule =
        entries.isEmpty
        ? "greater than or equal to \(range.lowerBound)"
        : "less than or equal to \(range.upperBound)"
      throw ServiceError.constraint("[\(entries.count)]", at: "entries", "have length \(rule)")
    }
    guard entries.reduce(0, { $0 + $1.size }) < EventBridgeQuotas.entriesSize.bytes else {
      throw ServiceError.validation("Total size of the entries in the request is over the limit.")
    }
    let results = entries.map { events.put($0) }
    return Output(failedEntryCount: results.count { $0.eventId == nil }, entries: results)
  }
}

extension EventBridge {
  /// Puts one event on its bus, or says why not.
  fileprivate func put(_ entry: PutEvents.Entry) -> PutEvents.Result {
    let bus = Self.busName(entry.eventBusName)
    do {
      let detail = try Self.checkedDetail(of: entry)
      let event = BusEvent(entry, detail: detail, id: newIdentifier(), in: cloud)
      let chunk = EventBridgeQuotas.billedChunk.bytes
      cloud.meter.add(.eventBridgeEvents, Int64(max(1, (entry.size + chunk - 1) / chunk)), for: bus)
      route(event, on: bus)
      return .init(eventId: event.id)
    } catch {
      cloud.record(EventBridgeEvent.entryRefused(code: error.code), from: bus)
      return .init(errorCode: error.code, errorMessage: error.message)
    }
  }

  private static func checkedDetail(of entry: PutEvents.Entry) throws(ServiceError) -> JSONObject {
    func refusal(_ code: String, _ message: String) -> ServiceError {
      ServiceError(code: code, status: 400, message: message)
    }
    let required = [
      ("Source", entry.source?.isEmpty), ("DetailType", entry.detailType?.isEmpty),
      ("Detail", entry.content.map { $0.size == 0 }),
    ]
    for (name, isEmpty) in required where isEmpty ?? true {
      throw refusal(
        "InvalidArgument",
        "Parameter \(name) is not valid. Reason: \(name) is a required argument."
      )
    }
    if entry.source?.hasPrefix("aws.") == true {
      throw refusal("NotAuthorizedForSourceException", "Not authorized for the source.")
    }
    let limit = EventBridgeQuotas.detailTypeLength.upperBound
    if let type = entry.detailType, type.utf8.count > limit, type.count > limit {
      throw refusal(
        "InvalidArgument",
        "Parameter DetailType is not valid. Reason: it has \(type.count) letters; \(limit) are"
          + " allowed."
      )
    }
    if let time = entry.time, EventTime.seconds(time) == nil {
      throw refusal(
        "InvalidArgument",
        "Parameter Time is not valid. Reason: \(time.text()) is neither seconds since 1970 nor a"
          + " date such as 2026-01-01T00:00:00Z."
      )
    }
    guard case .object(let detail) = entry.content?.json else {
      throw refusal("MalformedDetail", "Detail is malformed.")
    }
    return detail
  }
}

/// The detail of an entry: a text from the wire, or the JSON that Swift code has at hand.
enum EventDetail: Sendable {
  case text(String)
  /// With the bytes of its text, which are asked for more than once.
  case json(JSONValue, size: Int)

  var text: String {
    switch self {
    case .text(let text): text
    case .json(let value, _): value.text()
    }
  }

  /// The JSON; `nil` when the text is none.
  var json: JSONValue? {
    switch self {
    case .text(let text): try? JSONValue(parsing: text)
    case .json(let value, _): value
    }
  }

  /// The bytes of the text.
  var size: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .json(_, let size): size
    }
  }
}

extension EventDetail: Decodable, ShapeDescribing {
  static var shape: Shape { .string }
  static var example: EventDetail { .text("") }

  init(from decoder: any Decoder) throws {
    self = .text(try String(from: decoder))
  }
}
