public import Cloud
import Simulation

/// One architecture of the shop, deployed on a cloud.
///
/// Everything around a stage is the same for all of them: the domain, the customers, the loads, the
/// metrics. A stage tells what happens to orders by recording ``ShopEvent``s.
public protocol Stage: Sendable {
  /// The word by which commands know the stage, such as `monolith`.
  static var name: String { get }
  /// What a reader calls it.
  static var title: String { get }
  /// The architecture in one sentence.
  static var summary: String { get }
  /// What `deploy … --set name=value` may set.
  static var settings: [StageSetting] { get }

  /// Deploys the stage, and returns when it can be used.
  ///
  /// Adds its components and connections to the cloud's topology; the customers are there already,
  /// as `customers`.
  ///
  /// - Throws: `ServiceError` when the cloud refuses something.
  init(on cloud: Cloud, settings: StageSettings) async throws

  /// Serves a request as a customer's device sees it: over HTTP, from outside.
  ///
  /// It ends when the connection does, however long that takes: the customer's patience is not the
  /// stage's business.
  ///
  /// - Throws: `HTTPFailure` when there is no answer.
  func respond(to request: ShopRequest) async throws -> ShopResponse

  /// The components whose processes can be ended by force.
  var crashable: [String] { get }

  /// Ends a component's process by force; it starts again by itself.
  ///
  /// - Parameters:
  ///   - component: one of ``crashable``.
  ///   - duration: how long it stays down; `nil` for as long as it needs to start again.
  /// - Throws: ``StageError`` for a component that has no process to end.
  func crash(_ component: String, for duration: Duration?) async throws

  /// Gives a component another size, such as an instance type.
  ///
  /// - Throws: ``StageError`` for a component or a size that there is not.
  func resize(_ component: String, to size: String) async throws

  /// The components that serve a feature: what a fault of the feature strikes.
  func components(serving feature: Feature) -> [String]

  /// Tells whether something is still going to be done about an order that has been accepted: a
  /// request is under way, a message waits, a retry is due.
  func hasWork(for order: String) async -> Bool

  /// What the stage has and how much of it has been used; `nil` where nothing runs all the time.
  var capacity: StageCapacity? { get async }

  /// What the stage's own stores say.
  func books() async -> Books
}

extension Stage {
  /// Refuses: nothing here has a size that can be chosen.
  ///
  /// - Throws: ``StageError``.
  public func resize(_ component: String, to size: String) async throws {
    throw StageError(
      problem: "\(component) of the \(Self.name) stage has no size that can be changed",
      remedy: "show components tells what there is"
    )
  }

  /// True: whoever cannot tell gives up no order.
  public func hasWork(for order: String) async -> Bool { true }

  /// None.
  public var capacity: StageCapacity? { get async { nil } }
}

/// The processors that a stage keeps running.
public struct StageCapacity: Hashable, Sendable {
  /// How many instances there are.
  public let instances: Int
  /// How many vCPUs they have together.
  public let processors: Double
  /// The processor time that they have used since they were deployed.
  public let used: Duration

  /// Creates a reading.
  public init(instances: Int, processors: Double, used: Duration) {
    self.instances = instances
    self.processors = processors
    self.used = used
  }
}

/// What a stage was asked for and cannot do, and what to ask for instead.
public struct StageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let problem: String
  /// What to write instead.
  public let remedy: String

  /// Creates an error.
  public init(problem: String, remedy: String) {
    self.problem = problem
    self.remedy = remedy
  }

  /// The problem and the remedy on one line.
  public var description: String { "\(problem); \(remedy)" }
}

/// Every stage that can be deployed, from the oldest architecture to the youngest.
public enum Stages {
  /// The stages.
  public static let all: [any Stage.Type] = [
    Monolith.self, Tiered.self, Queued.self, Microservices.self, EventDriven.self,
  ]

  /// Returns the stage called `name`.
  ///
  /// - Throws: ``StageError`` with the names that there are.
  public static func named(_ name: String) throws(StageError) -> any Stage.Type {
    guard let stage = all.first(where: { $0.name == name }) else {
      throw StageError(
        problem: "there is no stage \(name)",
        remedy: "use one of \(all.map { $0.name }.joined(separator: ", "))"
      )
    }
    return stage
  }
}
