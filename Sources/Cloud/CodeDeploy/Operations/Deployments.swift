/// Begins a deployment.
public struct CreateDeployment: Operation {
  /// What is deployed.
  public struct Revision: Decodable, Sendable {
    /// An AppSpec file.
    public struct AppSpecContent: Decodable, Sendable {
      /// The file's text, as JSON.
      public var content: String
      /// Its SHA-256 in hexadecimal digits; checked when it is given.
      public var sha256: String?
    }

    /// `AppSpecContent`.
    public var revisionType: String?
    /// The AppSpec file.
    public var appSpecContent: AppSpecContent?
  }

  /// The application's name.
  public var applicationName: String
  /// The group's name.
  public var deploymentGroupName: String
  /// How fast traffic is shifted; as the group says if nothing is said.
  public var deploymentConfigName: String?
  /// What is deployed.
  public var revision: Revision?
  /// What the deployment is for.
  public var description: String?

  /// What was begun.
  public struct Output: Sendable {
    /// The deployment's id.
    public let deploymentId: String
  }

  /// Begins the deployment, which goes on by itself.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    let group = try service.group(deploymentGroupName, of: applicationName)
    let config = try deploymentConfigName.map { try DeploymentConfig.named($0) } ?? group.config
    let shift = try appSpec()
    let running = service.deployments.last { deployment in
      deployment.application == applicationName && deployment.group == deploymentGroupName
        && deployment.status == .inProgress
    }
    if let running {
      throw ServiceError.codeDeploy(
        "DeploymentLimitExceededException",
        "The Deployment Group '\(deploymentGroupName)' already has an active Deployment"
          + " '\(running.id)'"
      )
    }
    let id = service.begin(
      shift,
      with: config,
      for: group,
      of: applicationName,
      description: description
    )
    return Output(deploymentId: id)
  }

  private func appSpec() throws(ServiceError) -> AliasShift {
    guard let revision else {
      throw .codeDeploy("RevisionRequiredException", "The revision ID was not specified")
    }
    guard revision.revisionType == nil || revision.revisionType == "AppSpecContent",
      let file = revision.appSpecContent
    else {
      throw .notSupported("A revision of the type \(revision.revisionType ?? "S3")")
    }
    let digest = SHA256.digest(of: Array(file.content.utf8))
    if let sha256 = file.sha256, sha256 != Hexadecimal.text(of: digest) {
      throw .codeDeploy(
        "InvalidRevisionException",
        "The SHA-256 of the AppSpec file is not the one that was given"
      )
    }
    return try AppSpec.parse(file.content)
  }
}

/// Lists deployments.
public struct ListDeployments: Operation {
  /// The application's name; all if nothing is said.
  public var applicationName: String?
  /// The group's name.
  public var deploymentGroupName: String?

  /// The deployments.
  public struct Output: Sendable {
    /// Their ids, newest first.
    public let deployments: [String]
  }

  /// Lists the deployments.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    if let applicationName { _ = try service.application(applicationName) }
    let found = service.deployments.filter { deployment in
      (applicationName ?? deployment.application) == deployment.application
        && (deploymentGroupName ?? deployment.group) == deployment.group
    }
    return Output(deployments: found.reversed().map(\.id))
  }
}

/// Stops a deployment.
public struct StopDeployment: Operation {
  /// The deployment's id.
  public var deploymentId: String
  /// Whether the alias is moved back; as the group says if nothing is said.
  public var autoRollbackEnabled: Bool?

  /// What came of it.
  public struct Output: Sendable {
    /// `Pending`: it stops at once, and says so when it has.
    public let status: String
    /// The same in words.
    public let statusMessage: String
  }

  /// Stops the deployment.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    guard let deployment = service.deployment(deploymentId) else {
      throw ServiceError.noDeployment(deploymentId)
    }
    guard deployment.status == .inProgress else {
      throw ServiceError.codeDeploy(
        "DeploymentAlreadyCompletedException",
        "The deployment \(deploymentId) is already completed"
      )
    }
    service.change(deploymentId) { deployment in
      deployment.stop = DeploymentFailure(
        code: "MANUAL_STOP",
        message: "The deployment was stopped by request",
        rollsBack: autoRollbackEnabled
      )
    }
    return Output(status: "Pending", statusMessage: "Stopping the deployment")
  }
}
