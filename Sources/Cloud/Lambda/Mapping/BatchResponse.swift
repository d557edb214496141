import JSON

/// What a function says about the messages of a batch.
enum BatchResponse {
  /// The messages that have failed, by a partial batch response.
  ///
  /// A response without failures in any of its forms means that all are done; a response that
  /// cannot be read, or that names a message which was not in the batch, means that none is.
  static func failures(in response: JSONValue, of batch: Set<String>) -> Set<String> {
    if response == .null { return [] }
    guard let object = response.objectValue else { return batch }
    guard !object.isEmpty else { return [] }
    guard let listed = object["batchItemFailures"] else { return batch }
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
}
