/// Registers an app at a push service.
public struct CreatePlatformApplication: Operation {
  /// The name.
  public var name: String
  /// The push service, such as `GCM` or `APNS`.
  public var platform: String
  /// What opens the push service, `PlatformCredential` and `PlatformPrincipal`, and settings.
  public var attributes: [String: String]

  /// Creates the request.
  public init(name: String, platform: String, attributes: [String: String]) {
    self.name = name
    self.platform = platform
    self.attributes = attributes
  }

  /// The app.
  public struct Output: Sendable {
    /// Its ARN.
    public let platformApplicationArn: String
  }

  /// Registers the app.
  ///
  /// Simplified: the credentials are not tried, and are forgotten.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    try checkName()
    guard PlatformApplication.platforms.contains(platform) else {
      throw ServiceError.invalidTopicParameter("Platform Reason: \(platform) is not supported")
    }
    guard !attributes.isEmpty else { throw ServiceError.noAttributes }
    let arn = ARN(service: "sns", resource: "app/\(platform)/\(name)", in: sns.cloud).description
    var application =
      sns.applications[arn] ?? PlatformApplication(arn: arn, platform: platform)
    try application.set(attributes)
    guard attributes["PlatformCredential"]?.isEmpty == false else {
      throw ServiceError.invalidTopicParameter(
        attributes["PlatformPrincipal"] == nil
          ? "Attributes Reason: PlatformCredential attribute is missing"
          : "Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential"
      )
    }
    sns.applications[arn] = application
    return Output(platformApplicationArn: arn)
  }

  private func checkName() throws(ServiceError) {
    let reason: String
    if name.isEmpty {
      reason = "cannot be empty"
    } else if name.count > SNSQuotas.applicationNameLength.upperBound {
      reason = "must be at most 256 characters long"
    } else if !name.utf8.allSatisfy(Letters.isDottedNameLetter) {
      reason = "must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'"
    } else {
      return
    }
    throw .invalidTopicParameter("\(name) Reason: \(reason)")
  }
}

/// Tells the attributes of an app.
public struct GetPlatformApplicationAttributes: Operation {
  /// The app's ARN.
  public var platformApplicationArn: String

  /// Creates the request.
  public init(platformApplicationArn: String) {
    self.platformApplicationArn = platformApplicationArn
  }

  /// The attributes.
  public struct Output: Sendable {
    /// The values as texts, by name; without what opens the push service.
    public let attributes: [String: String]
  }

  /// Tells the attributes.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    return Output(attributes: try sns.application(platformApplicationArn).attributes)
  }
}

/// Changes attributes of an app, such as `Enabled`.
public struct SetPlatformApplicationAttributes: Operation {
  /// The app's ARN.
  public var platformApplicationArn: String
  /// The new values.
  public var attributes: [String: String]

  /// Creates the request.
  public init(platformApplicationArn: String, attributes: [String: String]) {
    self.platformApplicationArn = platformApplicationArn
    self.attributes = attributes
  }

  /// Changes the attributes, or none of them.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    var application = try sns.application(platformApplicationArn)
    guard !attributes.isEmpty else { throw ServiceError.noAttributes }
    try application.set(attributes)
    sns.applications[platformApplicationArn] = application
    return NoOutput()
  }
}

/// Lists the apps.
public struct ListPlatformApplications: Operation {
  /// Where to go on: what the page before has told.
  public var nextToken: String?

  /// Creates the request.
  public init(nextToken: String? = nil) {
    self.nextToken = nextToken
  }

  /// An app.
  public struct Entry: Sendable {
    /// Its ARN.
    public let platformApplicationArn: String
    /// Its attributes.
    public let attributes: [String: String]
  }

  /// The apps.
  public struct Output: Sendable {
    /// By ARN, up to 100.
    public let platformApplications: [Entry]
    /// Where the next page begins; `nil` on the last.
    public let nextToken: String?
  }

  /// Lists a page of the apps.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    let all = sns.applications.values.sorted { $0.arn < $1.arn }
    let page = try SNSPage(all, from: nextToken)
    return Output(
      platformApplications: page.items.map {
        Entry(platformApplicationArn: $0.arn, attributes: $0.attributes)
      },
      nextToken: page.next
    )
  }
}

/// Deletes an app with its devices.
public struct DeletePlatformApplication: Operation {
  /// The app's ARN.
  public var platformApplicationArn: String

  /// Creates the request.
  public init(platformApplicationArn: String) {
    self.platformApplicationArn = platformApplicationArn
  }

  /// Deletes the app; one that does not exist is no error.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    _ = try sns.arn(platformApplicationArn, "PlatformApplicationArn")
    sns.applications[platformApplicationArn] = nil
    return NoOutput()
  }
}

extension SNS {
  /// Finds an app by its ARN.
  func application(_ arn: String) throws(ServiceError) -> PlatformApplication {
    if let application = applications[arn] { return application }
    _ = try self.arn(arn, "PlatformApplicationArn")
    throw .notFound("PlatformApplication does not exist")
  }
}

extension ServiceError {
  static let noAttributes = snsValidation("null", at: "attributes", "Member must not be null")
}
