import Simulation

/// What mapping and queue, and mapping and mapping, must agree on.
extension Lambda {
  /// The visibility time-out of the queue that an ARN stands for; `nil` when there is none.
  func visibilityTimeout(of queue: ARN?) async -> Duration? {
    guard let queue, queue.service == "sqs" else { return nil }
    return await cloud.sqs.visibilityTimeout(of: queue.name)
  }

  /// Refuses a queue that is not there, that the function's role may not read, or that would give a
  /// batch out again while it is handled.
  func check(
    _ queue: ARN,
    _ visibility: Duration?,
    for function: FunctionConfiguration
  ) throws(ServiceError) {
    for action in QueueAction.allCases {
      try action.check(function.role, of: function.functionName, on: queue, in: cloud)
    }
    guard let visibility else {
      throw .invalidParameter(QueueAction.receiveMessage.problem(.queueDoesNotExist))
    }
    guard visibility >= .seconds(function.timeout) else {
      throw .invalidParameter(
        "Queue visibility timeout: \(visibility.nanoseconds / 1_000_000_000) seconds is less than"
          + " Function timeout: \(function.timeout) seconds"
      )
    }
  }

  /// Refuses a second mapping from the same queue to the same function, or version or alias.
  func checkTwins(
    of id: String?,
    from source: ARN,
    to settings: MappingSettings
  ) throws(ServiceError) {
    let twin = mappings.first { mapping in
      mapping.id != id && mapping.source == source
        && mapping.settings.functionName == settings.functionName
        && mapping.settings.qualifier == settings.qualifier
    }
    guard let twin else { return }
    throw .resourceConflict(
      "An event source mapping with SQS arn (\" \(source) \") and function (\""
        + " \(settings.functionName) \") already exists. Please update or delete the existing"
        + " mapping with UUID \(twin.id)"
    )
  }
}

/// What a mapping does on a queue, with its function's execution role.
enum QueueAction: String, CaseIterable {
  case receiveMessage = "ReceiveMessage"
  case deleteMessage = "DeleteMessage"
  case getQueueAttributes = "GetQueueAttributes"

  /// Refuses what a role may not do.
  func check(
    _ role: String,
    of function: String,
    on queue: ARN,
    in cloud: Cloud
  ) throws(ServiceError) {
    let caller = Caller(function)
    guard !cloud.role(role, of: caller, allows: "sqs:\(rawValue)", on: queue) else { return }
    throw .invalidParameter(
      "The function execution role does not have permissions to call \(rawValue) on SQS"
    )
  }

  /// How the service tells why it could not do this.
  func problem(_ error: ServiceError) -> String {
    // A refusal of its own says it already.
    guard error.code != "InvalidParameterValueException" else { return error.message }
    return "Error occurred while \(rawValue). SQS Error Code: \(error.code). SQS Error Message:"
      + " \(error.message)"
  }
}

extension ServiceError {
  /// The mapping is being made, changed or deleted.
  static func mappingInUse(_ verb: String) -> Self {
    Self(
      code: "ResourceInUseException",
      status: 400,
      message: "Cannot \(verb) the event source mapping because it is in use."
    )
  }
}
