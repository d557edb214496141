import JSON
public import Simulation

/// The mail provider: takes mails over, and keeps what it has sent.
///
/// `POST /mails` with `{"to", "subject", "text"}` answers 202 with `{"id"}`.
public actor MailProvider: Simulated, HTTPEndpoint {
  /// A mail that the provider has taken over.
  public struct Mail: Hashable, Sendable {
    /// Whom it is for.
    public let recipient: String
    /// What it is about.
    public let subject: String
    /// What it says.
    public let text: String
    /// When it was taken over.
    public let instant: SimulationInstant
  }

  /// The provider's name in the topology.
  public nonisolated let component: String
  /// The account and Region of who calls it; the provider itself is outside.
  public nonisolated let cloud: Cloud
  /// The simulation.
  public nonisolated var simulation: Simulation { cloud.simulation }

  /// The latest mails, oldest first: at least ``kept`` of them if there were as many.
  public private(set) var outbox: [Mail] = []
  /// How many mails were taken over.
  public private(set) var count = 0
  /// How many mails are kept; a long load sends more than anybody reads.
  public static let kept = 1_000
  private var front: ProviderFront

  /// Opens the provider.
  public init(
    _ component: String = "mail-provider",
    in cloud: Cloud,
    settings: ProviderSettings = ProviderSettings(
      latency: .logNormal(mean: .milliseconds(80), deviation: .milliseconds(30))
    )
  ) {
    self.component = component
    self.cloud = cloud
    front = ProviderFront(component, in: cloud, settings)
  }

  /// Takes a mail over.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    guard request.method == "POST", request.path == "/mails" else {
      return HTTPResponse(status: 404, message: "There is only POST /mails")
    }
    let (time, fails) = front.draw()
    try await simulation.sleep(for: time)
    if fails {
      cloud.record(ProviderEvent.failed, from: component)
      return .providerFailure
    }
    guard let recipient = request.body?["to"]?.stringValue, !recipient.isEmpty else {
      return .badRequest("to must be an address")
    }
    let mail = Mail(
      recipient: recipient,
      subject: request.body?["subject"]?.stringValue ?? "",
      text: request.body?["text"]?.stringValue ?? "",
      instant: simulation.now
    )
    outbox.append(mail)
    count += 1
    // Trimming only at twice the number makes each mail's share of the work constant.
    if outbox.count >= 2 * Self.kept { outbox.removeFirst(Self.kept) }
    cloud.record(
      ProviderEvent.mailed(to: recipient, subject: mail.subject),
      from: component
    )
    return HTTPResponse(status: 202, body: ["id": .string("mail-\(count)")])
  }
}
