import Cloud
import JSON
import Simulation

// What the functions share: how a web request, a queue's batch and a fact on the bus are read.

/// A request that comes through the HTTP API, and its answer.
enum WebRequest {
  static func body(of request: JSONValue) -> JSONValue {
    request["body"]?.stringValue.flatMap { try? JSONValue(parsing: $0) } ?? .null
  }

  static func answer(_ status: Int, _ body: JSONValue? = nil) -> JSONValue {
    var answer: JSONObject = ["statusCode": .number(JSONNumber(status))]
    if let body { answer["body"] = .string(body.text()) }
    return .object(answer)
  }
}

/// A batch of messages that a mapping has fetched; each carries one event of the bus.
enum QueueBatch {
  /// Handles every message, and answers which have failed: only those come back.
  static func forEach(
    of batch: JSONValue,
    _ handle: (JSONValue) async throws -> Void
  ) async throws -> JSONValue {
    var failures: [JSONValue] = []
    for record in batch["Records"]?.arrayValue ?? [] {
      do {
        let event = try JSONValue(parsing: record["body"]?.stringValue ?? "")
        try await handle(event["detail"] ?? .null)
      } catch let end as ScopeEnded {
        throw end
      } catch {
        failures.append(["itemIdentifier": record["messageId"] ?? .null])
      }
    }
    return ["batchItemFailures": .array(failures)]
  }
}

/// What the facts on the bus say.
enum Facts {
  static func order(in detail: JSONValue) throws(BadFact) -> (Order, Amount) {
    guard let order = detail["order"].flatMap(Order.init(json:)),
      let total = detail["total"].flatMap(Amount.init(json:))
    else { throw BadFact(detail: detail) }
    return (order, total)
  }

  static func question(in event: JSONValue) throws(BadFact) -> Question {
    try read(event, Question.init(json:))
  }

  static func delivery(in event: JSONValue) throws(BadFact) -> StockDelivery {
    try read(event, StockDelivery.init(json:))
  }

  static func photo(in event: JSONValue) throws(BadFact) -> Photo {
    try read(event, Photo.init(json:))
  }

  private static func read<Value>(
    _ event: JSONValue,
    _ make: (JSONValue) -> Value?
  ) throws(BadFact) -> Value {
    let detail = event["detail"] ?? .null
    guard let value = make(detail) else { throw BadFact(detail: detail) }
    return value
  }
}

/// Thrown by a consumer for a fact that it cannot read.
struct BadFact: Error, CustomStringConvertible {
  let detail: JSONValue
  var description: String { "the event's detail cannot be read: \(detail.text())" }
}

/// The event bus, as the functions use it.
struct Bus {
  private let client: Client<EventBridge>

  init(_ environment: FunctionEnvironment) {
    client = environment.client(of: EventBridge.self)
  }

  /// Says a fact.
  func put(_ fact: String, _ detail: JSONValue) async throws {
    let entry = PutEvents.Entry(
      source: EventDriven.source,
      detailType: fact,
      document: detail,
      eventBusName: EventDriven.bus
    )
    let answer = try await client(PutEvents(entries: [entry]))
    if let code = answer.entries.first?.errorCode {
      throw FunctionError(type: code, message: answer.entries.first?.errorMessage ?? code)
    }
  }
}

extension Costs {
  /// Loading libraries and opening connections, once for each environment of a function.
  static let initialisation = Duration.milliseconds(60)
}

extension StockDelivery {
  /// Refuses what the shop does not sell and what no lorry brings.
  func check(against catalogue: Catalogue) throws(Rejection) {
    guard catalogue[item] != nil else { throw .unknownItem(item) }
    guard Self.quantities.contains(quantity) else {
      throw .badQuantity(item: item, quantity: quantity)
    }
  }
}

extension Amount {
  var json: JSONValue {
    ["cents": .number(JSONNumber(cents)), "currency": .string(currency.rawValue)]
  }

  init?(json: JSONValue) {
    guard let cents = json["cents"]?.intValue,
      let currency = json["currency"]?.stringValue.flatMap(Currency.init(rawValue:))
    else { return nil }
    self.init(cents: cents, currency)
  }
}

extension FunctionEnvironment {
  /// Sends the function's own requests over HTTP.
  var http: HTTPClient { HTTPClient(cloud: cloud, component: functionName) }

  /// Tells the shop's metrics what has happened.
  func report(_ event: ShopEvent) {
    cloud.simulation.record(event, from: functionName)
  }
}
