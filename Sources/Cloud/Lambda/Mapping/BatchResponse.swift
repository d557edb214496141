import JSON

/// What a function says about the events of a batch.
///
/// Source: Lambda developer guide, "Success and failure conditions", 2026.
enum BatchResponse {
  /// The events that have failed, by a partial batch response.
  ///
  /// A response without failures in any of its forms means that all are done; a response that
  /// cannot be read, or that names an event which was not in the batch, means that none is.
  static func failures(in response: JSONValue, of batch: Set<String>) -> Set<String> {
    if isEmpty(response) { return [] }
    guard let listed = response["batchItemFailures"] else { return batch }
    if listed == .null { return [] }
    guard let failures = listed.arrayValue else { return batch }
    var ids: Set<String> = []
    for failure in failures {
      guard let id = failure["itemIdentifier"]?.stringValue, batch.contains(id) else {
        return batch
      }
      ids.insert(id)
    }
    return ids
  }

  private static func isEmpty(_ response: JSONValue) -> Bool {
    response == .null || response.stringValue?.isEmpty == true
      || response.arrayValue?.isEmpty == true || response.objectValue?.isEmpty == true
  }
}
