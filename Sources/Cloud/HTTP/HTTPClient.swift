public import Simulation

/// Sends HTTP requests for one component.
public struct HTTPClient: Sendable {
  /// The account and Region.
  public let cloud: Cloud
  /// Who sends, by its name in the topology.
  public let component: String
  private let network: Network

  /// Creates a client.
  ///
  /// Connections of the topology are made where the client is given its endpoints, not here.
  public init(cloud: Cloud, component: String) {
    self.cloud = cloud
    self.component = component
    network = Network(cloud: cloud)
  }

  /// Sends a request and waits for the answer.
  ///
  /// When the client gives up, or its own process ends, the server goes on with the request. A
  /// fault of the endpoint that strikes before the effects answers 503; one that strikes after them
  /// loses the answer.
  ///
  /// - Parameters:
  ///   - request: what to send.
  ///   - endpoint: to whom.
  ///   - timeout: how long to wait for the answer; `nil` for ever.
  /// - Returns: the answer, of whatever status.
  /// - Throws: ``HTTPFailure`` when there is no answer; `ScopeEnded` or `CancellationError` when
  ///   the sender is gone.
  public func send(
    _ request: HTTPRequest,
    to endpoint: some HTTPEndpoint,
    timeout: Duration? = nil
  ) async throws -> HTTPResponse {
    let simulation = cloud.simulation
    let target = endpoint.component
    let sent = cloud.record(
      HTTPEvent.requestSent(to: target, method: request.method, path: request.path),
      from: component
    )
    let began = simulation.now
    do {
      let response = try await exchange(request, with: endpoint, timeout, cause: sent)
      let duration = began.duration(to: simulation.now)
      cloud.record(
        HTTPEvent.answered(by: target, status: response.status, duration: duration),
        from: component,
        cause: sent
      )
      return response
    } catch let failure as HTTPFailure {
      let duration = began.duration(to: simulation.now)
      cloud.record(
        HTTPEvent.unanswered(by: target, failure: failure, duration: duration),
        from: component,
        cause: sent
      )
      throw failure
    }
  }

  private func exchange(
    _ request: HTTPRequest,
    with endpoint: some HTTPEndpoint,
    _ timeout: Duration?,
    cause: TraceID
  ) async throws -> HTTPResponse {
    let simulation = cloud.simulation
    var watchdog: Watchdog?
    defer { watchdog?.stop() }
    return try await simulation.suspend(waitingFor: "the answer of \(endpoint.component)") {
      (suspension: Suspension<HTTPResponse>) in
      if let timeout {
        watchdog = simulation.watchdog(at: simulation.now.advanced(by: timeout)) {
          suspension.resume(throwing: HTTPFailure.timedOut)
        }
      }
      simulation.spawn(on: network) { network in
        do {
          let response = try await Trace.$cause.withValue(cause) {
            try await network.carry(request, to: endpoint)
          }
          suspension.resume(returning: response)
        } catch {
          suspension.resume(throwing: error)
        }
      }
    }
  }
}

/// Carries requests to endpoints: an actor, so that a request can outlive its sender's patience.
private actor Network: Simulated {
  nonisolated let cloud: Cloud
  nonisolated var simulation: Simulation { cloud.simulation }

  init(cloud: Cloud) {
    self.cloud = cloud
  }

  func carry(_ request: HTTPRequest, to endpoint: some HTTPEndpoint) async throws -> HTTPResponse {
    try await simulation.sleep(for: HTTPAssumptions.networkTime)
    let target = endpoint.component
    let faults = endpoint.faults ?? cloud.faults
    if faults.strikes(target, .beforeEffects) {
      return HTTPResponse(status: 503, message: "Service Unavailable")
    }
    let response = try await endpoint.respond(to: request)
    if faults.strikes(target, .afterEffects) { throw HTTPFailure.connectionReset }
    return response
  }
}

/// What no AWS page states and this kit assumes about requests over HTTP.
public enum HTTPAssumptions {
  /// How long a request and its answer travel between machines of one Region, both together.
  ///
  /// > Simplified: the whole time is spent on the way there.
  public static let networkTime = Duration.milliseconds(1)
}

/// What happens to requests over HTTP, recorded from their sender.
public enum HTTPEvent: TraceEvent {
  /// A request was sent.
  case requestSent(to: String, method: String, path: String)
  /// It was answered, by whatever status.
  case answered(by: String, status: Int, duration: Duration)
  /// It got no answer.
  case unanswered(by: String, failure: HTTPFailure, duration: Duration)
}
