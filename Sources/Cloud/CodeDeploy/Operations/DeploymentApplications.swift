/// Creates an application: the name that deployment groups are kept under.
public struct CreateApplication: Operation {
  /// The application's name.
  public var applicationName: String
  /// `Lambda`; the other platforms are not part of the mini cloud.
  public var computePlatform: String?

  /// What was created.
  public struct Output: Sendable {
    /// The application's id.
    public let applicationId: String
  }

  /// Creates the application.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    guard computePlatform == "Lambda" else {
      throw ServiceError.notSupported("The compute platform \(computePlatform ?? "Server")")
    }
    guard (1...100).contains(applicationName.count) else {
      throw ServiceError.codeDeploy(
        "InvalidApplicationNameException",
        "An application's name has 1 to 100 characters"
      )
    }
    guard !service.applications.contains(where: { $0.name == applicationName }) else {
      throw ServiceError.codeDeploy(
        "ApplicationAlreadyExistsException",
        "Application already exists: \(applicationName)"
      )
    }
    let application = DeploymentApplication(name: applicationName, id: service.newIdentifier())
    service.applications.append(application)
    return Output(applicationId: application.id)
  }
}

/// Lists the applications.
public struct ListApplications: Operation {
  /// The applications.
  public struct Output: Sendable {
    /// Their names, sorted.
    public let applications: [String]
  }

  /// Lists the applications.
  public func perform(on service: isolated CodeDeploy, for caller: Caller) async throws -> Output {
    Output(applications: service.applications.map(\.name).sorted())
  }
}

/// Deletes an application with its groups; one that does not exist is no error.
public struct DeleteApplication: Operation {
  /// The application's name.
  public var applicationName: String

  /// Deletes the application.
  public func perform(
    on service: isolated CodeDeploy,
    for caller: Caller
  ) async throws -> NoOutput {
    service.applications.removeAll { $0.name == applicationName }
    return NoOutput()
  }
}
