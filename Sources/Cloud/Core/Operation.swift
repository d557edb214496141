public import Simulation

/// One operation of a service's API: its input, its name and what it does.
///
/// The type's name is AWS's name for it and its properties are AWS's parameters, with the first
/// letter lowered. From this one declaration come the typed call of stage code, the command
/// `sqs send-message --queue-url …`, and later the wire.
public protocol Operation<Service>: Decodable, Sendable {
  /// The service that performs the operation.
  associatedtype Service: CloudService
  /// What it answers; printed as the JSON that the AWS CLI prints.
  associatedtype Output: Sendable

  /// AWS's name of the operation: the type's name.
  static var name: String { get }

  /// The component that the operation is about, by its name in the topology: whose faults strike it.
  var component: String? { get }

  /// The resource that the operation is about, as policies name it; its account performs it.
  ///
  /// - Parameter cloud: the caller's account, to which names belong that say no other.
  /// - Returns: `nil` for an operation about no resource of its own, such as a list of all.
  func resource(in cloud: Cloud) -> ARN?

  /// What IAM calls the operation: the service's prefix and the operation's name.
  static var action: String { get }

  /// Whether the operation answers that there is no such resource where others answer that access to
  /// it is denied.
  static var hidesDenials: Bool { get }

  /// What the role of a calling function must allow; the operation's action on its resource.
  ///
  /// - Parameter cloud: the account whose service performs the operation.
  /// - Returns: all that must be allowed.
  func permissions(in cloud: Cloud) -> [Permission]

  /// Does what the operation does.
  ///
  /// - Throws: ``ServiceError`` as the service answers it.
  func perform(on service: isolated Service, for caller: Caller) async throws -> Output
}

extension Operation {
  /// The type's own name.
  public static var name: String { "\(Self.self)" }

  /// None.
  public var component: String? { nil }

  /// None.
  public func resource(in cloud: Cloud) -> ARN? { nil }

  /// False.
  public static var hidesDenials: Bool { false }

  /// Such as `dynamodb:PutItem`.
  public static var action: String { "\(Service.policyPrefix):\(name)" }

  /// The operation's own action on its own resource.
  public func permissions(in cloud: Cloud) -> [Permission] {
    [Permission(Self.action, on: resource(in: cloud))]
  }

  /// The name as the command line spells it: `PublishVersion` → `publish-version`.
  public static var commandName: String { WireNames.kebabCase(name) }
}

/// The answer of an operation that answers nothing.
public struct NoOutput: Sendable {
  /// Creates the empty answer.
  public init() {}
}

/// A service of the mini cloud: an actor on the simulation with a list of operations.
public protocol CloudService: Simulated {
  /// The service's word on the command line, such as `sqs`.
  static var name: String { get }
  /// The service's name in prose, such as `Amazon SQS`.
  static var title: String { get }
  /// Everything the service can do; what is not here is refused by its name.
  static var operations: [any Operation<Self>.Type] { get }

  /// How the service spells the names of members; upper camel case unless it says otherwise.
  static var memberNaming: MemberNaming { get }

  /// What stands before the colon in the service's actions, such as `sqs`; its word on the command
  /// line unless it says otherwise.
  static var policyPrefix: String { get }

  /// How the service answers what a policy does not allow; as those do that speak JSON unless it says
  /// otherwise.
  static var accessRefusal: AccessRefusal { get }

  /// The account and Region in which the service runs.
  nonisolated var cloud: Cloud { get }

  /// Creates the service, empty.
  init(cloud: Cloud)

  /// Lets a caller in who is no part of this account, if the resource's own policy does.
  ///
  /// - Parameters:
  ///   - caller: who asks.
  ///   - origin: where the caller comes from.
  ///   - operation: the operation's name.
  ///   - resource: what it is about.
  /// - Throws: the service's refusal.
  func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) async throws

  /// What the policy of a resource of this account says about something that a caller with a role
  /// wants to do with it.
  ///
  /// - Parameters:
  ///   - caller: who asks.
  ///   - permission: what to do with which resource.
  /// - Returns: ``ResourceAnswer/silent`` for a resource without a policy.
  func resourceAnswer(to caller: Caller, about permission: Permission) async -> ResourceAnswer
}

extension CloudService {
  /// Upper camel case.
  public static var memberNaming: MemberNaming { .upperCamelCase }

  /// The service's word on the command line.
  public static var policyPrefix: String { name }

  /// As the services that speak JSON.
  public static var accessRefusal: AccessRefusal { .json }

  /// Silent: most resources have no policy.
  public func resourceAnswer(
    to caller: Caller,
    about permission: Permission
  ) async -> ResourceAnswer { .silent }

  /// The simulation of the service's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  /// Lets in services that act for a resource, and nobody of another account.
  public func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) async throws {
    guard let account = caller.account(in: cloud), account != cloud.account else { return }
    throw Self.strangersRefusal(of: caller, operation, on: resource, in: cloud)
  }
}
