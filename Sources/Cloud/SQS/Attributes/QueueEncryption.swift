/// How a queue encrypts its messages at rest, as its attributes say.
///
/// > Simplified: any text is taken as the name of a key; that there is no such key shows when somebody
/// > sends.
struct QueueEncryption {
  /// Whether SQS encrypts with keys of its own; new queues do.
  private(set) var isManaged = true
  /// A key of AWS KMS, by id, alias or ARN.
  private(set) var key: String?
  /// For how many seconds a data key is used.
  private(set) var reuse = SQSQuotas.defaultKeyReuseSeconds

  static let names = [
    "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "SqsManagedSseEnabled",
  ]

  /// Sets what is among the values; one way of encrypting excludes the other.
  mutating func set(_ values: [String: String]) throws(ServiceError) {
    if let text = values["KmsDataKeyReusePeriodSeconds"] {
      guard let seconds = Int(text), SQSQuotas.keyReuseSeconds.contains(seconds) else {
        throw .invalidQueueAttributeValue("KmsDataKeyReusePeriodSeconds")
      }
      reuse = seconds
    }
    if let text = values["KmsMasterKeyId"] {
      key = text.isEmpty ? nil : text
      if key != nil { isManaged = false }
    }
    if let text = values["SqsManagedSseEnabled"] {
      guard let flag = QueueAttributes.flag(text) else {
        throw .invalidQueueAttributeValue("SqsManagedSseEnabled")
      }
      guard !flag || key == nil else { throw .twoQueueEncryptions }
      isManaged = flag
    }
  }

  /// The value of an attribute as it is printed; `nil` when it is not set.
  subscript(name: String) -> String? {
    switch name {
    case "KmsDataKeyReusePeriodSeconds": key == nil ? nil : "\(reuse)"
    case "KmsMasterKeyId": key
    case "SqsManagedSseEnabled": "\(isManaged)"
    default: nil
    }
  }
}
