import JSON
public import Simulation

/// The payment provider: charges cards, and keeps the charges.
///
/// `POST /charges` with `{"amount": 1299, "card": "4242…", "reference": "A-17",
/// "idempotencyKey": "…"}`, the amount in cents, answers 200 with `{"id", "amount", "reference"}`,
/// or 402 for a card that it declines. With a key, a repeat returns the first charge; without one,
/// it charges again.
public actor PaymentProvider: Simulated, HTTPEndpoint {
  /// A charge that the provider has made.
  public struct Charge: Hashable, Sendable {
    /// The charge's id.
    public let id: String
    /// The amount in cents.
    public let cents: Int
    /// What the shop calls it, such as the order's number.
    public let reference: String
    /// The key by which a repeat is known; `nil` when there was none.
    public let idempotencyKey: String?
    /// When the card was charged.
    public let instant: SimulationInstant
  }

  /// A card number that is always declined.
  public static let decliningCard = "4000000000000002"

  /// The provider's name in the topology.
  public nonisolated let component: String
  /// The account and Region of who calls it; the provider itself is outside.
  public nonisolated let cloud: Cloud
  /// The simulation.
  public nonisolated var simulation: Simulation { cloud.simulation }

  /// Every charge, oldest first.
  public private(set) var charges: [Charge] = []
  /// The place of the charge that a key has made.
  private var chargeOfKey: [String: Int] = [:]
  private var front: ProviderFront
  private var identifiers: RandomStream

  /// Opens the provider.
  public init(
    _ component: String = "payment-provider",
    in cloud: Cloud,
    settings: ProviderSettings = ProviderSettings()
  ) {
    self.component = component
    self.cloud = cloud
    front = ProviderFront(component, in: cloud, settings)
    identifiers = cloud.randomStream("identifiers of \(component)")
  }

  /// Charges a card.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    guard request.method == "POST", request.path == "/charges" else {
      return HTTPResponse(status: 404, message: "There is only POST /charges")
    }
    let (time, fails) = front.draw()
    try await simulation.sleep(for: time)
    if fails {
      cloud.record(ProviderEvent.failed, from: component)
      return .providerFailure
    }
    guard let cents = request.body?["amount"]?.intValue, cents > 0 else {
      return .badRequest("amount must be a number of cents above 0")
    }
    let reference = request.body?["reference"]?.stringValue ?? ""
    if let key = request.body?["idempotencyKey"]?.stringValue, let place = chargeOfKey[key] {
      cloud.record(ProviderEvent.repeated(id: charges[place].id, key: key), from: component)
      return answer(charges[place])
    }
    guard request.body?["card"]?.stringValue != Self.decliningCard else {
      cloud.record(
        ProviderEvent.declined(reference: reference, cents: cents),
        from: component
      )
      return HTTPResponse(status: 402, message: "Your card was declined.")
    }
    return answer(charge(cents, reference, request.body?["idempotencyKey"]?.stringValue))
  }

  private func charge(_ cents: Int, _ reference: String, _ key: String?) -> Charge {
    let charge = Charge(
      id: "ch_" + Identifiers.hex(24, from: &identifiers),
      cents: cents,
      reference: reference,
      idempotencyKey: key,
      instant: simulation.now
    )
    if let key { chargeOfKey[key] = charges.count }
    charges.append(charge)
    cloud.record(
      ProviderEvent.charged(id: charge.id, reference: reference, cents: cents),
      from: component
    )
    return charge
  }

  private func answer(_ charge: Charge) -> HTTPResponse {
    HTTPResponse(
      status: 200,
      body: [
        "id": .string(charge.id),
        "amount": .number(JSONNumber(charge.cents)),
        "reference": .string(charge.reference),
      ]
    )
  }
}
