import JSON

extension PutEvents.Entry {
  /// The detail of an entry in which everything is as it should be.
  ///
  /// - Throws: ``ServiceError`` for the first thing that is not.
  func checkedDetail() throws(ServiceError) -> JSONObject {
    func refusal(_ code: String, _ message: String) -> ServiceError {
      ServiceError(code: code, status: 400, message: message)
    }
    let required = [
      ("Source", source?.isEmpty), ("DetailType", detailType?.isEmpty),
      ("Detail", content.map { $0.size == 0 }),
    ]
    for (name, isEmpty) in required where isEmpty ?? true {
      throw refusal(
        "InvalidArgument",
        "Parameter \(name) is not valid. Reason: \(name) is a required argument."
      )
    }
    if source?.hasPrefix("aws.") == true {
      throw refusal("NotAuthorizedForSourceException", "Not authorized for the source.")
    }
    let limit = EventBridgeQuotas.detailTypeLength.upperBound
    if let type = detailType, type.utf8.count > limit, type.count > limit {
      throw refusal(
        "InvalidArgument",
        "Parameter DetailType is not valid. Reason: it has \(type.count) letters; \(limit) are"
          + " allowed."
      )
    }
    if let time, time.seconds == nil {
      throw refusal(
        "InvalidArgument",
        "Parameter Time is not valid. Reason: \(time.text) is neither seconds since 1970 nor a"
          + " date such as 2026-01-01T00:00:00Z."
      )
    }
    guard case .object(let detail) = content?.json, content?.exceedsIntegers == false else {
      throw refusal("MalformedDetail", "Detail is malformed.")
    }
    return detail
  }
}
