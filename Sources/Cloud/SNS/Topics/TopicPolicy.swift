import JSON

/// Who may do what with a topic.
struct TopicPolicy {
  let document: PolicyDocument
  /// As it was given, to be printed.
  let text: String

  /// What a topic's policy can allow, without the service's prefix.
  static let actions: Set<String> = [
    "AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes",
    "ListSubscriptionsByTopic", "ListTagsForResource", "Publish", "PutDataProtectionPolicy",
    "Receive", "RemovePermission", "SetTopicAttributes", "Subscribe",
  ]

  /// Reads the policy as the topic attribute holds it.
  init(parsing text: String) throws(AttributeProblem) {
    let document: PolicyDocument
    do {
      document = try PolicyDocument(parsing: text)
    } catch {
      if case .action = error { throw Self.outOfScope }
      throw error.leftOut.map { AttributeProblem.refused($0) } ?? .invalid("Policy Error: null")
    }
    self.document = document
    self.text = text
    for statement in document.statementList where !Self.isInScope(statement) {
      throw Self.outOfScope
    }
  }

  private static let outOfScope = AttributeProblem.invalid(
    "Policy statement action out of service scope!"
  )

  private init(_ json: JSONObject) throws(AttributeProblem) {
    try self.init(parsing: JSONValue.object(json).text())
  }

  /// The policy of a new topic: its own account may do everything with it.
  init(ofNew topic: ARN) {
    let actions = [
      "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission",
      "DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish",
    ]
    let statement: JSONObject = [
      "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": ["AWS": "*"],
      "Action": .array(actions.map { .string("SNS:\($0)") }),
      "Resource": .string(topic.description),
      "Condition": ["StringEquals": ["AWS:SourceOwner": .string(topic.account)]],
    ]
    let json: JSONObject = [
      "Version": "2008-10-17", "Id": "__default_policy_ID",
      "Statement": .array([.object(statement)]),
    ]
    do {
      try self.init(json)
    } catch {
      preconditionFailure("the policy of a new topic is none: \(error)")
    }
  }

  private static func isInScope(_ statement: JSONValue) -> Bool {
    let named = PolicyStatement.texts(statement["Action"] ?? statement["NotAction"]) ?? []
    return named.allSatisfy { name in
      let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
      guard name != "*" else { return true }
      guard parts.count == 2, parts[0].lowercased() == "sns" else { return false }
      // A pattern must fit something that there is.
      let pattern = PolicyPattern(parts[1].lowercased())
      return actions.contains { pattern.matches($0.lowercased()) }
    }
  }

  /// Returns the policy with one statement more.
  func adding(_ statement: JSONValue) throws(ServiceError) -> TopicPolicy {
    let label = statement["Sid"]?.stringValue ?? ""
    guard !document.has(sid: label) else {
      throw .invalidTopicParameter("Statement already exists")
    }
    return try Self.changed(document.adding(statement))
  }

  /// Returns the policy without the statement of this label, if there is one; `nil` when no
  /// statement is left, and so the policy of a new topic holds.
  func removing(_ label: String) throws(ServiceError) -> TopicPolicy? {
    guard document.has(sid: label) else { return self }
    let rest = document.statements(without: label)
    return rest.isEmpty ? nil : try Self.changed(document.with(rest))
  }

  private static func changed(_ json: JSONObject) throws(ServiceError) -> TopicPolicy {
    do {
      return try TopicPolicy(json)
    } catch {
      throw error.whenChanging
    }
  }
}

extension SNS {
  /// The services that stand for the account of what they act for, as an owner does.
  ///
  /// Source: the SNS developer guide, "Example cases for Amazon SNS access control": the policy of a
  /// new topic lets alarms of its account publish.
  private static let ownersServices: Set<String> = ["cloudwatch.amazonaws.com"]

  /// Refuses a caller whom a topic's policy does not let do something.
  ///
  /// Simplified: a part of this account needs no permission of its own.
  func authorise(
    _ caller: Caller,
    _ action: String,
    on topic: Topic,
    _ more: [String: String] = [:]
  ) throws(ServiceError) {
    if caller.origin == nil, topic.attributes.policy == nil { return }
    var particulars = more
    particulars["aws:sourceowner"] = sourceOwner(caller)
    let request = PolicyRequest(
      caller,
      "SNS:\(action)",
      on: topic.arn.description,
      in: cloud,
      particulars
    )
    let decision = topic.policy.document.decide(request)
    guard caller.isAdmitted(by: decision, in: cloud) else {
      throw .topicAccessDenied(request, decision)
    }
  }

  /// What the policy of the topic says, which a new topic has none of.
  public func resourceAnswer(
    to caller: Caller,
    about permission: Permission
  ) -> ResourceAnswer {
    let topic = permission.resource.flatMap { topics[$0.description] }
    let policy = topic?.attributes.policy?.document
    return policy?.answer(to: caller, about: permission, in: cloud) ?? .silent
  }

  private func sourceOwner(_ caller: Caller) -> String? {
    if let service = caller.service, !Self.ownersServices.contains(service.name) { return nil }
    return caller.account(in: cloud) ?? caller.sourceAccount(in: cloud)
  }
}
