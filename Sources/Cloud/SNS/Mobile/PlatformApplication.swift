import Simulation

/// An app at one of the push services, and the mobile devices on which it is installed.
struct PlatformApplication {
  /// A device.
  struct Device {
    let arn: String
    let token: String
    var userData: String
    var isEnabled: Bool

    /// As lists and requests for attributes show it.
    var attributes: [String: String] {
      var shown = ["Enabled": "\(isEnabled)", "Token": token]
      if !userData.isEmpty { shown["CustomUserData"] = userData }
      return shown
    }
  }

  /// The push services that SNS knows.
  static let platforms = [
    "ADM", "APNS", "APNS_SANDBOX", "APNS_VOIP", "APNS_VOIP_SANDBOX", "BAIDU", "GCM", "MACOS",
    "MACOS_SANDBOX", "MPNS", "WNS",
  ]

  let arn: String
  let platform: String
  /// What was set; never what opens the push service.
  private(set) var attributes: [String: String] = ["Enabled": "true"]
  /// In the order in which they were made.
  var devices: [Device] = []

  init(arn: String, platform: String) {
    self.arn = arn
    self.platform = platform
  }

  var isEnabled: Bool { attributes["Enabled"] != "false" }

  private static let secrets: Set<String> = ["PlatformCredential", "PlatformPrincipal"]
  private static let settable: Set<String> = ["Enabled", "SuccessFeedbackSampleRate"]
  private static let leftOut: Set<String> = [
    "ApplePlatformBundleID", "ApplePlatformTeamID", "EventNotificationFailure",
    "EventEndpointCreated", "EventEndpointDeleted", "EventEndpointUpdated",
    "FailureFeedbackRoleArn", "SuccessFeedbackRoleArn",
  ]

  /// Sets attributes, or none of them.
  mutating func set(_ values: [String: String]) throws(ServiceError) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      if Self.leftOut.contains(name) {
        throw .notSupported("The attribute \(name) of a platform application")
      }
      guard Self.settable.contains(name) || Self.secrets.contains(name) else {
        throw .invalidTopicParameter("Attributes Reason: Invalid attribute name: \(name)")
      }
      if name == "Enabled", !["true", "false"].contains(value.lowercased()) {
        throw .invalidTopicParameter("Attributes Reason: Invalid value for attribute: Enabled")
      }
    }
    for (name, value) in values where !Self.secrets.contains(name) {
      attributes[name] = name == "Enabled" ? value.lowercased() : value
    }
  }

  /// The place of the device with an ARN.
  func place(of device: String) -> Int? { devices.firstIndex { $0.arn == device } }

  /// The name in the topology of the push service behind an endpoint or an application.
  static func carrier(in arn: ARN) -> String {
    let parts = arn.resource.split(separator: "/")
    return parts.count > 1 ? parts[1].lowercased() : arn.name
  }

  /// The ARN of the application to which a device's ARN belongs; `nil` when it is none.
  static func application(of device: ARN) -> String? {
    let parts = device.resource.split(separator: "/")
    guard parts.count == 4, parts[0] == "endpoint" else { return nil }
    return "arn:aws:sns:\(device.region):\(device.account):app/\(parts[1])/\(parts[2])"
  }

  /// Checks the attributes of a device.
  static func checkDevice(_ attributes: [String: String]) throws(ServiceError) {
    for name in attributes.keys.sorted()
    where !["CustomUserData", "Enabled", "Token"].contains(name) {
      throw .invalidTopicParameter("Attributes Reason: Invalid attribute name: \(name)")
    }
    guard (attributes["CustomUserData"] ?? "").utf8.count <= SNSQuotas.customUserData else {
      throw .invalidTopicParameter(
        "Attributes Reason: Invalid value for attribute: CustomUserData: must be at most 2048 bytes"
          + " long in UTF-8 encoding"
      )
    }
    guard ["true", "false"].contains((attributes["Enabled"] ?? "true").lowercased()) else {
      throw .invalidTopicParameter("Attributes Reason: Invalid value for attribute: Enabled")
    }
  }
}

extension SNS {
  /// Finds a device and its application.
  func device(
    _ arn: ARN
  ) -> (application: PlatformApplication, device: PlatformApplication.Device)? {
    guard let key = PlatformApplication.application(of: arn), let application = applications[key],
      let place = application.place(of: arn.description)
    else { return nil }
    return (application, application.devices[place])
  }

  /// Refuses a device that is not there or does not want messages.
  func checkDevice(
    _ arn: ARN
  ) throws(ServiceError) -> (application: PlatformApplication, device: PlatformApplication.Device) {
    guard let found = device(arn) else {
      throw .invalidTopicParameter(
        "TargetArn Reason: No endpoint found for the target arn specified"
      )
    }
    guard found.application.isEnabled else { throw .applicationDisabled }
    guard found.device.isEnabled else { throw .endpointDisabled }
    return found
  }

  /// Sends a topic's message to a device.
  func push(
    _ notification: Notification,
    to arn: ARN,
    from subscription: Subscription
  ) async throws -> DeliveryReceipt {
    try await push(
      notification.draft,
      to: arn,
      from: notification.sender.isEmpty ? notification.topic.name : notification.sender
    )
  }

  /// Sends a message to a device through its push service.
  func push(
    _ draft: PublishDraft,
    to arn: ARN,
    from sender: String
  ) async throws -> DeliveryReceipt {
    do {
      let (application, device) = try checkDevice(arn)
      return try await carry(to: PlatformApplication.carrier(in: arn)) {
        cloud.internet.outbox.add(
          Outbox.Message(
            at: simulation.now,
            .push,
            to: device.token,
            from: sender,
            subject: draft.subject,
            text: draft.text(for: application.platform)
          )
        )
      }
    } catch let error as ServiceError {
      throw NotificationFailure(error)
    }
  }
}
