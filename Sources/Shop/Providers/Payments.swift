public import Cloud
import JSON
import Simulation

/// The shop's way to the payment provider; whoever uses it waits for the answer.
public struct Payments: Sendable {
  /// How long the shop waits for a provider before it gives up: an assumption.
  public static let timeout = Duration.seconds(8)

  private let provider: PaymentProvider
  private let http: HTTPClient

  /// Creates the way from a component to the payment provider.
  public init(by http: HTTPClient) {
    self.http = http
    provider = http.cloud.outside.payments
  }

  /// Charges a card.
  ///
  /// - Returns: whether the money was taken; false when the card was declined.
  /// - Throws: ``ProviderFailure`` when the provider did not answer or said that it failed: the
  ///   card may have been charged or not. `ScopeEnded` when the caller's process has ended.
  public func take(_ charge: Charge) async throws -> Bool {
    var body: JSONObject = [
      "amount": .number(JSONNumber(charge.amount.cents)),
      "card": .string(charge.card.rawValue),
      "reference": .string(charge.order),
    ]
    if let key = charge.idempotencyKey { body["idempotencyKey"] = .string(key) }
    let request = HTTPRequest(method: "POST", path: "/charges", body: .object(body))
    let status = try await http.ask(provider, request, for: Self.timeout, besides: 402)
    return status != 402
  }
}

/// The shop's way to the mail provider; whoever uses it waits until the mail is taken over.
public struct Mail: Sendable {
  private let provider: MailProvider
  private let http: HTTPClient

  /// Creates the way from a component to the mail provider.
  public init(by http: HTTPClient) {
    self.http = http
    provider = http.cloud.outside.mail
  }

  /// Sends a receipt.
  ///
  /// - Throws: ``ProviderFailure`` when the provider did not answer or said that it failed.
  ///   `ScopeEnded` when the caller's process has ended.
  public func send(_ receipt: Receipt) async throws {
    let body: JSONValue = [
      "to": .string(receipt.customer),
      "subject": .string("Your order \(receipt.order)"),
      "text": .string(receipt.text),
    ]
    let request = HTTPRequest(method: "POST", path: "/mails", body: body)
    _ = try await http.ask(provider, request, for: Payments.timeout)
  }
}

extension HTTPClient {
  /// Asks a provider and returns the status of its answer, a good one or `expected`.
  fileprivate func ask(
    _ provider: some HTTPEndpoint,
    _ request: HTTPRequest,
    for timeout: Duration,
    besides expected: Int? = nil
  ) async throws -> Int {
    let name = provider.component
    do {
      let response = try await send(request, to: provider, timeout: timeout)
      guard response.isSuccess || response.status == expected else {
        throw ProviderFailure(provider: name, reason: "status \(response.status)")
      }
      return response.status
    } catch let failure as HTTPFailure {
      throw ProviderFailure(provider: name, reason: "\(failure)")
    }
  }
}
