import Simulation

/// What mapping and queue, and mapping and mapping, must agree on.
extension Lambda {
  /// What a mapping would meet at a queue.
  struct SourceView {
    /// The queue's visibility time-out; `nil` when there is no such queue.
    var visibility: Duration?
    /// The first of the actions that the function's role may not do there.
    var forbidden: QueueAction?
  }

  /// Looks at a queue, of this account or another, with the eyes of a function that there may be.
  func look(at queue: ARN?, for function: FunctionConfiguration?) async -> SourceView {
    var view = SourceView()
    guard let queue, queue.service == SQS.name, let function else { return view }
    let owner = cloud.owner(of: queue)
    view.visibility = await owner?.sqs.visibilityTimeout(of: queue.name)
    let caller = Caller(function.functionName).acting(as: function.role)
    for action in QueueAction.allCases where view.forbidden == nil {
      let isAllowed = await cloud.allows(action.permission(on: queue), to: caller)
      if !isAllowed { view.forbidden = action }
    }
    return view
  }

  /// Refuses a queue that is not there, that the function's role may not read, or that would give a
  /// batch out again while it is handled.
  func check(_ view: SourceView, for function: FunctionConfiguration) throws(ServiceError) {
    if let action = view.forbidden {
      throw .invalidParameter(
        "The function execution role does not have permissions to call \(action.rawValue) on SQS"
      )
    }
    guard let visibility = view.visibility else {
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

  /// What must be allowed for it.
  func permission(on queue: ARN) -> Permission { Permission("sqs:\(rawValue)", on: queue) }

  /// How the service tells why it could not do this.
  func problem(_ error: ServiceError) -> String {
    "Error occurred while \(rawValue). SQS Error Code: \(error.code). SQS Error Message:"
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
