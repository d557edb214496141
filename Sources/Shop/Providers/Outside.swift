public import Cloud

/// The companies outside Fernway on which every architecture leans: one of each for a cloud.
public actor Outside: CloudService {
  /// `outside`.
  public static let name = "outside"
  /// `Outside providers`.
  public static let title = "Outside providers"
  /// None: they are called over HTTP.
  public static let operations: [any Operation<Outside>.Type] = []

  /// The shop's cloud.
  public nonisolated let cloud: Cloud
  /// Who charges cards: `payment-provider`.
  public nonisolated let payments: PaymentProvider
  /// Who sends mails: `mail-provider`.
  public nonisolated let mail: MailProvider

  /// Opens the providers.
  public init(cloud: Cloud) {
    self.cloud = cloud
    payments = PaymentProvider(in: cloud)
    mail = MailProvider(in: cloud)
  }

  /// How often each order's card was charged.
  ///
  /// - Complexity: O(n) in the number of charges.
  public var charges: [String: Int] {
    get async {
      await payments.charges.reduce(into: [:]) { $0[$1.reference, default: 0] += 1 }
    }
  }
}

extension Cloud {
  /// The providers outside the shop.
  public var outside: Outside { service() }
}

/// Thrown when a provider has not done what it was asked for, or has not said so.
public struct ProviderFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The provider's name.
  public let provider: String
  /// What happened, such as `no answer in time`.
  public let reason: String

  /// The provider and what happened: `payment-provider: no answer in time`.
  public var description: String { "\(provider): \(reason)" }
}
