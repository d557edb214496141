extension ServiceError {
  /// A parameter of Lambda breaks a rule of the service's model.
  ///
  /// - Parameters:
  ///   - value: what was given.
  ///   - path: the parameter's place, such as `routingConfig.additionalVersionWeights`.
  ///   - rule: the rule in the service's words.
  /// - Returns: the error.
  static func unsatisfied(_ value: String, at path: String, _ rule: String) -> Self {
    validation(
      "1 validation error detected: Value '\(value)' at '\(path)' failed to satisfy constraint:"
        + " \(rule)"
    )
  }

  static func pattern(_ value: String, at path: String, _ pattern: String) -> Self {
    unsatisfied(value, at: path, "Member must satisfy regular expression pattern: \(pattern)")
  }

  static func tooLong(_ value: String, at path: String, _ length: Int) -> Self {
    unsatisfied(value, at: path, "Member must have length less than or equal to \(length)")
  }

  static func notAMember(_ value: String, at path: String, of choices: [String]) -> Self {
    unsatisfied(
      value,
      at: path,
      "Member must satisfy enum value set: [\(choices.joined(separator: ", "))]"
    )
  }

  /// Somebody else has changed the resource since its revision was read.
  static let revisionMismatch = Self(
    code: "PreconditionFailedException",
    status: 412,
    message: "The Revision Id provided does not match the latest Revision Id. Call the"
      + " GetFunction/GetAlias API to retrieve the latest Revision Id"
  )

  /// The function cannot be run or changed in its state.
  static func functionNotReady(_ state: String) -> Self {
    resourceConflict(
      "The operation cannot be performed at this time. The function is currently in the following"
        + " state: \(state)"
    )
  }

  /// The function is being changed already.
  static func updateInProgress(_ arn: String) -> Self {
    resourceConflict(
      "The operation cannot be performed at this time. An update is in progress for resource:"
        + " \(arn)"
    )
  }

  /// The function has been idle for long and is made ready again because of this request.
  static let functionInactive = Self(
    code: "ResourceNotReadyException",
    status: 502,
    message: "The function is inactive and its VPC connection is no longer available. Wait for the"
      + " VPC connection to reestablish and try again."
  )

  /// The request is larger than what can be uploaded.
  static func packageTooLarge(_ limit: ByteCount) -> Self {
    Self(
      code: "RequestEntityTooLargeException",
      status: 413,
      message: "Zipped size must be smaller than \(limit.bytes) bytes"
    )
  }

  /// The Region's store of packages is full.
  static let codeStorageExceeded = Self(
    code: "CodeStorageExceededException",
    status: 400,
    message: "Code storage limit exceeded."
  )

  /// A resource policy has grown too large.
  static func policyTooLong(_ size: Int, _ limit: ByteCount) -> Self {
    Self(
      code: "PolicyLengthExceededException",
      status: 400,
      message: "The final policy size (\(size)) is bigger than the limit (\(limit.bytes))."
    )
  }

  /// The ARN is of another Region.
  static func otherRegion(_ region: String, from own: String) -> Self {
    lambdaResourceNotFound(
      "Functions from '\(region)' are not reachable in this region ('\(own)')"
    )
  }

  /// The ARN is of another account, which has not allowed it.
  static let otherAccount = Self(
    code: "AccessDeniedException",
    status: 403,
    message: "User is not authorized to perform this operation on a resource of another account"
  )

  /// Nobody can be called so.
  static let invalidPrincipal = invalidParameter(
    "The provided principal was invalid. Please check the principal and try again."
  )

  /// There is no such thing of Lambda's, without saying what.
  static let noSuchLambdaResource = lambdaResourceNotFound(
    "The resource you requested does not exist."
  )
}
