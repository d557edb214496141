/// A name under which deployment groups are kept.
struct DeploymentApplication {
  let name: String
  let id: String
  var groups: [DeploymentGroup] = []
}

/// How the deployments of one group shift traffic, and what stops them.
struct DeploymentGroup {
  let name: String
  let id: String
  let role: String
  let config: DeploymentConfig
  /// The names of the alarms that stop a deployment; empty when the alarms are switched off.
  let watchedAlarms: [String]
  /// After which events the alias is moved back; empty when rolling back is switched off.
  let rollbackEvents: Set<RollbackEvent>

  func rollsBack(after failure: DeploymentFailure) -> Bool {
    failure.rollsBack ?? rollbackEvents.contains(failure.event)
  }
}

/// What an automatic roll-back may follow.
enum RollbackEvent: String, Decodable, Sendable, CaseIterable {
  case failure = "DEPLOYMENT_FAILURE"
  case alarm = "DEPLOYMENT_STOP_ON_ALARM"
  case request = "DEPLOYMENT_STOP_ON_REQUEST"
}

/// Which alias moves from which version to which.
struct AliasShift {
  let function: String
  let alias: String
  let currentVersion: String
  let targetVersion: String

  var reversed: Self {
    Self(
      function: function,
      alias: alias,
      currentVersion: targetVersion,
      targetVersion: currentVersion
    )
  }
}

/// One deployment and how far it has come.
struct Deployment {
  enum Status: String {
    case inProgress = "InProgress"
    case succeeded = "Succeeded"
    case failed = "Failed"
    case stopped = "Stopped"
  }

  let id: String
  let application: String
  let group: String
  let config: DeploymentConfig
  let shift: AliasShift
  let description: String?
  let created: String
  /// The deployment that this one takes back.
  var rollbackOf: String?
  /// The deployment that takes this one back.
  var rolledBackBy: String?
  var status = Status.inProgress
  /// The share of requests that go to the new version, in per cent.
  var percentage = 0
  var completed: String?
  var failure: DeploymentFailure?
  /// Set when somebody asks for the deployment to be stopped.
  var stop: DeploymentFailure?
}

/// Why a deployment did not succeed.
struct DeploymentFailure: Error {
  let code: String
  let message: String
  /// Whether to roll back, where the request said so; otherwise the group's settings count.
  var rollsBack: Bool?

  /// What happened, as roll-back settings name it.
  var event: RollbackEvent {
    switch code {
    case "ALARM_ACTIVE": .alarm
    case "MANUAL_STOP": .request
    default: .failure
    }
  }

  var status: Deployment.Status { event == .failure ? .failed : .stopped }
}
