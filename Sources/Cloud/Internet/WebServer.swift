public import JSON
public import Simulation

/// Somebody else's web server on the internet, which answers as a learner has told it to.
///
/// One server is one host; each of its pages has an answer of its own. Slowness and outages of the
/// whole host come from the fault board, by the host's name.
public actor WebServer: Simulated, HTTPEndpoint {
  /// How a page behaves.
  public struct Behaviour: Hashable, Sendable {
    /// The status of its answers.
    public var status = 200
    /// How many more answers have that status, and 200 after them; `nil` for all.
    public var times: Int?
    /// The body of its answers; `nil` for none.
    public var body: JSONValue?
    /// How long an answer takes.
    public var latency = WebServer.usualLatency
    /// Whether nobody listens: a connection is refused, and nothing arrives.
    public var isDown = false
    /// Whether it visits the address with which a topic's owner asks it to confirm a subscription.
    public var confirms = false
    /// Whether its answers are what a delivery stream expects of an endpoint that takes records.
    public var acknowledges = false

    /// Creates the behaviour of a page that answers 200 at once.
    public init() {}
  }

  /// A request that has arrived.
  public struct Received: Hashable, Sendable {
    /// When it arrived.
    public let instant: SimulationInstant
    /// The request.
    public let request: HTTPRequest
    /// The status with which it was answered.
    public let status: Int
  }

  /// What a page does and what has come to it.
  public struct Page: Sendable {
    /// Its path, such as `/orders`.
    public let path: String
    /// How it behaves.
    public internal(set) var behaviour: Behaviour
    /// The latest requests, oldest first: at least ``WebServer/kept`` of them if there were as many.
    public internal(set) var received: [Received] = []
    /// How many requests have arrived.
    public internal(set) var count = 0
    /// How many of them were answered by a status from 200 to 299.
    public internal(set) var accepted = 0
  }

  /// How long a page takes unless it is told otherwise: an assumption.
  public static let usualLatency = Duration.milliseconds(50)
  /// How many requests a page keeps.
  public static let kept = 1_000

  /// The host, by which the topology and faults know the server.
  public nonisolated let component: String
  /// Scheme and host, such as `https://partner.example`.
  public nonisolated let site: String
  /// The account at whose prompt the server was made; the server itself is outside.
  public nonisolated let cloud: Cloud
  /// The simulation.
  public nonisolated var simulation: Simulation { cloud.simulation }
  /// The same for callers of every account.
  public nonisolated var faults: FaultBoard? { cloud.faults }

  /// The pages, in the order in which they were made.
  public private(set) var pages: [Page] = []

  init(_ address: WebAddress, in cloud: Cloud) {
    component = address.host
    site = address.site
    self.cloud = cloud
  }

  /// The page at a path; `nil` when there is none.
  public func page(_ path: String) -> Page? { pages.first { $0.path == path } }

  /// Lets the page at a path behave so from now on; made when there is none yet.
  ///
  /// - Returns: how it behaved before; `nil` when it is new.
  @discardableResult
  public func set(_ path: String, _ change: @Sendable (inout Behaviour) -> Void) -> Behaviour? {
    if let place = pages.firstIndex(where: { $0.path == path }) {
      let old = pages[place].behaviour
      change(&pages[place].behaviour)
      return old
    }
    var behaviour = Behaviour()
    change(&behaviour)
    pages.append(Page(path: path, behaviour: behaviour))
    return nil
  }

  /// Answers as the page's behaviour says.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    let path = String(request.path.prefix { $0 != "?" })
    guard let place = pages.firstIndex(where: { $0.path == path }) else {
      return HTTPResponse(status: 404, message: "Not Found")
    }
    let behaviour = pages[place].behaviour
    guard !behaviour.isDown else { throw HTTPFailure.connectionRefused }
    let slowness = cloud.faults.slowness(of: component)
    let latency = behaviour.latency
    try await simulation.sleep(for: slowness == 1 ? latency : latency * slowness)
    let status = answer(request, on: place)
    if behaviour.confirms { confirm(request) }
    let body = behaviour.acknowledges ? acknowledgement(of: request) : nil
    return HTTPResponse(status: status, body: body ?? behaviour.body)
  }

  /// Notes a request, and returns the status of its answer.
  private func answer(_ request: HTTPRequest, on place: Int) -> Int {
    var status = pages[place].behaviour.status
    if let times = pages[place].behaviour.times {
      if times > 0 {
        pages[place].behaviour.times = times - 1
      } else {
        status = 200
      }
    }
    pages[place].count += 1
    if (200..<300).contains(status) { pages[place].accepted += 1 }
    pages[place].received.append(
      Received(instant: simulation.now, request: request, status: status)
    )
    if pages[place].received.count >= 2 * Self.kept {
      pages[place].received.removeFirst(Self.kept)
    }
    return status
  }

  /// Tells the id of a request and the time; `nil` for a request without an id.
  private func acknowledgement(of request: HTTPRequest) -> JSONValue? {
    guard let id = request.body?["requestId"] else { return nil }
    return ["requestId": id, "timestamp": .number(JSONNumber(Int(cloud.unixMilliseconds)))]
  }

  /// Visits the address in a request that asks to confirm a subscription.
  private func confirm(_ request: HTTPRequest) {
    guard request.body?["Type"]?.stringValue == "SubscriptionConfirmation",
      let address = request.body?["SubscribeURL"]?.stringValue.flatMap({ WebAddress($0) })
    else { return }
    let client = HTTPClient(cloud: cloud, component: component)
    simulation.spawn(on: self) { _ in
      // A confirmation that fails is the sender's loss; its record tells.
      _ = try? await client.send(nil, "GET", to: address)
    }
  }
}
