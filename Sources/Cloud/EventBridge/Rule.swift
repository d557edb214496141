public import EventPattern
import JSON

/// A rule of a bus: which events or when, and to which targets.
struct Rule {
  let name: String
  let bus: String
  let arn: String
  /// Which events; `nil` for a rule that only fires at certain times.
  let pattern: EventPattern?
  /// When the rule fires by itself; rules of the default bus only.
  let schedule: ScheduleExpression?
  var isEnabled: Bool
  /// When it was put or put in force, in seconds since 1970: what a rate counts from.
  var beginning: Int64
  var description: String?
  /// In the order in which they were put.
  var targets: [RuleTarget] = []

  /// Who delivers: the service, for the rule.
  var deliverer: Caller {
    Caller(bus, from: .service("events.amazonaws.com", source: arn))
  }
}

/// A bus and its rules.
struct EventBus {
  let name: String
  let arn: ARN
  /// In the order in which they were put.
  private(set) var rules: [Rule] = []
  /// The rules' patterns by the rules' names, to match all of them at once.
  private var patterns = PatternSet<String>()
  /// Where the rules are among the others, by name.
  private var places: [String: Int] = [:]

  init(name: String, arn: ARN) {
    self.name = name
    self.arn = arn
  }

  /// The place of a rule among the others.
  func index(of rule: String) throws(ServiceError) -> Int {
    guard let index = places[rule] else { throw .ruleNotFound(rule, on: name) }
    return index
  }

  /// The rule of a name, if there is one.
  subscript(rule: String) -> Rule? { places[rule].map { rules[$0] } }

  /// Puts a rule in the place of the one of its name, or behind the others.
  mutating func put(_ rule: Rule) {
    patterns[rule.name] = rule.pattern
    if let place = places[rule.name] {
      rules[place] = rule
    } else {
      places[rule.name] = rules.count
      rules.append(rule)
    }
  }

  /// Takes a rule off the bus.
  mutating func remove(_ rule: String) {
    guard let place = places.removeValue(forKey: rule) else { return }
    patterns[rule] = nil
    rules.remove(at: place)
    for index in place..<rules.count { places[rules[index].name] = index }
  }

  /// Changes what may change of the rule at a place.
  mutating func change(at index: Int, _ change: (inout Rule) -> Void) {
    change(&rules[index])
  }

  /// The rules in force that an event matches, in the order in which they were put.
  ///
  /// - Complexity: grows with the event and the rules that match it, not with the others.
  mutating func rules(matching event: JSONValue) -> [Rule] {
    patterns.matches(event).compactMap { name in
      self[name].flatMap { $0.isEnabled ? $0 : nil }
    }
  }
}

extension EventBridge {
  /// The pattern of a rule; `nil` if there is no such rule, or it has none.
  ///
  /// To ask takes no simulated time.
  public func eventPattern(ofRule rule: String, on bus: String? = nil) -> EventPattern? {
    (try? index(ofBus: bus)).flatMap { buses[$0][rule]?.pattern }
  }

  /// The names of a bus's rules in order; none if there is no such bus.
  ///
  /// To ask takes no simulated time.
  public func ruleNames(on bus: String? = nil) -> [String] {
    (try? index(ofBus: bus)).map { buses[$0].rules.map(\.name) } ?? []
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
  public struct RetryPolicy: Decodable, Hashable, Sendable {
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
  public struct DeadLetterConfig: Decodable, Hashable, Sendable {
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
