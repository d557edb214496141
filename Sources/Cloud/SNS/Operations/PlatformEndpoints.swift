/// Registers a mobile device on which an app is installed.
public struct CreatePlatformEndpoint: Operation {
  /// The app's ARN.
  public var platformApplicationArn: String
  /// What the push service calls the device.
  public var token: String
  /// Anything that the sender wants to remember of the device, up to 2 KB.
  public var customUserData: String?
  /// `CustomUserData`, `Enabled`.
  public var attributes: [String: String]?

  /// Creates the request.
  public init(
    platformApplicationArn: String,
    token: String,
    customUserData: String? = nil,
    attributes: [String: String]? = nil
  ) {
    self.platformApplicationArn = platformApplicationArn
    self.token = token
    self.customUserData = customUserData
    self.attributes = attributes
  }

  /// The device.
  public struct Output: Sendable {
    /// Its ARN.
    public let endpointArn: String
  }

  /// Registers the device; the same one registered twice is one.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    var application = try sns.application(platformApplicationArn)
    try PlatformApplication.checkDevice(attributes ?? [:])
    let userData = attributes?["CustomUserData"] ?? customUserData ?? ""
    let isEnabled = attributes?["Enabled"]?.lowercased() != "false"
    if let known = application.devices.first(where: { $0.token == token }) {
      guard known.userData == userData, known.isEnabled == isEnabled else {
        throw ServiceError.invalidTopicParameter(
          "Token Reason: Endpoint \(known.arn) already exists with the same Token, but different"
            + " attributes."
        )
      }
      return Output(endpointArn: known.arn)
    }
    let path = ARN(application.arn)?.resource.dropFirst("app/".count) ?? ""
    let arn = ARN(
      service: "sns",
      resource: "endpoint/\(path)/\(sns.newIdentifier())",
      in: sns.cloud
    ).description
    application.devices.append(
      .init(arn: arn, token: token, userData: userData, isEnabled: isEnabled)
    )
    sns.applications[application.arn] = application
    return Output(endpointArn: arn)
  }
}

/// Tells the attributes of a device.
public struct GetEndpointAttributes: Operation {
  /// The device's ARN.
  public var endpointArn: String

  /// Creates the request.
  public init(endpointArn: String) {
    self.endpointArn = endpointArn
  }

  /// The attributes.
  public struct Output: Sendable {
    /// `CustomUserData`, `Enabled` and `Token`.
    public let attributes: [String: String]
  }

  /// Tells the attributes.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    return Output(attributes: try sns.deviceOfRequest(endpointArn).device.attributes)
  }
}

/// Changes attributes of a device.
public struct SetEndpointAttributes: Operation {
  /// The device's ARN.
  public var endpointArn: String
  /// The new values of `CustomUserData` and `Enabled`.
  public var attributes: [String: String]

  /// Creates the request.
  public init(endpointArn: String, attributes: [String: String]) {
    self.endpointArn = endpointArn
    self.attributes = attributes
  }

  /// Changes the attributes, or none of them.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    var (application, device) = try sns.deviceOfRequest(endpointArn)
    guard !attributes.isEmpty else { throw ServiceError.noAttributes }
    try PlatformApplication.checkDevice(attributes)
    if let token = attributes["Token"], token != device.token {
      throw ServiceError.notSupported("A new token for a device")
    }
    if let flag = attributes["Enabled"] { device.isEnabled = flag.lowercased() == "true" }
    if let data = attributes["CustomUserData"] { device.userData = data }
    if let place = application.place(of: device.arn) { application.devices[place] = device }
    sns.applications[application.arn] = application
    return NoOutput()
  }
}

/// Lists the devices of an app.
public struct ListEndpointsByPlatformApplication: Operation {
  /// The app's ARN.
  public var platformApplicationArn: String
  /// Where to go on: what the page before has told.
  public var nextToken: String?

  /// Creates the request.
  public init(platformApplicationArn: String, nextToken: String? = nil) {
    self.platformApplicationArn = platformApplicationArn
    self.nextToken = nextToken
  }

  /// A device.
  public struct Entry: Sendable {
    /// Its ARN.
    public let endpointArn: String
    /// Its attributes.
    public let attributes: [String: String]
  }

  /// The devices.
  public struct Output: Sendable {
    /// In the order in which they were registered, up to 100.
    public let endpoints: [Entry]
    /// Where the next page begins; `nil` on the last.
    public let nextToken: String?
  }

  /// Lists a page of the devices.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    let devices = try sns.application(platformApplicationArn).devices
    let page = try SNSPage(devices, from: nextToken)
    return Output(
      endpoints: page.items.map { Entry(endpointArn: $0.arn, attributes: $0.attributes) },
      nextToken: page.next
    )
  }
}

/// Forgets a device.
public struct DeleteEndpoint: Operation {
  /// The device's ARN.
  public var endpointArn: String

  /// Creates the request.
  public init(endpointArn: String) {
    self.endpointArn = endpointArn
  }

  /// Forgets the device; one that does not exist is no error.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    let arn = try sns.arn(endpointArn, "EndpointArn")
    guard let key = PlatformApplication.application(of: arn) else { return NoOutput() }
    sns.applications[key]?.devices.removeAll { $0.arn == endpointArn }
    return NoOutput()
  }
}

extension SNS {
  /// Finds the device that a request is about.
  func deviceOfRequest(
    _ text: String
  ) throws(ServiceError) -> (application: PlatformApplication, device: PlatformApplication.Device) {
    guard let found = device(try arn(text, "EndpointArn")) else {
      throw .notFound("Endpoint does not exist")
    }
    return found
  }
}
