import Simulation

/// What an API destination is doing.
public enum ApiDestinationState: String, Decodable, Sendable, CaseIterable {
  /// Requests are sent.
  case active = "ACTIVE"
  /// None is sent, because its connection is not authorised.
  case inactive = "INACTIVE"
}

/// How requests are sent to an API destination.
public enum ApiDestinationHttpMethod: String, Decodable, Sendable, CaseIterable {
  /// By `POST`.
  case post = "POST"
  /// By `GET`.
  case get = "GET"
  /// By `HEAD`.
  case head = "HEAD"
  /// By `OPTIONS`.
  case options = "OPTIONS"
  /// By `PUT`.
  case put = "PUT"
  /// By `PATCH`.
  case patch = "PATCH"
  /// By `DELETE`.
  case delete = "DELETE"
}

/// An API destination: an address outside of AWS that rules send events to.
struct APIDestination {
  let name: String
  let arn: ARN
  /// When it was made, in milliseconds since 1970.
  let created: Int64
  var modified: Int64
  var description: String?
  var connection: ARN
  /// The address, in which asterisks stand for parts of the path.
  var endpoint: String
  var method: ApiDestinationHttpMethod
  var requestsPerSecond: Int
  var rate = InvocationRate()
}

extension EventBridge {
  /// The API destination of this name.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - verb: what would be done with it, for the refusal.
  /// - Returns: the API destination.
  /// - Throws: ``ServiceError`` when there is none.
  func destination(_ name: String, to verb: String) throws(ServiceError) -> APIDestination {
    guard let destination = destinations[name] else {
      throw .destinationNotFound(name, verb)
    }
    return destination
  }

  /// The connection of an API destination, if it is still there.
  func connection(of destination: APIDestination) -> EventConnection? {
    connections.values.first { $0.arn == destination.connection }
  }

  /// What an API destination is doing: its connection decides.
  func state(of destination: APIDestination) -> ApiDestinationState {
    connection(of: destination)?.state == .authorized ? .active : .inactive
  }

  /// Sends an event to the address of an API destination and looks at the answer.
  ///
  /// The answer must come within five seconds. What is beyond the destination's own rate is
  /// delayed.
  ///
  /// - Throws: ``DeliveryFailure`` unless the answer is a status from 200 to 299.
  func call(_ arn: ARN, with delivery: Delivery, for task: RuleDelivery) async throws {
    guard let destination = destinations.values.first(where: { $0.arn == arn }) else {
      throw DeliveryFailure("NO_RESOURCE", "There is no API destination \(arn).")
    }
    try await waitForTurn(destination, task)
    guard let connection = connection(of: destination), connection.state == .authorized,
      let credentials = connection.credentials, let address = WebAddress(destination.endpoint)
    else { throw DeliveryFailure.notAuthorized }
    var parts = RequestParts(path: address.path)
    parts.add(connection.parameters.invocationHttpParameters)
    parts.add(task.target.httpParameters)
    parts.set(credentials.name, credentials.value)
    parts.set("User-Agent", "Amazon/EventBridge/ApiDestinations")
    parts.set("Content-Type", "application/json; charset=utf-8")
    cloud.meter.add(.apiDestinations, 1, for: destination.name)
    let answer: HTTPResponse
    do {
      answer = try await HTTPClient(cloud: cloud, component: task.rule.bus).send(
        parts.body(with: delivery),
        destination.method.rawValue,
        to: address.with(path: parts.path),
        headers: parts.headers,
        timeout: EventBridgeQuotas.destinationTimeout
      )
    } catch let failure as HTTPFailure {
      throw DeliveryFailure(failure)
    }
    if [401, 407].contains(answer.status), connection.type == .oauthClientCredentials {
      await renewToken(of: connection)
    }
    if let failure = DeliveryFailure(answer) { throw failure }
  }

  private func waitForTurn(_ destination: APIDestination, _ task: RuleDelivery) async throws {
    let limit = min(destination.requestsPerSecond, EventBridgeQuotas.destinationRate)
    let wait =
      destinations[destination.name]?.rate.delay(limit, at: simulation.now) ?? .zero
    guard wait > .zero else { return }
    cloud.record(
      EventBridgeEvent.invocationThrottled(
        eventID: task.event.id,
        rule: task.rule.name,
        delay: wait
      ),
      from: task.rule.bus
    )
    try await simulation.sleep(for: wait)
  }

  /// Asks for another token: the endpoint does not take the one that there is.
  private func renewToken(of connection: EventConnection) async {
    let answer = await requestToken(for: connection)
    guard let token = answer.token, connections[connection.name]?.revision == connection.revision
    else { return }
    connections[connection.name]?.token = token
    connections[connection.name]?.authorized = cloud.unixMilliseconds
  }
}

extension DeliveryFailure {
  /// The connection has nothing to say who sends.
  fileprivate static let notAuthorized = Self(
    "SDK_CLIENT_ERROR",
    "Unable to invoke ApiDestination endpoint: The connection is not authorized."
  )

  /// No answer came.
  fileprivate init(_ failure: HTTPFailure) {
    let prefix = "Unable to invoke ApiDestination endpoint: "
    switch failure {
    case .timedOut:
      self.init(
        "TIMEOUT",
        prefix + "Timeout calling endpoint for API Destination: socket closed.",
        isRetryable: true
      )
    case .connectionRefused, .connectionReset, .unknownHost:
      self.init(
        "SDK_CLIENT_ERROR",
        prefix + "API destination endpoint cannot be reached.",
        isRetryable: true
      )
    }
  }

  /// An answer that is no success; `nil` for one that is.
  fileprivate init?(_ answer: HTTPResponse) {
    guard !answer.isSuccess else { return nil }
    let status = answer.status
    let message = "Unable to invoke ApiDestination endpoint: The endpoint answered \(status)."
    switch status {
    case 429: self.init("THROTTLING", message, isRetryable: true)
    case 401, 407, 409: self.init("SDK_CLIENT_ERROR", message, isRetryable: true)
    case 500...: self.init("INTERNAL_ERROR", message, isRetryable: true)
    default: self.init("SDK_CLIENT_ERROR", message)
    }
  }
}
