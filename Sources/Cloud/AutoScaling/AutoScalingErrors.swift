extension ServiceError {
  /// There is no such group.
  static func groupNotFound(_ name: String) -> Self {
    .validation("AutoScalingGroup name not found - AutoScalingGroup '\(name)' not found")
  }

  /// The name is taken.
  static func groupAlreadyExists(_ name: String) -> Self {
    Self(
      code: "AlreadyExists",
      status: 400,
      message: "AutoScalingGroup by this name already exists - A group with the name \(name)"
        + " already exists"
    )
  }

  /// The group still has instances.
  static func groupInUse(_ name: String) -> Self {
    Self(
      code: "ResourceInUse",
      status: 400,
      message: "You cannot delete an AutoScalingGroup while there are instances or pending Spot"
        + " instance request(s) still in the group: \(name)"
    )
  }
}
