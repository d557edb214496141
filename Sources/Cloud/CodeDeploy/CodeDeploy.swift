import JSON
public import Simulation

/// AWS CodeDeploy for Lambda: shifts an alias from one version to another, all at once or bit by
/// bit, and back when an alarm goes off.
///
/// Simplified: Lambda functions only, one function a deployment, no hooks; an AppSpec file is given
/// as JSON. Alarms are conditions set with ``setAlarm(_:_:)``, looked at every ten seconds.
public actor CodeDeploy: CloudService {
  /// `deploy`, the AWS CLI's word for it.
  public static let name = "deploy"
  /// `AWS CodeDeploy`.
  public static let title = "AWS CodeDeploy"
  /// `applicationName`.
  public static let memberNaming = MemberNaming.lowerCamelCase
  /// What the service can do.
  public static let operations: [any Operation<CodeDeploy>.Type] = [
    CreateApplication.self, ListApplications.self, DeleteApplication.self,
    CreateDeploymentGroup.self, GetDeploymentGroup.self, DeleteDeploymentGroup.self,
    ListDeploymentConfigs.self, GetDeploymentConfig.self,
    CreateDeployment.self, GetDeployment.self, GetDeploymentTarget.self, ListDeployments.self,
    StopDeployment.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  var applications: [DeploymentApplication] = []
  /// In the order in which they were created.
  var deployments: [Deployment] = []
  private var alarms: [String: @Sendable () -> Bool] = [:]
  private var identifiers: RandomStream

  /// Creates the service without applications.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("codedeploy identifiers")
  }

  /// Sets the condition of an alarm: what a deployment group names under `alarmConfiguration`.
  ///
  /// - Parameters:
  ///   - name: the alarm's name.
  ///   - condition: tells whether the alarm is on now; `nil` removes the alarm.
  public func setAlarm(_ name: String, _ condition: (@Sendable () -> Bool)?) {
    alarms[name] = condition
  }

  /// Whether an alarm of that name is set.
  func hasAlarm(_ name: String) -> Bool { alarms[name] != nil }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  private func newDeploymentID() -> String {
    "d-" + Identifiers.hex(9, from: &identifiers).uppercased()
  }

  // MARK: Deployments

  /// Begins a deployment and returns its id; it goes on by itself.
  func begin(
    _ shift: AliasShift,
    with config: DeploymentConfig,
    for group: DeploymentGroup,
    of application: String,
    description: String?
  ) -> String {
    let id = newDeploymentID()
    deployments.append(
      Deployment(
        id: id,
        application: application,
        group: group.name,
        config: config,
        shift: shift,
        description: description,
        created: Timestamp.iso8601(simulationOf: cloud)
      )
    )
    record(.started(id, from: shift.currentVersion, to: shift.targetVersion), of: shift)
    simulation.spawn(on: self) { service in
      await service.run(id, for: group)
    }
    return id
  }

  private func run(_ id: String, for group: DeploymentGroup) async {
    guard let deployment = deployment(id) else { return }
    let shift = deployment.shift
    do {
      try await checkStart(shift)
      for step in deployment.config.steps {
        try await route(step.percentage, id)
        // When all requests go to the new version, nothing is left to watch.
        guard step.percentage < 100 else { break }
        try await watch(group, during: step.wait, id)
      }
      finish(id, .succeeded, nil)
    } catch let failure as DeploymentFailure {
      finish(id, failure.status, failure)
      if group.rollsBack(after: failure) { await rollBack(id) }
    } catch {
      finish(id, .failed, .init(code: "INTERNAL_ERROR", message: "\(error)"))
    }
  }

  /// The alias must stand where the AppSpec file says that it stands.
  private func checkStart(_ shift: AliasShift) async throws {
    do {
      let alias = try await cloud.lambda.call(
        GetAlias(functionName: shift.function, name: shift.alias),
        for: Caller(Self.name)
      )
      guard alias.functionVersion == shift.currentVersion else {
        throw DeploymentFailure(
          code: "INVALID_LAMBDA_CONFIGURATION",
          message: "The deployment failed because the alias \(shift.alias) of the Lambda function"
            + " \(shift.function) points to version \(alias.functionVersion) and not to the current"
            + " version \(shift.currentVersion) specified in the AppSpec file."
        )
      }
    } catch let error as ServiceError {
      throw DeploymentFailure(code: "INVALID_LAMBDA_FUNCTION", message: error.message)
    }
  }

  /// Sends so many per cent of the alias's requests to the new version.
  private func route(_ percentage: Int, _ id: String) async throws {
    guard let shift = deployment(id)?.shift else { return }
    try checkNotStopped(id)
    let isOver = percentage >= 100
    let update = UpdateAlias(
      functionName: shift.function,
      name: shift.alias,
      functionVersion: isOver ? shift.targetVersion : shift.currentVersion,
      routingConfig: .init(
        additionalVersionWeights: isOver
          ? [:] : [shift.targetVersion: Double(percentage) / 100]
      )
    )
    do {
      _ = try await cloud.lambda.call(update, for: Caller(Self.name))
    } catch let error as ServiceError {
      throw DeploymentFailure(code: "INVALID_LAMBDA_CONFIGURATION", message: error.message)
    }
    change(id) { $0.percentage = percentage }
    record(.shifted(id, percentage: percentage), of: shift)
  }

  /// Lets time pass, and ends the deployment when an alarm goes off.
  private func watch(_ group: DeploymentGroup, during wait: Duration, _ id: String) async throws {
    let end = simulation.now.advanced(by: wait)
    while simulation.now < end {
      let look = simulation.now.advanced(by: CodeDeployAssumptions.alarmPeriod)
      try await simulation.sleep(until: min(look, end))
      try checkNotStopped(id)
      let ringing = group.watchedAlarms.filter { alarms[$0]?() == true }
      guard ringing.isEmpty else {
        throw DeploymentFailure(
          code: "ALARM_ACTIVE",
          message: "One or more alarms have been activated according to the Amazon CloudWatch"
            + " metrics you selected, and the affected deployments have been stopped. Activated"
            + " alarms: \(ringing.map { "<\($0)>" }.joined(separator: ", "))"
        )
      }
    }
  }

  private func checkNotStopped(_ id: String) throws {
    guard let stop = deployment(id)?.stop else { return }
    throw stop
  }

  /// Moves the alias back, as a deployment of its own.
  private func rollBack(_ id: String) async {
    guard let failed = deployment(id) else { return }
    let rollback = Deployment(
      id: newDeploymentID(),
      application: failed.application,
      group: failed.group,
      config: .allAtOnce,
      shift: failed.shift.reversed,
      description: nil,
      created: Timestamp.iso8601(simulationOf: cloud),
      rollbackOf: id
    )
    deployments.append(rollback)
    change(id) { $0.rolledBackBy = rollback.id }
    do {
      try await route(100, rollback.id)
      record(.rolledBack(id, by: rollback.id), of: failed.shift)
      finish(rollback.id, .succeeded, nil)
    } catch {
      finish(rollback.id, .failed, error as? DeploymentFailure)
    }
  }

  private func finish(
    _ id: String,
    _ status: Deployment.Status,
    _ failure: DeploymentFailure?
  ) {
    let now = Timestamp.iso8601(simulationOf: cloud)
    change(id) { deployment in
      deployment.status = status
      deployment.failure = failure
      deployment.completed = now
    }
    guard let shift = deployment(id)?.shift else { return }
    record(.ended(id, status: status.rawValue, because: failure?.code), of: shift)
  }

  // MARK: Looking up

  func deployment(_ id: String) -> Deployment? {
    deployments.first { $0.id == id }
  }

  func change(_ id: String, _ body: (inout Deployment) -> Void) {
    guard let index = deployments.firstIndex(where: { $0.id == id }) else { return }
    body(&deployments[index])
  }

  private func record(_ event: DeploymentEvent, of shift: AliasShift) {
    cloud.record(event, from: shift.function)
  }
}

/// What the mini cloud has to choose about CodeDeploy.
public enum CodeDeployAssumptions {
  /// How often the alarms of a running deployment are looked at.
  public static let alarmPeriod = Duration.seconds(10)
}

/// What a deployment does, recorded from the function's name.
public enum DeploymentEvent: TraceEvent {
  /// A deployment has begun.
  case started(String, from: String, to: String)
  /// So many per cent of the requests go to the new version.
  case shifted(String, percentage: Int)
  /// A deployment has ended.
  case ended(String, status: String, because: String?)
  /// The alias points to the old version again.
  case rolledBack(String, by: String)
}

extension Cloud {
  /// The account's deployments.
  public var codeDeploy: CodeDeploy { service() }
}
