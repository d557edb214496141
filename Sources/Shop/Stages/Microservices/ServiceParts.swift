import Cloud
import JSON
import Simulation

/// One small service: a program with a capability of its own.
protocol Microservice: Sendable {
  /// Begins one life of the service's process.
  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws

  /// Answers a call of another service or of the edge.
  func answer(_ request: HTTPRequest) async throws -> HTTPResponse

  /// Handles what a message in the service's queue says.
  func handle(_ message: JSONValue) async throws
}

extension Microservice {
  func answer(_ request: HTTPRequest) async throws -> HTTPResponse { HTTPResponse(status: 404) }
  func handle(_ message: JSONValue) async throws {}
}

/// What services find around them: stores and ways to each other, each used by its owner alone.
struct Surroundings: Sendable {
  let orders: RelationalDatabase<CheckoutStore>
  let stock: RelationalDatabase<StockStore>
  let stockBalancer: LoadBalancer
  let hasKeys: Bool
}

/// One service of the stage: its program, what starts it, and what it uses.
struct DeployedService: Sendable {
  let name: String
  let program: any Microservice.Type
  /// The paths at the edge that lead to it.
  var paths: [String] = []
  /// The queue that it takes messages from.
  var queue: String?
  /// The components that it calls and waits for.
  var calls: [String] = []
  /// The queues that it writes to.
  var tells: [String] = []

  /// Whether somebody waits for its answers: then it runs at least twice.
  var isWaitedFor: Bool { !paths.isEmpty }
}

/// A queue to another service.
struct Outbox {
  private let client: Client<SQS>

  init(_ machine: ProcessEnvironment) { client = machine.client(of: SQS.self) }

  func put(_ message: JSONValue, in queue: String) async throws {
    _ = try await client(SendMessage(queueUrl: queue, messageBody: message.text()))
  }
}

/// Thrown when another service has not done what it was asked for, or has not said so.
struct ServiceFailure: Error, CustomStringConvertible {
  let service: String
  let reason: String
  var description: String { "\(service): \(reason)" }
}

/// The way to the stock service; whoever uses it waits for the answer.
struct StockClient {
  /// How long to wait for an answer: an assumption.
  private static let timeout = Duration.seconds(5)

  private let http: HTTPClient
  private let balancer: LoadBalancer

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) {
    http = machine.http
    balancer = surroundings.stockBalancer
  }

  /// Keeps an order's items for one attempt.
  ///
  /// - Throws: `Rejection` when there are too few; ``ServiceFailure``.
  func reserve(_ attempt: CheckoutStore.Attempt) async throws {
    let body: JSONValue = [
      "order": attempt.order.json, "attempt": .number(JSONNumber(attempt.number)),
    ]
    let answer = try await ask("reserve", body)
    if let rejection = answer.body.flatMap(Rejection.init(json:)) { throw rejection }
    guard answer.isSuccess else { throw failure("status \(answer.status)") }
  }

  /// Gives an attempt's items back, now or when they would be reserved.
  func release(_ attempt: CheckoutStore.Attempt) async throws {
    try await tell(
      "release",
      ["order": .string(attempt.order.id), "attempt": .number(JSONNumber(attempt.number))]
    )
  }

  /// Takes an order's items from the shelf.
  func dispatch(_ order: String) async throws {
    try await tell("dispatch", ["order": .string(order)])
  }

  private func tell(_ what: String, _ body: JSONValue) async throws {
    let answer = try await ask(what, body)
    guard answer.isSuccess else { throw failure("status \(answer.status)") }
  }

  private func ask(_ what: String, _ body: JSONValue) async throws -> HTTPResponse {
    let request = HTTPRequest(method: "POST", path: "/stock/\(what)", body: body)
    do {
      return try await http.send(request, to: balancer, timeout: Self.timeout)
    } catch let error as HTTPFailure {
      throw failure("\(error)")
    }
  }

  private func failure(_ reason: String) -> ServiceFailure {
    ServiceFailure(service: "stock", reason: reason)
  }
}
