extension ServiceError {
  /// There is no such instance.
  static func instanceNotFound(_ id: String) -> Self {
    Self(
      code: "InvalidInstanceID.NotFound",
      status: 400,
      message: "The instance ID '\(id)' does not exist"
    )
  }

  /// The instance is in the wrong state for that.
  static func incorrectInstanceState(
    _ id: String,
    _ state: Instance.State,
    for what: String
  )
    -> Self
  {
    Self(
      code: "IncorrectInstanceState",
      status: 400,
      message: "The instance '\(id)' is not in a state from which it can be \(what): it is"
        + " \(state.rawValue)."
    )
  }

  /// The instance has to be stopped first.
  static func instanceNotStopped(_ id: String) -> Self {
    Self(
      code: "IncorrectInstanceState",
      status: 400,
      message: "The instance '\(id)' is not in the 'stopped' state."
    )
  }

  /// There is no such instance type here.
  static func invalidInstanceType(_ name: String) -> Self {
    let types = InstanceType.all.map(\.name).joined(separator: ", ")
    return Self(
      code: "InvalidParameterValue",
      status: 400,
      message: "Invalid value '\(name)' for InstanceType. This mini cloud has \(types)."
    )
  }

  /// The zone has no machine of that type: here, because it is lost.
  static func insufficientInstanceCapacity(_ type: String, in zone: String, of cloud: Cloud) -> Self
  {
    let others = Zones.all.filter { !cloud.zones.isLost($0) }.map { cloud.region + $0 }
    let advice =
      others.isEmpty
      ? ""
      : " You can currently get \(type) capacity by choosing \(others.joined(separator: ", "))."
    return Self(
      code: "InsufficientInstanceCapacity",
      status: 500,
      message: "We currently do not have sufficient \(type) capacity in the Availability Zone you"
        + " requested (\(cloud.region)\(zone)).\(advice)"
    )
  }

  /// Parameters that do not go together, in EC2's and RDS's words.
  static func invalidParameterCombination(_ message: String) -> Self {
    Self(code: "InvalidParameterCombination", status: 400, message: message)
  }

  /// A parameter's value is refused, in EC2's and RDS's words.
  static func invalidParameterValue(_ message: String) -> Self {
    Self(code: "InvalidParameterValue", status: 400, message: message)
  }
}
