/// Lets services write to log groups, or changes what a policy of this name lets them.
public struct PutResourcePolicy: Operation {
  /// The policy's name.
  public var policyName: String
  /// The policy: whom it lets call `logs:CreateLogStream` and `logs:PutLogEvents`, and where.
  public var policyDocument: String

  /// The policy.
  public struct Output: Sendable {
    /// The policy.
    public let resourcePolicy: LogResourcePolicyDescription
  }

  /// Puts the policy.
  public func perform(
    on logs: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> Output {
    let policy = try policy(at: logs.cloud.unixMilliseconds)
    let place = logs.resourcePolicies.firstIndex { $0.name == policyName }
    if let place {
      logs.resourcePolicies[place] = policy
    } else {
      guard logs.resourcePolicies.count < LogResourcePolicy.most else {
        throw ServiceError.logs("LimitExceededException", "Resource limit exceeded.")
      }
      logs.resourcePolicies.append(policy)
    }
    return Output(resourcePolicy: LogResourcePolicyDescription(policy))
  }

  private func policy(at now: Int64) throws(ServiceError) -> LogResourcePolicy {
    guard (1...LogResourcePolicy.longest).contains(policyDocument.utf8.count) else {
      throw .logs(
        "InvalidParameterException",
        "1 validation error detected: Value at 'policyDocument' failed to satisfy constraint: Member"
          + " must have length less than or equal to \(LogResourcePolicy.longest)"
      )
    }
    do {
      return LogResourcePolicy(
        name: policyName,
        text: policyDocument,
        document: try PolicyDocument(parsing: policyDocument),
        updated: now
      )
    } catch {
      throw error.leftOut
        ?? .logs("InvalidParameterException", "The policy document is not valid.")
    }
  }
}

/// A policy that lets services write to log groups.
public struct LogResourcePolicyDescription: Sendable {
  /// Its name.
  public let policyName: String
  /// The policy.
  public let policyDocument: String
  /// When it was put, in milliseconds since 1970.
  public let lastUpdatedTime: Int64

  init(_ policy: LogResourcePolicy) {
    policyName = policy.name
    policyDocument = policy.text
    lastUpdatedTime = policy.updated
  }
}

/// Lists the policies that let services write to log groups.
public struct DescribeResourcePolicies: Operation {
  /// The policies.
  public struct Output: Sendable {
    /// In the order in which they were first put.
    public let resourcePolicies: [LogResourcePolicyDescription]
  }

  /// Lists the policies.
  ///
  /// Simplified: all on one page.
  public func perform(
    on logs: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> Output {
    Output(resourcePolicies: logs.resourcePolicies.map { LogResourcePolicyDescription($0) })
  }
}

/// Deletes a policy that lets services write to log groups.
public struct DeleteResourcePolicy: Operation {
  /// The policy's name.
  public var policyName: String

  /// Deletes the policy.
  public func perform(
    on logs: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> NoOutput {
    guard let place = logs.resourcePolicies.firstIndex(where: { $0.name == policyName }) else {
      throw ServiceError.logs(
        "ResourceNotFoundException",
        "Policy with name [\(policyName)] does not exist."
      )
    }
    logs.resourcePolicies.remove(at: place)
    return NoOutput()
  }
}
