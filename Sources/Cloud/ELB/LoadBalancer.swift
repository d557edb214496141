public import Simulation

/// An Application Load Balancer: takes requests and forwards each to a target that is well.
///
/// When no target answers it answers itself: 502 when the target refused or broke the connection,
/// 503 when there is none, 504 when it did not answer in time.
public actor LoadBalancer: Simulated, HTTPEndpoint {
  /// Who may reach a balancer.
  public enum Scheme: String, Hashable, Sendable, CaseIterable, Decodable {
    /// Everybody.
    case internetFacing = "internet-facing"
    /// Only what runs in the same network: the balancer between two tiers.
    case `internal`
  }

  /// What happens to a request.
  enum Action {
    case forward(TargetGroup)
    case fixedResponse(status: Int, text: String?)
  }

  /// A rule: what comes for one of these paths is treated so.
  struct Rule {
    let arn: String
    let priority: Int
    let paths: [PathPattern]
    let action: Action
  }

  /// The balancer's name in the topology.
  public nonisolated let component: String
  /// The balancer's ARN.
  public nonisolated let arn: String
  /// Who may reach it.
  public nonisolated let scheme: Scheme
  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// The simulation of the balancer's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  let createdMilliseconds: Int64
  private(set) var listenerARN: String?
  private(set) var defaultAction: Action?
  /// In order of priority.
  private(set) var rules: [Rule] = []
  private let client: HTTPClient

  init(_ name: String, arn: String, scheme: Scheme, in cloud: Cloud) {
    component = name
    self.arn = arn
    self.scheme = scheme
    self.cloud = cloud
    createdMilliseconds = cloud.unixMilliseconds
    client = HTTPClient(cloud: cloud, component: name)
  }

  /// Opens the balancer's one listener.
  func listen(arn: String, default action: Action) {
    listenerARN = arn
    defaultAction = action
  }

  /// Closes the balancer for good.
  func close() {
    listenerARN = nil
    defaultAction = nil
    rules = []
  }

  func add(_ rule: Rule) {
    let place = rules.firstIndex { $0.priority > rule.priority } ?? rules.endIndex
    rules.insert(rule, at: place)
  }

  func isUsing(_ group: TargetGroup) -> Bool {
    (rules.map(\.action) + [defaultAction].compactMap(\.self)).contains { action in
      if case .forward(let used) = action { used === group } else { false }
    }
  }

  // MARK: Requests

  /// Forwards a request by the first rule that fits, and answers what the target answers.
  ///
  /// - Throws: ``HTTPFailure/connectionRefused`` while the balancer has no listener.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    guard listenerARN != nil else { throw HTTPFailure.connectionRefused }
    cloud.meter.add(
      .loadBalancerCapacity,
      Int64(1_000 / ELBQuotas.connectionsPerLCU),
      for: component
    )
    let path = request.path.prefix { $0 != "?" }
    let rule = rules.first { rule in rule.paths.contains { $0.matches(path) } }
    switch rule?.action ?? defaultAction {
    case nil: throw HTTPFailure.connectionRefused
    case .fixedResponse(let status, let text):
      return text.map { HTTPResponse(status: status, message: $0) } ?? HTTPResponse(status: status)
    case .forward(let group):
      guard let target = await group.take() else {
        return answer(503, "Service Temporarily Unavailable", "no target is registered")
      }
      let response = try await forward(request, to: target)
      await group.giveBack(target)
      return response
    }
  }

  private func forward(
    _ request: HTTPRequest,
    to target: TargetGroup.Reservation
  ) async throws -> HTTPResponse {
    guard target.instance.isBooted else {
      // Nobody is there to refuse the connection: the balancer tries until its time-out.
      try await simulation.sleep(for: ELBQuotas.connectTimeout)
      return answer(504, "Gateway Time-out", "no connection to \(target.instance.id)")
    }
    guard let process = target.instance.server else {
      return answer(502, "Bad Gateway", "\(target.instance.id) refused the connection")
    }
    do {
      return try await client.send(request, to: process, timeout: ELBQuotas.idleTimeout)
    } catch HTTPFailure.timedOut {
      return answer(504, "Gateway Time-out", "\(target.instance.id) did not answer in time")
    } catch let failure as HTTPFailure {
      return answer(502, "Bad Gateway", "\(target.instance.id): \(failure)")
    }
  }

  private func answer(_ status: Int, _ text: String, _ reason: String) -> HTTPResponse {
    cloud.record(ELBEvent.answered(status: status, reason: reason), from: component)
    return HTTPResponse(status: status, message: text)
  }
}

/// A path in a rule's condition: `*` stands for any characters, `?` for one.
struct PathPattern: Hashable {
  let text: String
  private let characters: [Character]

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  /// Tells whether a path fits, in time proportional to the product of the lengths at worst.
  func matches(_ path: some StringProtocol) -> Bool {
    let path = Array(path)
    var (at, place) = (0, 0)
    var star: (pattern: Int, path: Int)?
    while place < path.count {
      if at < characters.count, characters[at] == "*" {
        star = (at, place)
        at += 1
      } else if at < characters.count, characters[at] == "?" || characters[at] == path[place] {
        at += 1
        place += 1
      } else if let last = star {
        // Let the last star stand for one more character.
        star = (last.pattern, last.path + 1)
        (at, place) = (last.pattern + 1, last.path + 1)
      } else {
        return false
      }
    }
    return characters[at...].allSatisfy { $0 == "*" }
  }
}
