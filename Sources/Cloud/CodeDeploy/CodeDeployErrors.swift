/// Errors of CodeDeploy.
extension ServiceError {
  /// An error of CodeDeploy; all of them are the client's.
  static func codeDeploy(_ code: String, _ message: String) -> Self {
    Self(code: code, status: 400, message: message)
  }

  static func noDeployment(_ id: String) -> Self {
    codeDeploy("DeploymentDoesNotExistException", "The deployment \(id) could not be found")
  }
}

extension CodeDeploy {
  func application(_ name: String) throws(ServiceError) -> DeploymentApplication {
    guard let application = applications.first(where: { $0.name == name }) else {
      throw .codeDeploy(
        "ApplicationDoesNotExistException",
        "No application found for name: \(name)"
      )
    }
    return application
  }

  func group(_ name: String, of application: String) throws(ServiceError) -> DeploymentGroup {
    guard let group = try self.application(application).groups.first(where: { $0.name == name })
    else {
      throw .codeDeploy(
        "DeploymentGroupDoesNotExistException",
        "No Deployment Group found for name: \(name)"
      )
    }
    return group
  }

  func changeGroups(
    of application: String,
    _ body: (inout [DeploymentGroup]) -> Void
  ) {
    guard let index = applications.firstIndex(where: { $0.name == application }) else { return }
    body(&applications[index].groups)
  }
}
