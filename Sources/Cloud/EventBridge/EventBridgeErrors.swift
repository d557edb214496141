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
    let isSpelled = name.utf8.allSatisfy { Letters.isNameLetter($0) || $0 == UInt8(ascii: ".") }
    guard !name.isEmpty, isSpelled else {
      throw constraint(name, at: place, "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+")
    }
  }
}
