import JSON

/// Allows another account to put events on a bus, or gives the bus a whole policy.
public struct PutPermission: Operation {
  /// A condition under which the statement holds.
  public struct Condition: Decodable, Sendable {
    /// `StringEquals`.
    public var type: String
    /// `aws:PrincipalOrgID`.
    public var key: String
    /// The organisation's id.
    public var value: String
  }

  /// The bus's name; the default bus if left out.
  public var eventBusName: String?
  /// What is allowed: `events:PutEvents`.
  public var action: String?
  /// The account's twelve digits, or `*` for every account.
  public var principal: String?
  /// Tells the statement apart; one of the same id is replaced.
  public var statementId: String?
  /// Which of all accounts are meant.
  public var condition: Condition?
  /// A whole policy, in the place of all statements that there are.
  public var policy: String?

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// Puts the statement or the policy.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    let name = EventBridge.busName(eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: name)
    let bus = try events.index(ofBus: eventBusName)
    let new =
      if let policy {
        try BusPolicy(parsing: policy)
      } else {
        try BusPolicy.putting(
          statement(on: events.buses[bus].arn),
          into: events.buses[bus].policy
        )
      }
    events.change(bus) { $0.policy = new }
    return NoOutput()
  }

  private func statement(on bus: ARN) throws(ServiceError) -> JSONObject {
    guard action == "events:PutEvents" else {
      throw .validation("Provided value in parameter 'action' is not supported.")
    }
    let letters = { (text: String) in text.utf8.allSatisfy(Letters.isNameLetter) }
    guard let statementId, (1...64).contains(statementId.utf8.count), letters(statementId) else {
      throw .constraint(
        statementId ?? "",
        at: "statementId",
        "satisfy regular expression pattern: [a-zA-Z0-9-_]+"
      )
    }
    guard let principal, principal == "*" || Cloud.isAccountNumber(principal) else {
      throw .constraint(
        principal ?? "",
        at: "principal",
        "satisfy regular expression pattern: (\\d{12}|\\*)"
      )
    }
    var statement: JSONObject = [
      "Sid": .string(statementId),
      "Effect": "Allow",
      "Principal": principal == "*" ? "*" : ["AWS": .string("arn:aws:iam::\(principal):root")],
      "Action": "events:PutEvents",
      "Resource": .string(bus.description),
    ]
    if let condition {
      guard condition.type == "StringEquals", condition.key == "aws:PrincipalOrgID",
        principal == "*"
      else {
        throw .validation(
          "Parameter Condition is not valid. Reason: It goes with the principal * and must be"
            + " StringEquals of aws:PrincipalOrgID."
        )
      }
      statement["Condition"] = ["StringEquals": ["aws:PrincipalOrgID": .string(condition.value)]]
    }
    return statement
  }
}

extension EventBridge {
  /// Takes a statement from the policy of a bus, or all of them.
  public struct RemovePermission: Operation {
    /// The statement's id.
    public var statementId: String?
    /// Whether to remove every statement.
    public var removeAllPermissions: Bool?
    /// The bus's name; the default bus if left out.
    public var eventBusName: String?

    /// The bus.
    public var component: String? { EventBridge.busName(eventBusName) }

    /// Removes the statement; with the last of them the policy goes.
    public func perform(
      on events: isolated EventBridge,
      for caller: Caller
    ) async throws -> NoOutput {
      let name = EventBridge.busName(eventBusName)
      try await events.takeTime(EventBridgeAssumptions.requestTime, about: name)
      let bus = try events.index(ofBus: eventBusName)
      if removeAllPermissions == true {
        events.change(bus) { $0.policy = nil }
        return NoOutput()
      }
      guard let policy = events.buses[bus].policy, let statementId else {
        throw ServiceError.busStatementNotFound
      }
      let rest = try policy.removing(statementId)
      events.change(bus) { $0.policy = rest }
      return NoOutput()
    }
  }
}
