/// Errors of SQS under the codes that the AWS CLI prints, which are those of its older protocol.
extension ServiceError {
  private static func sqs(_ name: String, _ status: Int, _ message: String) -> Self {
    Self(code: "AWS.SimpleQueueService.\(name)", status: status, message: message)
  }

  /// There is no such queue.
  public static let queueDoesNotExist = sqs(
    "NonExistentQueue",
    "The specified queue does not exist."
  )

  /// The queue's name was free again too short a time ago.
  static let queueDeletedRecently = sqs(
    "QueueDeletedRecently",
    "You must wait 60 seconds after deleting a queue before you can create another with the same"
      + " name."
  )

  /// A queue of this name has another value of the attribute.
  static func queueNameExists(differingIn attribute: String) -> Self {
    Self(
      code: "QueueAlreadyExists",
      status: 400,
      message: "A queue already exists with the same name and a different value for attribute "
        + attribute
    )
  }

  /// A parameter of SQS has a value that is refused.
  static func invalidQueueParameter(_ message: String) -> Self {
    Self(code: "InvalidParameterValue", status: 400, message: message)
  }

  /// A parameter of SQS has a value that is refused for a reason.
  static func invalidQueueParameter(_ name: String, _ value: Any, _ reason: String) -> Self {
    invalidQueueParameter("Value \(value) for parameter \(name) is invalid. Reason: \(reason)")
  }

  /// A parameter of SQS is empty.
  static func missingQueueParameter(_ name: String) -> Self {
    Self(
      code: "MissingParameter",
      status: 400,
      message: "The request must contain the parameter \(name)."
    )
  }

  /// No queue has such an attribute, or nobody can set it.
  static func unknownQueueAttribute(_ name: String) -> Self {
    Self(code: "InvalidAttributeName", status: 400, message: "Unknown Attribute \(name).")
  }

  /// The attribute belongs to FIFO queues.
  static func attributeNeedsFIFO(_ name: String) -> Self {
    if name == "ContentBasedDeduplication" { return unknownQueueAttribute(name) }
    return Self(
      code: "InvalidAttributeName",
      status: 400,
      message: "You can specify the \(name) only when FifoQueue is set to true."
    )
  }

  /// A queue attribute cannot have this value.
  static func invalidQueueAttributeValue(_ name: String, _ reason: String? = nil) -> Self {
    Self(
      code: "InvalidAttributeValue",
      status: 400,
      message: "Invalid value for the parameter \(name)." + (reason.map { " Reason: \($0)" } ?? "")
    )
  }

  /// A parameter that belongs to queues of the other type.
  static func parameterOfOtherQueueType(_ name: String, _ value: String) -> Self {
    invalidQueueParameter(
      name,
      value,
      "The request include parameter that is not valid for this queue type."
    )
  }

  /// A FIFO queue has got too many requests in a second.
  ///
  /// Simplified: the text is the service model's description of the error.
  static let queueRequestThrottled = Self(
    code: "RequestThrottled",
    status: 403,
    message: "The request was denied due to request throttling."
  )

  /// The queue has more permissions than it may have.
  static func tooManyStatements(_ count: Int) -> Self {
    Self(
      code: "OverLimit",
      status: 403,
      message: "\(count) Statements were found, maximum allowed is"
        + " \(SQSQuotas.policyStatements)."
    )
  }

  /// A statement has more actions than it may have.
  static func tooManyActions(_ count: Int) -> Self {
    Self(
      code: "OverLimit",
      status: 403,
      message: "\(count) Actions were found, maximum allowed is \(SQSQuotas.permissionActions)."
    )
  }

  /// A queue encrypts with keys of KMS or with those of SQS.
  static let twoQueueEncryptions = Self(
    code: "InvalidAttributeName",
    status: 400,
    message: "You can use one type of server-side encryption (SSE) at one time. You can either"
      + " enable KMS SSE or SQS SSE."
  )

  /// Somebody may not use the key with which a queue's messages are encrypted, or nobody can.
  ///
  /// Source: the codes of SQS's older protocol, as the service model names them; KMS's own texts,
  /// without the service, status and request that SQS adds.
  static func queueKeyRefused(_ refusal: KeyRefusal) -> Self {
    refusal.error({ "KMS.\($0)Exception" }, unavailable: "InternalFailure")
  }

  /// There is no such queue or task to move messages.
  static func moveResourceNotFound(_ message: String) -> Self {
    Self(code: "ResourceNotFoundException", status: 404, message: message)
  }

  /// As many tasks that move messages run as may.
  static let tooManyMoveTasks = Self(
    code: "OverLimit",
    status: 403,
    message: "Too many message move tasks are active: the limit of an account is"
      + " \(SQSQuotas.activeMoveTasks)."
  )

  /// The body has a character that no message may have.
  static let invalidMessageContents = Self(
    code: "InvalidMessageContents",
    status: 400,
    message: "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to"
      + " #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"
  )

  /// The text is no receipt handle.
  static func receiptHandleIsInvalid(_ handle: String) -> Self {
    Self(
      code: "ReceiptHandleIsInvalid",
      status: 404,
      message: "The input receipt handle \"\(handle)\" is not a valid receipt handle."
    )
  }

  /// The receipt handle is another queue's, or one of a deleted queue of the same name.
  ///
  /// Source: AWS's knowledge centre, and answers that users have recorded.
  static func receiptHandleOfOtherQueue(_ handle: String) -> Self {
    Self(
      code: "ReceiptHandleIsInvalid",
      status: 404,
      message: "The receipt handle \"\(handle)\" is not valid for this queue."
    )
  }

  /// As many messages as there may be have been received and not yet deleted.
  public static let overLimit = Self(
    code: "OverLimit",
    status: 403,
    message: "Too many messages are in flight: the limit of a queue is 120000."
  )

  static func purgeQueueInProgress(_ queue: String) -> Self {
    sqs(
      "PurgeQueueInProgress",
      403,
      "Only one PurgeQueue operation on \(queue) is allowed every 60 seconds."
    )
  }

  static func emptyBatch(of entry: String) -> Self {
    sqs("EmptyBatchRequest", "There should be at least one \(entry) in the request.")
  }

  static func tooManyEntries(_ count: Int) -> Self {
    sqs(
      "TooManyEntriesInBatchRequest",
      "Maximum number of entries per request are 10. You have sent \(count)."
    )
  }

  static let invalidBatchEntryID = sqs(
    "InvalidBatchEntryId",
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be"
      + " at most 80 letters long."
  )

  static func batchEntryIDsNotDistinct(_ id: String) -> Self {
    sqs("BatchEntryIdsNotDistinct", "Id \(id) repeated.")
  }

  static func batchTooLong(_ bytes: Int) -> Self {
    sqs(
      "BatchRequestTooLong",
      "Batch requests cannot be longer than \(SQSQuotas.batchBytes.bytes) bytes. You have sent"
        + " \(bytes) bytes."
    )
  }

  private static func sqs(_ name: String, _ message: String) -> Self { sqs(name, 400, message) }
}
