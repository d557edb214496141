import Cloud
import JSON
import Simulation

/// What a learner's calls can go to: a function by its name or ARN, or an address over HTTP.
struct CallTarget {
  /// The component that answers, by its name in the topology.
  let component: String
  private let call: @Sendable (JSONValue?) async throws -> CallAnswer

  /// Finds out what `argument` names, and refuses what is not there.
  init(_ argument: Argument, in world: World) throws(CommandError) {
    if argument.text.contains("://") {
      let address = try HTTPAddress(argument, in: world)
      component = address.endpoint.component
      call = { body in
        let method = body == nil ? "GET" : "POST"
        return try await address.send(method, body, within: nil).call
      }
      return
    }
    let (cloud, text) = (world.cloud, argument.text)
    do {
      component = try world.run { try await cloud.lambda.functionName(of: text) }
    } catch {
      throw CommandError(
        code: error.code,
        message: error.message,
        remedy: Spelling.remedy(for: text, among: world.components(.function)),
        column: argument.column
      )
    }
    call = { payload in try await Self.invoke(text, payload, in: cloud) }
  }

  /// Makes one call and waits for what comes of it.
  ///
  /// - Throws: `CancellationError` when the simulation ends meanwhile.
  func callOnce(with payload: JSONValue?) async throws -> CallAnswer {
    try await call(payload)
  }

  private static func invoke(
    _ function: String,
    _ payload: JSONValue?,
    in cloud: Cloud
  ) async throws -> CallAnswer {
    let simulation = cloud.simulation
    let began = simulation.now
    do {
      let request = Invoke(functionName: function, payload: payload)
      let output = try await cloud.lambda.call(request, for: .learner)
      return CallAnswer(
        outcome: output.functionError ?? "\(output.statusCode)",
        version: output.executedVersion,
        wait: began.duration(to: simulation.now)
      )
    } catch let error as ServiceError {
      return CallAnswer(outcome: error.code, wait: began.duration(to: simulation.now))
    }
  }
}

/// An address over HTTP: an HTTP API's, a function's own or a web server's.
struct HTTPAddress {
  let endpoint: any HTTPEndpoint
  let path: String
  private let client: HTTPClient

  /// Finds out who answers at a URL.
  init(_ argument: Argument, in world: World) throws(CommandError) {
    let (cloud, url) = (world.cloud, argument.text)
    guard let address = WebAddress(url) else {
      throw Self.refusal("\(url) is no address.", argument)
    }
    path = address.path
    client = HTTPClient(cloud: cloud, component: Caller.learner.component)
    do {
      endpoint = try world.run { try await cloud.webEndpoint(at: address) }
    } catch {
      throw Self.refusal("Nobody answers at \(url).", argument)
    }
  }

  private static func refusal(_ message: String, _ argument: Argument) -> CommandError {
    CommandError(
      .notFound,
      message,
      remedy: "Use the ApiEndpoint of apigatewayv2 create-api, the FunctionUrl of lambda"
        + " create-function-url-config, or make a web server with endpoint.",
      column: argument.column
    )
  }

  /// What came of one request.
  struct Answer: Sendable {
    /// How it ended for the caller.
    let call: CallAnswer
    /// The answer; `nil` when there was none.
    var response: HTTPResponse?
    /// Why there was none.
    var failure: HTTPFailure?
  }

  /// Sends one request and waits for the answer, for as long as `limit` says.
  ///
  /// - Throws: `CancellationError` when the simulation ends meanwhile.
  func send(
    _ method: String,
    _ body: JSONValue?,
    headers: [HTTPHeader] = [],
    within limit: Duration?
  ) async throws -> Answer {
    let simulation = client.cloud.simulation
    let began = simulation.now
    var request = HTTPRequest(method: method, path: path, body: body)
    request.headers = headers
    do {
      let response = try await client.send(request, to: endpoint, timeout: limit)
      let wait = began.duration(to: simulation.now)
      return Answer(
        call: CallAnswer(outcome: "\(response.status)", wait: wait),
        response: response
      )
    } catch let failure as HTTPFailure {
      let wait = began.duration(to: simulation.now)
      return Answer(call: CallAnswer(outcome: failure.description, wait: wait), failure: failure)
    }
  }

  /// Lets time pass for the caller.
  func pause(for duration: Duration) async throws {
    try await client.cloud.simulation.sleep(for: duration)
  }
}
