import EventPattern

/// A rule of a bus: which events, and to which targets.
struct Rule {
  let name: String
  let bus: String
  let arn: String
  var pattern: EventPattern
  var isEnabled: Bool
  var description: String?
  /// In the order in which they were put.
  var targets: [RuleTarget] = []
}

/// A bus and its rules.
struct EventBus {
  let name: String
  let arn: ARN
  /// In the order in which they were put.
  var rules: [Rule] = []

  /// The place of a rule among the others.
  func index(of rule: String) throws(ServiceError) -> Int {
    guard let index = rules.firstIndex(where: { $0.name == rule }) else {
      throw .ruleNotFound(rule, on: name)
    }
    return index
  }
}

/// A target of a rule: what gets the events, and what of them.
public struct RuleTarget: Decodable, Sendable {
  /// Values taken from the event, and a text into which they are put.
  public struct InputTransformer: Decodable, Sendable {
    /// The paths of the values, by the names that the template uses.
    public var inputPathsMap: [String: String]?
    /// JSON or quoted lines, with `<name>` where a value goes.
    public var inputTemplate: String

    /// Creates a transformer.
    public init(inputPathsMap: [String: String]? = nil, inputTemplate: String) {
      self.inputPathsMap = inputPathsMap
      self.inputTemplate = inputTemplate
    }
  }

  /// When a delivery that fails is given up.
  public struct RetryPolicy: Decodable, Sendable {
    /// How many times it is tried again, 0 to 185; 185 if left out.
    public var maximumRetryAttempts: Int?
    /// How old the event may become in seconds, 60 to 86,400; 86,400 if left out.
    public var maximumEventAgeInSeconds: Int?

    /// Creates a policy.
    public init(maximumRetryAttempts: Int? = nil, maximumEventAgeInSeconds: Int? = nil) {
      self.maximumRetryAttempts = maximumRetryAttempts
      self.maximumEventAgeInSeconds = maximumEventAgeInSeconds
    }
  }

  /// Where events go that are given up.
  public struct DeadLetterConfig: Decodable, Sendable {
    /// A queue's ARN.
    public var arn: String?

    /// Creates the setting.
    public init(arn: String) {
      self.arn = arn
    }
  }

  /// Tells the targets of the rule apart.
  public var id: String
  /// The ARN of a function, queue, topic or bus.
  public var arn: String
  /// The role that AWS needs for some kinds of target; kept and without effect.
  public var roleArn: String?
  /// A constant that the target gets instead of the event.
  public var input: String?
  /// The part of the event that the target gets.
  public var inputPath: String?
  /// How to make what the target gets.
  public var inputTransformer: InputTransformer?
  /// When a delivery that fails is given up.
  public var retryPolicy: RetryPolicy?
  /// Where events go that are given up.
  public var deadLetterConfig: DeadLetterConfig?

  /// Creates a target.
  public init(
    id: String,
    arn: String,
    input: String? = nil,
    inputPath: String? = nil,
    inputTransformer: InputTransformer? = nil,
    retryPolicy: RetryPolicy? = nil,
    deadLetterConfig: DeadLetterConfig? = nil
  ) {
    self.id = id
    self.arn = arn
    self.input = input
    self.inputPath = inputPath
    self.inputTransformer = inputTransformer
    self.retryPolicy = retryPolicy
    self.deadLetterConfig = deadLetterConfig
  }
}
