/// Errors of EventBridge.
extension ServiceError {
  /// There is no such bus.
  public static func busNotFound(_ name: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Event bus \(name) does not exist."
    )
  }

  /// There is no such rule on the bus.
  public static func ruleNotFound(_ name: String, on bus: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Rule \(name) does not exist on EventBus \(bus)."
    )
  }

  static func busAlreadyExists(_ name: String) -> Self {
    Self(
      code: "ResourceAlreadyExistsException",
      status: 400,
      message: "Event bus \(name) already exists."
    )
  }

  static func archiveNotFound(_ name: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Archive \(name) does not exist."
    )
  }

  static func archiveAlreadyExists(_ name: String) -> Self {
    Self(
      code: "ResourceAlreadyExistsException",
      status: 400,
      message: "Archive \(name) already exists."
    )
  }

  static func replayNotFound(_ name: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Replay \(name) does not exist."
    )
  }

  static func replayAlreadyExists(_ name: String) -> Self {
    Self(
      code: "ResourceAlreadyExistsException",
      status: 400,
      message: "Replay \(name) already exists."
    )
  }

  static func replayNotUnderway(_ name: String) -> Self {
    Self(
      code: "IllegalStatusException",
      status: 400,
      message: "Replay \(name) is not in a valid state for this operation."
    )
  }

  static func connectionNotFound(_ name: String, _ verb: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Failed to \(verb) the connection(s). Connection '\(name)' does not exist."
    )
  }

  static func destinationNotFound(_ name: String, _ verb: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Failed to \(verb) the api-destination(s). An api-destination '\(name)' does not"
        + " exist."
    )
  }

  /// There is one of this name already.
  static func eventResourceExists(_ what: String) -> Self {
    Self(
      code: "ResourceAlreadyExistsException",
      status: 400,
      message: "\(what) already exists."
    )
  }

  static func severalFilters(_ operation: String) -> Self {
    validation(
      "At most one filter is allowed for \(operation). Use either : State, EventSourceArn, or"
        + " NamePrefix."
    )
  }

  /// The rule is a service's own.
  static func managedRule(_ name: String) -> Self {
    Self(
      code: "ManagedRuleException",
      status: 400,
      message:
        "The rule \(name) is managed by a service. DeleteRule and RemoveTargets change it with"
        + " Force only."
    )
  }

  // MARK: Policies

  static let busStatementNotFound = Self(
    code: "ResourceNotFoundException",
    status: 400,
    message: "Statement with the provided id does not exist."
  )

  static let busPolicyTooLong = Self(
    code: "PolicyLengthExceededException",
    status: 400,
    message: "The event bus policy is longer than \(EventBridgeQuotas.policyLength) characters."
  )

  /// The bus's policy denies the request, or it is another account's and no statement allows it.
  static func busAccessDenied(
    _ request: PolicyRequest,
    _ decision: PolicyDocument.Decision
  ) -> Self {
    Self(
      code: "AccessDeniedException",
      status: 403,
      message: request.refusal(by: "resource-based", decision)
    )
  }

  static let eventBridgeLimitExceeded = Self(
    code: "LimitExceededException",
    status: 400,
    message: "The requested resource exceeds the maximum number allowed."
  )

  static func invalidEventPattern(_ reason: String) -> Self {
    Self(
      code: "InvalidEventPatternException",
      status: 400,
      message: "Event pattern is not valid. Reason: \(reason)"
    )
  }

  /// A parameter of EventBridge breaks a constraint of the service's model.
  static func constraint(_ value: String, at place: String, _ rule: String) -> Self {
    validation(
      "1 validation error detected: Value '\(value)' at '\(place)' failed to satisfy constraint:"
        + " Member must \(rule)"
    )
  }

  /// Checks a name against its length and the letters `. - _ A-Z a-z 0-9`.
  static func checkName(
    _ name: String,
    at place: String,
    _ length: ClosedRange<Int>
  ) throws(ServiceError) {
    guard name.utf8.count <= length.upperBound else {
      throw constraint(name, at: place, "have length less than or equal to \(length.upperBound)")
    }
    let isSpelled = name.utf8.allSatisfy(Letters.isDottedNameLetter)
    guard !name.isEmpty, isSpelled else {
      throw constraint(name, at: place, "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+")
    }
  }
}
