public import EventPattern
import JSON

/// A bus and its rules.
struct EventBus {
  /// Who manages the rules that feed archives, as the service names itself.
  static let archiver = "prod.vhs.events.aws.internal"

  let name: String
  let arn: ARN
  /// When it was made, in milliseconds since 1970.
  let created: Int64
  /// When it was changed last, in milliseconds since 1970.
  var modified: Int64
  var description: String?
  /// The key of one's own with which events are encrypted, by id, ARN, alias or alias ARN.
  var key: String?
  /// Where events go that cannot be encrypted.
  var deadLetterConfig: RuleTarget.DeadLetterConfig?
  /// In the order in which they were added.
  var tags: [EventTag] = []
  /// Who else may do what with it; `nil` for nobody.
  var policy: BusPolicy?
  /// In the order in which they were put.
  private(set) var rules: [Rule] = []
  /// The rules' patterns by the rules' names, to match all of them at once.
  private var patterns = PatternSet<String>()
  /// Where the rules are among the others, by name.
  private var places: [String: Int] = [:]

  init(name: String, arn: ARN, at now: Int64) {
    self.name = name
    self.arn = arn
    created = now
    modified = now
  }

  /// The ARN of a rule of this name.
  func arn(ofRule rule: String) -> ARN {
    let path = name == EventBridge.defaultBus ? rule : "\(name)/\(rule)"
    return ARN(
      service: arn.service,
      region: arn.region,
      account: arn.account,
      resource: "rule/\(path)"
    )
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

  /// How many rules count for the quota: those that the service manages do not.
  var ownRules: Int { rules.count { $0.managedBy == nil } }

  /// How many rules beside one have a wildcard in their pattern.
  func wildcardRules(beside name: String) -> Int {
    rules.count { $0.name != name && $0.pattern?.usesWildcards == true }
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

  /// Whether a rule is in force; `nil` if there is no such rule.
  ///
  /// To ask takes no simulated time.
  public func state(ofRule rule: String, on bus: String? = nil) -> RuleState? {
    (try? index(ofBus: bus)).flatMap { buses[$0][rule]?.state }
  }

  /// The names of a bus's rules in order; none if there is no such bus.
  ///
  /// To ask takes no simulated time.
  public func ruleNames(on bus: String? = nil) -> [String] {
    (try? index(ofBus: bus)).map { buses[$0].rules.map(\.name) } ?? []
  }
}
