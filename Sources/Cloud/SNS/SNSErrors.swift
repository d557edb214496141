/// Errors of SNS.
///
/// Sources: the service model of botocore 1.43.11, and answers recorded from AWS, 2023 to 2025.
extension ServiceError {
  /// There is no such topic.
  public static let topicNotFound = notFound("Topic does not exist")

  /// There is no such subscription.
  public static let subscriptionNotFound = notFound("Subscription does not exist")

  static func notFound(_ message: String) -> Self {
    Self(code: "NotFound", status: 404, message: message)
  }

  /// A parameter of SNS is refused: its name, and why where that is told.
  static func invalidTopicParameter(_ what: String) -> Self {
    invalidSNS("Invalid parameter: \(what)")
  }

  /// The few refusals of parameters that do not begin in the usual way.
  static func invalidSNS(_ message: String) -> Self {
    Self(code: "InvalidParameter", status: 400, message: message)
  }

  /// A message attribute of SNS is refused.
  static func messageAttributeInvalid(_ message: String) -> Self {
    Self(code: "ParameterValueInvalid", status: 400, message: message)
  }

  /// What the model of a request does not allow.
  static func snsValidation(_ value: String, at path: String, _ constraint: String) -> Self {
    Self(
      code: "ValidationError",
      status: 400,
      message: "1 validation error detected: Value \(value) at '\(path)' failed to satisfy"
        + " constraint: \(constraint)"
    )
  }

  /// There are as many of something as an account may have.
  static func snsLimit(_ code: String, _ message: String) -> Self {
    Self(code: code, status: 403, message: message)
  }

  /// A topic whose archive is not turned off is not deleted.
  static let topicHasArchive = Self(
    code: "InvalidState",
    status: 400,
    message: "Invalid state: Cannot delete a topic with an ArchivePolicy"
  )

  /// There are as many tags as a resource may have.
  static let topicTagLimit = Self(
    code: "TagLimitExceeded",
    status: 400,
    message: "Could not complete request: tag quota of per resource exceeded"
  )

  /// More messages a second than a FIFO topic takes.
  static let topicThrottled = Self(code: "Throttled", status: 429, message: "Rate exceeded")

  /// A mobile device does not want messages any more.
  static let endpointDisabled = Self(
    code: "EndpointDisabled",
    status: 400,
    message: "Endpoint is disabled"
  )

  /// An app does not send messages any more.
  static let applicationDisabled = Self(
    code: "PlatformApplicationDisabled",
    status: 400,
    message: "Platform application is disabled"
  )

  /// Who publishes may not use the key with which the topic's messages are encrypted, or nobody can.
  ///
  /// Simplified: KMS's own text, without the service, status and request that SNS adds.
  static func topicKeyRefused(_ refusal: KeyRefusal) -> Self {
    refusal.error({ "KMS\($0)" }, unavailable: "InternalError")
  }

  /// A topic's policy does not let somebody do something.
  static func topicAccessDenied(
    _ request: PolicyRequest,
    _ decision: PolicyDocument.Decision = .undecided
  ) -> Self {
    Self(
      code: "AuthorizationError",
      status: 403,
      message: request.refusal(by: "resource-based", decision)
    )
  }

  private static func snsBatch(_ code: String, _ message: String) -> Self {
    Self(code: code, status: 400, message: message)
  }

  /// Checks how many entries a batch of SNS has and what their ids are.
  static func checkTopicBatch(_ ids: [String]) throws(ServiceError) {
    guard !ids.isEmpty else {
      throw snsBatch("EmptyBatchRequest", "The batch request doesn't contain any entries.")
    }
    guard ids.count <= SNSQuotas.batchSize.upperBound else {
      throw snsBatch(
        "TooManyEntriesInBatchRequest",
        "The batch request contains more entries than permissible."
      )
    }
    var seen: Set<String> = []
    for id in ids {
      guard SNSQuotas.entryIDLength.contains(id.utf8.count),
        id.utf8.allSatisfy(Letters.isNameLetter)
      else {
        throw snsBatch(
          "InvalidBatchEntryId",
          "The Id of a batch entry in a batch request doesn't abide by the specification."
        )
      }
      guard seen.insert(id).inserted else {
        throw snsBatch(
          "BatchEntryIdsNotDistinct",
          "Two or more batch entries in the request have the same Id."
        )
      }
    }
  }

  static let topicBatchTooLong = snsBatch(
    "BatchRequestTooLong",
    "The length of all the messages put together is more than the limit."
  )
}

/// Why an attribute of a topic or a subscription cannot be set.
///
/// Making something and changing it tell the same reason in different words.
enum AttributeProblem: Error {
  /// The value is refused for this reason.
  case invalid(String)
  /// The request fails with an error of its own.
  case refused(ServiceError)

  /// The error of an operation that makes something.
  var whenMaking: ServiceError {
    switch self {
    case .invalid(let reason): .invalidTopicParameter("Attributes Reason: \(reason)")
    case .refused(let error): error
    }
  }

  /// The error of an operation that changes something.
  var whenChanging: ServiceError {
    switch self {
    case .invalid(let reason): .invalidTopicParameter(reason)
    case .refused(let error): error
    }
  }
}
