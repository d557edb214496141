/// What became of each entry of a batch.
public struct BatchOutput<Success: Sendable>: Sendable {
  /// The entries that were carried out; left out when there are none.
  public let successful: [Success]?
  /// The entries that were refused; left out when there are none.
  public let failed: [BatchFailure]?

  /// Carries out entry by entry; what is refused of one concerns no other.
  init<Entry>(
    of entries: [Entry],
    _ id: KeyPath<Entry, String>,
    _ carryOut: (Entry) throws(ServiceError) -> Success
  ) {
    var successful: [Success] = []
    var failed: [BatchFailure] = []
    for entry in entries {
      do {
        successful.append(try carryOut(entry))
      } catch {
        failed.append(BatchFailure(id: entry[keyPath: id], error))
      }
    }
    self.successful = successful.isEmpty ? nil : successful
    self.failed = failed.isEmpty ? nil : failed
  }
}

/// An entry of a batch that was carried out, and of which there is nothing to tell.
public struct BatchSuccess: Sendable {
  /// The entry's id.
  public let id: String
}

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
