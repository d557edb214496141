extension ServiceError {
  /// There is no such balancer.
  static func loadBalancerNotFound(_ reference: String) -> Self {
    Self(
      code: "LoadBalancerNotFound",
      status: 400,
      message: "Load balancers '[\(reference)]' not found"
    )
  }

  /// There is no such target group.
  static func targetGroupNotFound(_ reference: String) -> Self {
    Self(
      code: "TargetGroupNotFound",
      status: 400,
      message: "Target groups '[\(reference)]' not found"
    )
  }

  /// There is no such listener.
  static func listenerNotFound(_ reference: String) -> Self {
    Self(code: "ListenerNotFound", status: 400, message: "Listeners '[\(reference)]' not found")
  }

  /// The name is taken.
  static func duplicateLoadBalancer(_ name: String) -> Self {
    Self(
      code: "DuplicateLoadBalancerName",
      status: 400,
      message: "A load balancer with the same name '\(name)' exists, but with different settings"
    )
  }

  /// The name is taken.
  static func duplicateTargetGroup(_ name: String) -> Self {
    Self(
      code: "DuplicateTargetGroupName",
      status: 400,
      message: "A target group with the same name '\(name)' exists, but with different settings"
    )
  }

  /// The group still gets requests from a rule.
  static func targetGroupInUse(_ arn: String) -> Self {
    Self(
      code: "ResourceInUse",
      status: 400,
      message: "Target group '\(arn)' is currently in use by a listener or a rule"
    )
  }

  /// A rule of this priority exists.
  static func priorityInUse(_ priority: Int) -> Self {
    Self(code: "PriorityInUse", status: 400, message: "Priority '\(priority)' is currently in use")
  }

  /// A target is not one that can be registered.
  static func invalidTarget(_ message: String) -> Self {
    Self(code: "InvalidTarget", status: 400, message: message)
  }

  /// Another balancer has the group already.
  static func targetGroupAssociationLimit(_ arn: String) -> Self {
    Self(
      code: "TargetGroupAssociationLimit",
      status: 400,
      message: "The following target groups cannot be associated with more than one load balancer:"
        + " \(arn)"
    )
  }
}
