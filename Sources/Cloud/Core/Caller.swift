/// Where a call comes from when it is not made by a part of this account: what resource policies
/// look at.
public indirect enum CallerOrigin: Hashable, Sendable {
  /// Another account, by its twelve digits.
  case account(String)
  /// A service, such as `sns.amazonaws.com`, that acts for a resource.
  case service(String, source: String)
}

/// Who makes a call: a component of a stage, a service, or the learner at the prompt.
public struct Caller: Hashable, Sendable {
  /// In which chain of requests the caller calls.
  private enum Chain: Sendable {
    case none
    case fixed(Lineage)
    /// The caller is an execution environment, whose chain changes with every request.
    case variable(LineageVariable)
  }

  /// The caller's name in the topology, or `learner`.
  public let component: String
  /// Where the call comes from; `nil` for a part of this account.
  public let origin: CallerOrigin?
  /// The ARN of the execution role, when function code calls.
  let role: String?
  private let chain: Chain

  /// Creates the caller that the topology knows as `component`.
  ///
  /// - Parameters:
  ///   - component: the caller's name.
  ///   - origin: where the call comes from; `nil` for a part of this account.
  public init(_ component: String, from origin: CallerOrigin? = nil) {
    self.component = component
    self.origin = origin
    role = nil
    chain = .none
  }

  private init(
    _ component: String,
    from origin: CallerOrigin?,
    as role: String? = nil,
    _ chain: Chain
  ) {
    self.component = component
    self.origin = origin
    self.role = role
    self.chain = chain
  }

  /// Creates a caller who hands on a chain of requests.
  init(_ component: String, in lineage: Lineage?) {
    self.init(component, from: nil, lineage.map { .fixed($0) } ?? .none)
  }

  /// Creates the caller that function code is, which calls with its execution role.
  init(_ component: String, as role: String, in lineage: LineageVariable) {
    self.init(component, from: nil, as: role, .variable(lineage))
  }

  /// The same caller as another account sees it whose resource the caller asks for.
  @usableFromInline
  func leaving(_ cloud: Cloud) -> Self {
    origin == nil ? Self(component, from: .account(cloud.account), as: role, chain) : self
  }

  /// The same caller, who calls with a role.
  func acting(as role: String) -> Self { Self(component, from: origin, as: role, chain) }

  /// The same caller, who hands on a chain of requests.
  func continuing(_ lineage: Lineage?) -> Self {
    Self(component, from: origin, as: role, lineage.map { .fixed($0) } ?? .none)
  }

  /// The chain of requests that the call belongs to; `nil` outside of any.
  var lineage: Lineage? {
    switch chain {
    case .none: nil
    case .fixed(let lineage): lineage
    case .variable(let variable): variable.outgoing
    }
  }

  /// The person at the prompt.
  public static let learner = Self("learner")

  /// Two callers are the same when they are the same component and call from the same place.
  public static func == (left: Self, right: Self) -> Bool {
    left.component == right.component && left.origin == right.origin
  }

  /// Hashes the component.
  public func hash(into hasher: inout Hasher) { hasher.combine(component) }
}

extension Caller {
  /// The service that calls and the resource that it acts for; `nil` when an account calls.
  var service: (name: String, source: String)? {
    guard case .service(let name, let source) = origin else { return nil }
    return (name, source)
  }

  /// The other account that calls; `nil` when a part of the own one calls, or a service.
  var otherAccount: String? {
    guard case .account(let account) = origin else { return nil }
    return account
  }

  /// The account that the caller belongs to, as it calls a service of `cloud`; `nil` for a service,
  /// which belongs to none.
  func account(in cloud: Cloud) -> String? {
    switch origin {
    case nil: cloud.account
    case .account(let account): account
    case .service: nil
    }
  }

  /// The account of the resource for which a service calls; `nil` for everybody else, and where nobody
  /// can tell.
  func sourceAccount(in cloud: Cloud) -> String? {
    guard let source = service.flatMap({ ARN($0.source) }) else { return nil }
    // Some ARNs, such as that of a bucket, name no account.
    return source.account.isEmpty ? cloud.owner(of: source)?.account : source.account
  }
}

extension Cloud {
  /// The account that a caller belongs to, as it calls a service of this one; `nil` for a service.
  func home(of caller: Caller) -> Cloud? {
    caller.account(in: self).map { $0 == account ? self : account($0) }
  }
}
