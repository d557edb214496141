/// The quotas of AWS KMS.
///
/// Source: the service model of botocore 1.43.11, and the KMS developer guide, "Quotas", 2026.
public enum KMSQuotas {
  /// Keys in an account and Region.
  public static let keys = 100_000
  /// Aliases of one key.
  public static let aliasesOfKey = 50
  /// The longest alias, with its prefix.
  public static let aliasLength = 1...256
  /// The longest key policy.
  public static let policyBytes = ByteCount.kibibytes(32)
  /// The longest description.
  public static let descriptionLength = 0...8_192
  /// For how many days a key waits to be deleted.
  public static let pendingDays = 7...30
  /// The same, if nobody says.
  public static let defaultPendingDays = 30
  /// How many items a list may be asked for at once.
  public static let pageSize = 1...1_000
  /// Keys on a page, if nobody says.
  public static let keysOnPage = 100
  /// Aliases on a page, if nobody says.
  public static let aliasesOnPage = 50
  /// Tags of a key.
  public static let tags = 50
}

/// What AWS does not say about KMS, and this mini cloud assumes.
public enum KMSAssumptions {
  /// What a request takes.
  public static let requestTime = Duration.milliseconds(5)
}
