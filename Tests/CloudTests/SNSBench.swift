import Cloud
import JSON
import Simulation
import Synchronization

/// What the tests of topics have in common.
extension MessagingBench {
  static let partner = "444455556666"

  /// Calls an operation of SNS as the command line does.
  @discardableResult
  func sns(
    _ operation: String,
    _ input: JSONObject = [:],
    as account: String = Cloud.homeAccount
  ) async throws -> JSONValue {
    try await cloud.account(account).perform(
      service: "sns",
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }

  /// Makes a topic, and returns its ARN.
  @discardableResult
  func makeTopic(
    _ name: String = "orders",
    _ attributes: JSONObject = [:]
  ) async throws -> JSONValue {
    var attributes = attributes
    if name.hasSuffix(".fifo"), attributes["FifoTopic"] == nil { attributes["FifoTopic"] = "true" }
    let made = try await sns(
      "create-topic",
      [
        "Name": .string(name), "Attributes": .object(attributes),
      ]
    )
    return made["TopicArn"] ?? .null
  }

  /// Subscribes an endpoint, and returns the subscription's ARN.
  @discardableResult
  func makeSubscription(
    _ kind: String,
    _ endpoint: String,
    to topic: JSONValue,
    _ attributes: JSONObject = [:],
    as account: String = Cloud.homeAccount
  ) async throws -> JSONValue {
    let made = try await sns(
      "subscribe",
      [
        "TopicArn": topic, "Protocol": .string(kind), "Endpoint": .string(endpoint),
        "Attributes": .object(attributes), "ReturnSubscriptionArn": true,
      ],
      as: account
    )
    return made["SubscriptionArn"] ?? .null
  }

  /// Publishes, and returns the answer.
  @discardableResult
  func publish(
    _ message: String,
    to topic: JSONValue,
    _ more: JSONObject = [:]
  ) async throws -> JSONValue {
    var input: JSONObject = ["TopicArn": topic, "Message": .string(message)]
    for (name, value) in more { input[name] = value }
    return try await sns("publish", input)
  }

  /// The attributes of a topic or a subscription.
  func attributes(ofTopic topic: JSONValue) async throws -> JSONValue {
    try await sns("get-topic-attributes", ["TopicArn": topic])["Attributes"] ?? .null
  }

  func attributes(ofSubscription arn: JSONValue) async throws -> JSONValue {
    let answer = try await sns("get-subscription-attributes", ["SubscriptionArn": arn])
    return answer["Attributes"] ?? .null
  }

  func set(_ name: String, _ value: String, of arn: JSONValue) async throws {
    let isTopic = arn.stringValue?.split(separator: ":").count == 6
    try await sns(
      isTopic ? "set-topic-attributes" : "set-subscription-attributes",
      [
        isTopic ? "TopicArn" : "SubscriptionArn": arn, "AttributeName": .string(name),
        "AttributeValue": .string(value),
      ]
    )
  }

  // MARK: The internet

  /// Makes a page, and returns its server.
  @discardableResult
  func page(
    _ url: String,
    _ change: @escaping @Sendable (inout WebServer.Behaviour) -> Void = { _ in }
  ) async throws -> WebServer {
    guard let address = WebAddress(url) else { throw HTTPFailure.unknownHost }
    let server = cloud.internet.server(of: address, in: cloud)
    await server.set(address.page, change)
    return server
  }

  /// What has arrived at a page.
  func received(at url: String) async -> [WebServer.Received] {
    guard let address = WebAddress(url), let server = cloud.internet[address.site] else {
      return []
    }
    return await server.page(address.page)?.received ?? []
  }

  /// A page that confirms its subscription, already subscribed.
  func confirmedPage(
    _ url: String,
    of topic: JSONValue,
    _ attributes: JSONObject = [:]
  ) async throws -> JSONValue {
    try await page(url) { $0.confirms = true }
    let kind = String(url.prefix { $0 != ":" })
    let arn = try await makeSubscription(kind, url, to: topic, attributes)
    try await sleep(.seconds(1))
    return arn
  }

  /// What has reached somebody, or everybody.
  func mailbox(_ recipient: String? = nil) -> [Outbox.Message] {
    cloud.internet.outbox.messages.filter { recipient == nil || $0.recipient == recipient }
  }
}

/// What SNS records, in words.
final class SNSDiary: Sendable {
  private let lines = Mutex<[String]>([])

  init(_ simulation: Simulation) {
    simulation.trace.read(SNSEvent.self) { [self] instant, _, event in
      let time = Int(instant.duration(since: .start).seconds.rounded())
      let line: String? =
        switch event {
        case .delivered(_, let endpoint, let attempts): "delivered \(endpoint) \(attempts)"
        case .movedToDeadLetterQueue(_, let endpoint, let queue, let code):
          "moved \(endpoint) \(queue) \(code)"
        case .dropped(_, let endpoint, let code): "dropped \(endpoint) \(code)"
        case .redriveFailed(_, let queue, let code): "redrive failed \(queue) \(code)"
        case .deliveryRetried: "retried \(time)"
        case .repeated: "repeated"
        case .filteredOut(_, let count, let reason): "filtered \(count) \(reason.rawValue)"
        default: nil
        }
      if let line { lines.withLock { $0.append(line) } }
    }
  }

  /// The lines that do not begin like this.
  func lines(without prefix: String = "retried") -> [String] {
    lines.withLock { $0.filter { !$0.hasPrefix(prefix) } }
  }

  /// How many retries there were.
  var retries: Int { lines.withLock { $0.count { $0.hasPrefix("retried") } } }
}
