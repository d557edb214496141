/// Creates a deployment group: how deployments shift traffic, and what stops them.
public struct CreateDeploymentGroup: Operation {
  /// Which alarms stop a deployment.
  public struct AlarmConfiguration: Decodable, Sendable {
    /// One alarm.
    public struct Alarm: Decodable, Sendable {
      /// Its name.
      public var name: String
    }

    /// Whether the alarms count.
    public var enabled: Bool?
    /// The alarms.
    public var alarms: [Alarm]?
  }

  /// When the alias is moved back by itself.
  public struct AutoRollbackConfiguration: Decodable, Sendable {
    /// Whether it ever is.
    public var enabled: Bool?
    /// After `DEPLOYMENT_FAILURE`, `DEPLOYMENT_STOP_ON_ALARM` or `DEPLOYMENT_STOP_ON_REQUEST`.
    public var events: [String]?
  }

  /// The application's name.
  public var applicationName: String
  /// The group's name.
  public var deploymentGroupName: String
  /// The ARN of the role that CodeDeploy takes.
  public var serviceRoleArn: String
  /// How fast traffic is shifted; all at once if nothing is said.
  public var deploymentConfigName: String?
  /// Which alarms stop a deployment.
  public var alarmConfiguration: AlarmConfiguration?
  /// When the alias is moved back by itself.
  public var autoRollbackConfiguration: AutoRollbackConfiguration?

  /// What was created.
  public struct Output: Sendable {
    /// The group's id.
    public let deploymentGroupId: String
  }

  /// Creates the group.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    let application = try service.application(applicationName)
    guard !application.groups.contains(where: { $0.name == deploymentGroupName }) else {
      throw ServiceError.codeDeploy(
        "DeploymentGroupAlreadyExistsException",
        "Deployment Group already exists: \(deploymentGroupName)"
      )
    }
    guard ARN(serviceRoleArn)?.isRole == true else {
      throw ServiceError.codeDeploy(
        "InvalidRoleException",
        "\(serviceRoleArn) is not the ARN of a role"
      )
    }
    let group = DeploymentGroup(
      name: deploymentGroupName,
      id: service.newIdentifier(),
      role: serviceRoleArn,
      config: try deploymentConfigName.map { try DeploymentConfig.named($0) } ?? .allAtOnce,
      watchedAlarms: try alarms(on: service),
      rollbackEvents: try rollbackEvents()
    )
    service.changeGroups(of: applicationName) { $0.append(group) }
    return Output(deploymentGroupId: group.id)
  }

  private func alarms(on service: isolated CodeDeploy) throws(ServiceError) -> [String] {
    guard let alarmConfiguration, alarmConfiguration.enabled ?? false else { return [] }
    let names = (alarmConfiguration.alarms ?? []).map(\.name)
    guard names.count <= 10 else {
      throw .codeDeploy("AlarmsLimitExceededException", "A group watches at most 10 alarms")
    }
    for name in names where !service.hasAlarm(name) {
      throw .codeDeploy("InvalidAlarmConfigException", "No alarm found for name: \(name)")
    }
    return names
  }

  private func rollbackEvents() throws(ServiceError) -> Set<RollbackEvent> {
    guard let configuration = autoRollbackConfiguration, configuration.enabled ?? false else {
      return []
    }
    var events: Set<RollbackEvent> = []
    for name in configuration.events ?? [] {
      guard let event = RollbackEvent(rawValue: name) else {
        throw .codeDeploy(
          "InvalidAutoRollbackConfigException",
          "\(name) is no event that a roll-back follows; there are "
            + RollbackEvent.allCases.map(\.rawValue).joined(separator: ", ")
        )
      }
      events.insert(event)
    }
    guard !events.isEmpty else {
      throw .codeDeploy(
        "InvalidAutoRollbackConfigException",
        "A roll-back that is enabled needs at least one event"
      )
    }
    return events
  }
}

/// Describes a deployment group.
public struct GetDeploymentGroup: Operation {
  /// The application's name.
  public var applicationName: String
  /// The group's name.
  public var deploymentGroupName: String

  /// The group.
  public struct Output: Sendable {
    /// What is known of it.
    public let deploymentGroupInfo: Info

    /// What is known of a group.
    public struct Info: Sendable {
      /// The application's name.
      public let applicationName: String
      /// The group's id.
      public let deploymentGroupId: String
      /// The group's name.
      public let deploymentGroupName: String
      /// How fast traffic is shifted.
      public let deploymentConfigName: String
      /// The role that CodeDeploy takes.
      public let serviceRoleArn: String
      /// Which alarms stop a deployment.
      public let alarmConfiguration: AlarmConfiguration
      /// When the alias is moved back by itself.
      public let autoRollbackConfiguration: AutoRollbackConfiguration
      /// `Lambda`.
      public let computePlatform: String
    }

    /// Which alarms stop a deployment.
    public struct AlarmConfiguration: Sendable {
      /// One alarm.
      public struct Alarm: Sendable {
        /// Its name.
        public let name: String
      }

      /// Whether there are any.
      public let enabled: Bool
      /// The alarms.
      public let alarms: [Alarm]
    }

    /// When the alias is moved back by itself.
    public struct AutoRollbackConfiguration: Sendable {
      /// Whether it ever is.
      public let enabled: Bool
      /// After which events.
      public let events: [String]
    }
  }

  /// Describes the group.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    let group = try service.group(deploymentGroupName, of: applicationName)
    return Output(
      deploymentGroupInfo: .init(
        applicationName: applicationName,
        deploymentGroupId: group.id,
        deploymentGroupName: group.name,
        deploymentConfigName: group.config.name,
        serviceRoleArn: group.role,
        alarmConfiguration: .init(
          enabled: !group.watchedAlarms.isEmpty,
          alarms: group.watchedAlarms.map { .init(name: $0) }
        ),
        autoRollbackConfiguration: .init(
          enabled: !group.rollbackEvents.isEmpty,
          events: group.rollbackEvents.map(\.rawValue).sorted()
        ),
        computePlatform: "Lambda"
      )
    )
  }
}

/// Deletes a deployment group.
public struct DeleteDeploymentGroup: Operation {
  /// The application's name.
  public var applicationName: String
  /// The group's name.
  public var deploymentGroupName: String

  /// What was left behind.
  public struct Output: Sendable {
    /// Groups of EC2 Auto Scaling with which the service's hooks were left; none for functions.
    public let hooksNotCleanedUp: [String]
  }

  /// Deletes the group; one that does not exist is no error.
  public func perform(
    on service: isolated CodeDeploy,
    for caller: Caller
  ) async throws -> Output {
    service.changeGroups(of: applicationName) { groups in
      groups.removeAll { $0.name == deploymentGroupName }
    }
    return Output(hooksNotCleanedUp: [])
  }
}
