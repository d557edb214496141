import JSON

extension SQS {
  /// Allows other accounts to do something with a queue, by a statement in its policy.
  public struct AddPermission: Operation {
    /// The queue's URL or name.
    public var queueUrl: String
    /// The statement's name, unique in the policy.
    public var label: String
    /// The accounts' twelve digits.
    public var awsAccountIds: [String]
    /// What is allowed, such as `SendMessage`, or `*`.
    public var actions: [String]

    /// Creates the request.
    public init(queueUrl: String, label: String, awsAccountIds: [String], actions: [String]) {
      self.queueUrl = queueUrl
      self.label = label
      self.awsAccountIds = awsAccountIds
      self.actions = actions
    }

    /// The queue.
    public var component: String? { SQS.queueName(in: queueUrl) }

    /// The queue.
    public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

    /// What can be allowed by name.
    private static let grantable: Set<String> = [
      "*", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl",
      "ListDeadLetterSourceQueues", "PurgeQueue", "ReceiveMessage", "SendMessage",
    ]

    /// Adds the statement.
    public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
      try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
      let queue = try sqs.begin("AddPermission", on: queueUrl, for: caller)
      try check()
      queue.attributes.policy = try QueuePolicy.adding(
        statement(for: queue.arn),
        to: queue.attributes.policy,
        of: queue.arn
      )
      queue.modified = sqs.cloud.unixMilliseconds / 1_000
      sqs.bill(queue, payload: 0)
      return NoOutput()
    }

    private func check() throws(ServiceError) {
      guard !label.isEmpty else { throw .missingQueueParameter("Label") }
      guard SQSQuotas.entryIDLength.contains(label.utf8.count),
        label.utf8.allSatisfy(Letters.isNameLetter)
      else {
        throw .invalidQueueParameter(
          "Label",
          label,
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length."
        )
      }
      guard !actions.isEmpty else { throw .missingQueueParameter("Actions") }
      guard !awsAccountIds.isEmpty else { throw .missingQueueParameter("AWSAccountIds") }
      for action in actions where !Self.grantable.contains(action) {
        let isKnown = SQS.operations.contains { $0.name == action }
        throw .invalidQueueParameter(
          "ActionName",
          "SQS:\(action)",
          isKnown
            ? "Only the queue owner is allowed to invoke this action."
            : "Please refer to the appropriate WSDL for a list of valid actions."
        )
      }
      for account in awsAccountIds {
        guard account.utf8.count == 12, account.utf8.allSatisfy({ (48...57).contains($0) }) else {
          throw .invalidQueueParameter("PrincipalId", "[\(account)]", "Unable to verify.")
        }
      }
      guard actions.count <= SQSQuotas.permissionActions else {
        throw .tooManyActions(actions.count)
      }
    }

    /// A list of one is written without the list, as AWS writes it.
    private func statement(for queue: ARN) -> JSONValue {
      func listed(_ texts: [String]) -> JSONValue {
        texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSONValue.string))
      }
      return [
        "Sid": .string(label), "Effect": "Allow",
        "Principal": ["AWS": listed(awsAccountIds.map { "arn:aws:iam::\($0):root" })],
        "Action": listed(actions.map { "SQS:\($0)" }), "Resource": .string(queue.description),
      ]
    }
  }

  /// Takes a permission back.
  public struct RemovePermission: Operation {
    /// The queue's URL or name.
    public var queueUrl: String
    /// The statement's name.
    public var label: String

    /// Creates the request.
    public init(queueUrl: String, label: String) {
      self.queueUrl = queueUrl
      self.label = label
    }

    /// The queue.
    public var component: String? { SQS.queueName(in: queueUrl) }

    /// The queue.
    public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

    /// Removes the statement; with the last of them the policy goes.
    public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
      try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
      let queue = try sqs.begin("RemovePermission", on: queueUrl, for: caller)
      guard let policy = queue.attributes.policy else {
        throw ServiceError.invalidQueueParameter("Label", label, "can't find label.")
      }
      queue.attributes.policy = try policy.removing(label)
      queue.modified = sqs.cloud.unixMilliseconds / 1_000
      sqs.bill(queue, payload: 0)
      return NoOutput()
    }
  }
}
