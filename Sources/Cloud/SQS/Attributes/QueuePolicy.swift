import JSON

/// Who else may do what with a queue.
struct QueuePolicy {
  let document: PolicyDocument
  /// As it was given, to be printed.
  let text: String

  /// Reads the policy as the queue attribute holds it.
  init(parsing text: String) throws(ServiceError) {
    let refusal = ServiceError.invalidQueueAttributeValue("Policy")
    guard text.utf8.count <= SQSQuotas.policyBytes.bytes else { throw refusal }
    let document: PolicyDocument
    do {
      document = try PolicyDocument(parsing: text)
    } catch {
      switch error {
      case .malformed: throw refusal
      case .notSupported(let what): throw .notSupported(what)
      }
    }
    let statements = document.statements
    guard statements.count <= SQSQuotas.policyStatements else {
      throw .tooManyStatements(statements.count)
    }
    guard statements.allSatisfy({ $0.principalCount <= SQSQuotas.policyPrincipals }),
      statements.allSatisfy({ $0.conditions.count <= SQSQuotas.policyConditions })
    else { throw refusal }
    self.document = document
    self.text = text
  }

  /// The statements as they are printed, one by one.
  private var listed: [JSONValue] {
    switch document.json["Statement"] {
    case .array(let list): list
    case let one?: [one]
    case nil: []
    }
  }

  /// Returns the policy with one statement more, or a new one that has it alone.
  static func adding(
    _ statement: JSONValue,
    to policy: QueuePolicy?,
    of queue: ARN
  ) throws(ServiceError) -> QueuePolicy {
    let label = statement["Sid"]?.stringValue ?? ""
    if policy?.document.statements.contains(where: { $0.id == label }) == true {
      throw .invalidQueueParameter("Label", label, "Already exists.")
    }
    var json =
      policy?.document.json ?? ["Version": "2008-10-17", "Id": "\(queue)/SQSDefaultPolicy"]
    json["Statement"] = .array((policy?.listed ?? []) + [statement])
    return try QueuePolicy(parsing: JSONValue.object(json).text())
  }

  /// Returns the policy without the statement of this label; `nil` if it was the last.
  func removing(_ label: String) throws(ServiceError) -> QueuePolicy? {
    let rest = listed.filter { $0["Sid"]?.stringValue != label }
    guard rest.count < listed.count else {
      throw .invalidQueueParameter("Label", label, "can't find label.")
    }
    guard !rest.isEmpty else { return nil }
    var json = document.json
    json["Statement"] = .array(rest)
    return try QueuePolicy(parsing: JSONValue.object(json).text())
  }
}

extension SQS {
  /// What only the queue's own account may ever do.
  private static let ownersActions: Set<String> = [
    "AddPermission", "CancelMessageMoveTask", "DeleteQueue", "ListMessageMoveTasks",
    "ListQueueTags", "RemovePermission", "SetQueueAttributes", "StartMessageMoveTask", "TagQueue",
    "UntagQueue",
  ]

  /// Finds a queue for a caller who may do `action` with it; a batch is its action without `Batch`.
  ///
  /// Simplified: a part of this account needs no permission of its own.
  ///
  /// - Throws: ``ServiceError`` when there is no such queue, or when its policy denies the action or
  ///   does not allow it to a service or another account.
  func queue(
    _ reference: String,
    for caller: Caller,
    _ action: String
  ) throws(ServiceError) -> SQSQueue {
    let queue = try queue(reference)
    if caller.origin != nil || queue.attributes.policy != nil {
      try authorise(caller, action, on: queue)
    }
    queue.endMinutes()
    queue.metrics.accessed()
    return queue
  }

  /// Whether the queue's policy allows an action to a caller by the caller's own name.
  public func resourcePolicy(
    of resource: ARN,
    names caller: Caller,
    for action: String
  ) -> Bool {
    let policy = queues[resource.name]?.attributes.policy?.document
    return policy?.names(caller, for: action, on: resource, in: cloud) == true
  }

  private func authorise(
    _ caller: Caller,
    _ action: String,
    on queue: SQSQueue
  ) throws(ServiceError) {
    let name = Self.accessRefusal.spell("sqs:\(action)")
    let request = PolicyRequest(caller, name, on: queue.arn.description, in: cloud)
    let decision = queue.attributes.policy?.document.decide(request) ?? .undecided
    let isOwners = caller.origin == nil || caller.origin == .account(cloud.account)
    guard caller.isAdmitted(by: decision, in: cloud),
      isOwners || !Self.ownersActions.contains(action)
    else { throw Self.accessRefusal.error(request, by: "resource-based", decision) }
  }
}
