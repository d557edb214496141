import Simulation

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

  /// New instances of a group do not get requests.
  static func instancesNotInUse(_ name: String, after limit: Duration) -> Self {
    Self(
      code: "InstanceRefreshFailed",
      status: 400,
      message: "The new instances of \(name) did not come into use within \(limit.readable). The"
        + " old ones stay."
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
