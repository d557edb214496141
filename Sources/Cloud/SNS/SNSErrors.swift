/// Errors of SNS.
extension ServiceError {
  /// There is no such topic.
  public static let topicNotFound = Self(
    code: "NotFound",
    status: 404,
    message: "Topic does not exist"
  )

  /// There is no such subscription.
  public static let subscriptionNotFound = Self(
    code: "NotFound",
    status: 404,
    message: "Subscription does not exist"
  )

  /// A parameter of SNS is refused: its name, and why where that is told.
  static func invalidTopicParameter(_ what: String) -> Self {
    Self(code: "InvalidParameter", status: 400, message: "Invalid parameter: \(what)")
  }

  /// A message attribute of SNS is refused.
  static func messageAttributeInvalid(_ message: String) -> Self {
    Self(code: "ParameterValueInvalid", status: 400, message: message)
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
