/// Limits of DynamoDB that the mini cloud keeps.
///
/// Source: the DynamoDB developer guide, "Quotas", and the API model of May 2026.
public enum DynamoDBQuotas {
  /// How large an item may be, its attributes' names included.
  public static let itemSize = ByteCount.kibibytes(400)
  /// A write request unit is for each started so many bytes.
  public static let writeUnit = ByteCount.kibibytes(1)
  /// A read request unit is for each started so many bytes.
  public static let readUnit = ByteCount.kibibytes(4)
  /// How much a query or a scan reads at once.
  public static let pageSize = ByteCount.mebibytes(1)
  /// How many writes a transaction may have.
  public static let transactionWrites = 1...100
  /// How long a hash key may be, in bytes.
  public static let hashKeySize = 2_048
  /// How long a sort key may be, in bytes.
  public static let sortKeySize = 1_024
  /// How long a table's name may be.
  public static let tableName = 3...255
  /// How long an expression may be, in bytes.
  public static let expressionSize = ByteCount.kibibytes(4)
}

/// What no AWS page states and this kit assumes about DynamoDB.
public enum DynamoDBAssumptions {
  /// How long a write takes.
  public static let writeTime = Duration.milliseconds(6)
  /// How long a read takes.
  public static let readTime = Duration.milliseconds(4)
  /// How long a transaction takes.
  public static let transactionTime = Duration.milliseconds(15)
  /// How long it takes until a new table can be used.
  public static let creationTime = Duration.seconds(5)
  /// How long the other operations take.
  public static let requestTime = Duration.milliseconds(20)
}
