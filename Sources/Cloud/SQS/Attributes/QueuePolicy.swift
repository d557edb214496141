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
      throw error.leftOut ?? refusal
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

  /// Returns the policy with one statement more, or a new one that has it alone.
  static func adding(
    _ statement: JSONValue,
    to policy: QueuePolicy?,
    of queue: ARN
  ) throws(ServiceError) -> QueuePolicy {
    let label = statement["Sid"]?.stringValue ?? ""
    if policy?.document.has(sid: label) == true {
      throw .invalidQueueParameter("Label", label, "Already exists.")
    }
    let json =
      policy?.document.adding(statement) ?? [
        "Version": "2008-10-17", "Id": "\(queue)/SQSDefaultPolicy", "Statement": [statement],
      ]
    return try QueuePolicy(parsing: JSONValue.object(json).text())
  }

  /// Returns the policy without the statement of this label; `nil` if it was the last.
  func removing(_ label: String) throws(ServiceError) -> QueuePolicy? {
    guard document.has(sid: label) else {
      throw .invalidQueueParameter("Label", label, "can't find label.")
    }
    let rest = document.statements(without: label)
    return rest.isEmpty
      ? nil : try QueuePolicy(parsing: JSONValue.object(document.with(rest)).text())
  }
}

extension SQS {
  /// What only the queue's own account may ever do.
  private static let ownersActions: Set<String> = [
    "AddPermission", "CancelMessageMoveTask", "DeleteQueue", "ListMessageMoveTasks",
    "ListQueueTags", "RemovePermission", "SetQueueAttributes", "StartMessageMoveTask", "TagQueue",
    "UntagQueue",
  ]

  /// Begins a request about a queue: finds it, asks its policy whether the caller may do `action`, ends
  /// the minutes of its metrics that have passed, and counts the access.
  ///
  /// A batch is its action without `Batch`.
  ///
  /// Simplified: a part of this account needs no permission of its own.
  ///
  /// - Throws: ``ServiceError`` when there is no such queue, or when its policy denies the action or
  ///   does not allow it to a service or another account.
  func begin(
    _ action: String,
    on reference: String,
    for caller: Caller
  ) throws(ServiceError) -> SQSQueue {
    let queue = try queue(reference)
    if caller.origin != nil || queue.attributes.policy != nil {
      try authorise(caller, action, on: queue)
    }
    queue.endMinutes()
    queue.metrics.accessed()
    return queue
  }

  /// What the queue's policy says.
  public func resourceAnswer(
    to caller: Caller,
    about permission: Permission
  ) -> ResourceAnswer {
    let policy = permission.resource.flatMap { queues[$0.name]?.attributes.policy?.document }
    return policy?.answer(to: caller, about: permission, in: cloud) ?? .silent
  }

  private func authorise(
    _ caller: Caller,
    _ action: String,
    on queue: SQSQueue
  ) throws(ServiceError) {
    let name = Self.accessRefusal.spell("sqs:\(action)")
    let request = PolicyRequest(caller, name, on: queue.arn.description, in: cloud)
    let decision = queue.attributes.policy?.document.decide(request) ?? .undecided
    let isOwners = caller.account(in: cloud) == cloud.account
    guard caller.isAdmitted(by: decision, in: cloud),
      isOwners || !Self.ownersActions.contains(action)
    else { throw Self.accessRefusal.error(request, by: "resource-based", decision) }
  }
}
