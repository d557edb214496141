import JSON
public import Simulation

/// How a provider, somebody else's service on the internet, behaves when nothing is the matter.
///
/// Outages, failures after effects and slowness come from the fault board, by the provider's name.
public struct ProviderSettings: Hashable, Sendable {
  /// How long a request takes.
  public var latency: DurationDistribution
  /// Which share of the requests the provider answers by status 500, with nothing done.
  public var failures: Ratio

  /// Creates settings.
  ///
  /// > Simplified: the default latency is an assumption about a common payment provider.
  public init(
    latency: DurationDistribution = .logNormal(
      mean: .milliseconds(200),
      deviation: .milliseconds(80)
    ),
    failures: Ratio = .zero
  ) {
    self.latency = latency
    self.failures = failures
  }
}

/// What a provider does with requests, besides what it is there for: time and chance.
struct ProviderFront {
  let component: String
  let cloud: Cloud
  let settings: ProviderSettings
  private var latency: RandomStream
  private var chance: RandomStream

  init(_ component: String, in cloud: Cloud, _ settings: ProviderSettings) {
    self.component = component
    self.cloud = cloud
    self.settings = settings
    latency = cloud.randomStream("latency of \(component)")
    chance = cloud.randomStream("failures of \(component)")
    cloud.topology.add(Component(component, .provider))
  }

  /// How long the next request takes, and whether it fails.
  mutating func draw() -> (time: Duration, fails: Bool) {
    let time = settings.latency.sample(using: &latency)
    let slowness = cloud.faults.slowness(of: component)
    return (slowness == 1 ? time : time * slowness, chance.bernoulli(settings.failures))
  }
}

/// What happens at a provider.
public enum ProviderEvent: TraceEvent {
  /// A card was charged.
  case charged(id: String, reference: String, cents: Int)
  /// A charge was asked for again with the same key: the first one was told again.
  case repeated(id: String, key: String)
  /// A card was refused.
  case declined(reference: String, cents: Int)
  /// A mail was taken over.
  case mailed(to: String, subject: String)
  /// The provider failed with nothing done.
  case failed
}

extension HTTPResponse {
  static let providerFailure = HTTPResponse(status: 500, message: "Internal Server Error")

  /// The refusal of a request that is not as the provider wants it.
  static func badRequest(_ message: String) -> HTTPResponse {
    HTTPResponse(status: 400, message: message)
  }
}
