import JSON

/// Which queues may use this one as their dead-letter queue.
struct RedriveAllowPolicy {
  enum Permission: String {
    case allowAll
    case byQueue
    case denyAll
  }

  let permission: Permission
  /// The ARNs of the queues that may; of none unless the permission is by queue.
  let sources: [String]
  /// As it was given, to be printed.
  let text: String

  private static let members: Set<String> = ["redrivePermission", "sourceQueueArns"]

  /// Reads the policy as the queue attribute holds it.
  init(parsing text: String) throws(ServiceError) {
    let cannot = "Amazon SQS can't create the redrive allow policy"
    func refusal(_ reason: String) -> ServiceError {
      .invalidQueueParameter("RedriveAllowPolicy", text, "\(cannot). \(reason)")
    }
    guard case .object(let policy)? = try? JSONValue(parsing: text),
      policy.keys.allSatisfy(Self.members.contains),
      let permission = policy["redrivePermission"]?.stringValue.flatMap(Permission.init),
      let sources = Self.sources(policy["sourceQueueArns"])
    else {
      throw .invalidQueueAttributeValue(
        "RedriveAllowPolicy",
        "\(cannot), as it’s in an unsupported format."
      )
    }
    let limit = SQSQuotas.redriveSources
    if permission == .byQueue, sources.isEmpty {
      throw refusal(
        "When you specify the byQueue permission type, you must also specify one or more"
          + " sourceQueueArns values."
      )
    }
    if permission != .byQueue, policy["sourceQueueArns"] != nil {
      throw refusal(
        "To specify one or more source queue ARNs, you must set redrivePermission to byQueue."
      )
    }
    guard sources.count <= limit else {
      throw refusal("The maximum number of source queue ARNs you can specify is \(limit).")
    }
    self.permission = permission
    self.sources = sources
    self.text = text
  }

  private static func sources(_ value: JSONValue?) -> [String]? {
    guard let value else { return [] }
    guard let list = value.arrayValue else { return nil }
    let sources = list.compactMap(\.stringValue)
    return sources.count == list.count ? sources : nil
  }

  /// Tells whether a queue may give up its messages to the one with this policy.
  func allows(_ source: ARN) -> Bool {
    switch permission {
    case .allowAll: true
    case .denyAll: false
    case .byQueue: sources.contains(source.description)
    }
  }
}
