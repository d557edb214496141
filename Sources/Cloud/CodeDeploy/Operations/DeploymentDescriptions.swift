/// Tells how a deployment goes.
public struct GetDeployment: Operation {
  /// The deployment's id.
  public var deploymentId: String

  /// The deployment.
  public struct Output: Sendable {
    /// What is known of it.
    public let deploymentInfo: DeploymentInfo
  }

  /// Tells how the deployment goes.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    guard let deployment = service.deployment(deploymentId) else {
      throw ServiceError.noDeployment(deploymentId)
    }
    return Output(deploymentInfo: DeploymentInfo(deployment))
  }
}

/// A deployment as the service describes it.
public struct DeploymentInfo: Sendable {
  /// Why a deployment did not succeed.
  public struct ErrorInformation: Sendable {
    /// The service's word for it.
    public let code: String
    /// The service's text.
    public let message: String
  }

  /// What was taken back by what.
  public struct RollbackInfo: Sendable {
    /// The deployment that moved the alias back.
    public let rollbackDeploymentId: String?
    /// The deployment that was taken back.
    public let rollbackTriggeringDeploymentId: String?
    /// The same in words.
    public let rollbackMessage: String
  }

  /// The application's name.
  public let applicationName: String
  /// The group's name.
  public let deploymentGroupName: String
  /// How fast traffic is shifted.
  public let deploymentConfigName: String
  /// The deployment's id.
  public let deploymentId: String
  /// `InProgress`, `Succeeded`, `Failed` or `Stopped`.
  public let status: String
  /// Why it did not succeed.
  public let errorInformation: ErrorInformation?
  /// When it began.
  public let createTime: String
  /// When it ended.
  public let completeTime: String?
  /// What it is for.
  public let description: String?
  /// `user`, or `codeDeployRollback`.
  public let creator: String
  /// What was taken back by what.
  public let rollbackInfo: RollbackInfo?
  /// `Lambda`.
  public let computePlatform: String

  init(_ deployment: Deployment) {
    applicationName = deployment.application
    deploymentGroupName = deployment.group
    deploymentConfigName = deployment.config.name
    deploymentId = deployment.id
    status = deployment.status.rawValue
    errorInformation = deployment.failure.map { .init(code: $0.code, message: $0.message) }
    createTime = deployment.created
    completeTime = deployment.completed
    description = deployment.description
    creator = deployment.rollbackOf == nil ? "user" : "codeDeployRollback"
    computePlatform = "Lambda"
    switch (deployment.rolledBackBy, deployment.rollbackOf) {
    case (nil, nil): rollbackInfo = nil
    case (let by?, _):
      rollbackInfo = RollbackInfo(
        rollbackDeploymentId: by,
        rollbackTriggeringDeploymentId: nil,
        rollbackMessage: "Deployment \(deployment.id) is being rolled back by \(by)"
      )
    case (_, let of?):
      rollbackInfo = RollbackInfo(
        rollbackDeploymentId: nil,
        rollbackTriggeringDeploymentId: of,
        rollbackMessage: "Deployment \(of) has been rolled back"
      )
    }
  }
}

/// Tells how far a deployment has come with its function.
public struct GetDeploymentTarget: Operation {
  /// The deployment's id.
  public var deploymentId: String
  /// `FUNCTION:ALIAS`; a deployment here has that one alone.
  public var targetId: String?

  /// The function.
  public struct Output: Sendable {
    /// What is known of it.
    public let deploymentTarget: Target

    /// What a deployment changes.
    public struct Target: Sendable {
      /// `LambdaFunction`.
      public let deploymentTargetType: String
      /// The function.
      public let lambdaTarget: LambdaTarget
    }

    /// A function that a deployment changes.
    public struct LambdaTarget: Sendable {
      /// The deployment's id.
      public let deploymentId: String
      /// `FUNCTION:ALIAS`.
      public let targetId: String
      /// `InProgress`, `Succeeded` or `Failed`.
      public let status: String
      /// The alias and its versions.
      public let lambdaFunctionInfo: LambdaFunctionInfo
    }

    /// An alias between two versions.
    public struct LambdaFunctionInfo: Sendable {
      /// The function's name.
      public let functionName: String
      /// The alias.
      public let functionAlias: String
      /// The version before.
      public let currentVersion: String
      /// The version after.
      public let targetVersion: String
      /// The share of requests that go to the version after, 0 to 1.
      public let targetVersionWeight: Double
    }
  }

  /// Tells how far the deployment has come.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    guard let deployment = service.deployment(deploymentId) else {
      throw ServiceError.noDeployment(deploymentId)
    }
    let shift = deployment.shift
    let target = "\(shift.function):\(shift.alias)"
    guard targetId ?? target == target else {
      throw ServiceError.codeDeploy(
        "DeploymentTargetDoesNotExistException",
        "The deployment target \(targetId ?? "") does not exist in deployment \(deployment.id)."
      )
    }
    return Output(
      deploymentTarget: .init(
        deploymentTargetType: "LambdaFunction",
        lambdaTarget: .init(
          deploymentId: deployment.id,
          targetId: target,
          status: deployment.status == .stopped ? "Failed" : deployment.status.rawValue,
          lambdaFunctionInfo: .init(
            functionName: shift.function,
            functionAlias: shift.alias,
            currentVersion: shift.currentVersion,
            targetVersion: shift.targetVersion,
            targetVersionWeight: Double(deployment.percentage) / 100
          )
        )
      )
    )
  }
}
