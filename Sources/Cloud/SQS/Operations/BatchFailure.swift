/// An entry of a batch that was refused.
public struct BatchFailure: Sendable {
  /// The entry's id.
  public let id: String
  /// Whether the request is to blame.
  public let senderFault: Bool
  /// The error's code.
  public let code: String
  /// The error's text.
  public let message: String

  init(id: String, _ error: ServiceError) {
    self.id = id
    senderFault = error.fault == .client
    code = error.code
    message = error.message
  }

  /// Checks how many entries a batch has and what their ids are.
  static func check(_ ids: [String], of entry: String) throws(ServiceError) {
    guard !ids.isEmpty else { throw .emptyBatch(of: entry) }
    guard ids.count <= SQSQuotas.batchSize.upperBound else { throw .tooManyEntries(ids.count) }
    var seen: Set<String> = []
    for id in ids {
      guard SQSQuotas.entryIDLength.contains(id.utf8.count),
        id.utf8.allSatisfy(Letters.isNameLetter)
      else { throw .invalidBatchEntryID }
      guard seen.insert(id).inserted else { throw .batchEntryIDsNotDistinct(id) }
    }
  }
}
