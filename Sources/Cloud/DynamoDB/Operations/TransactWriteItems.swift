import Simulation

/// Does up to 100 writes, all of them or none.
public struct TransactWriteItems: Operation {
  /// One write: exactly one of its members is there.
  public struct TransactWriteItem: Decodable, Sendable {
    /// Writes an item.
    public var put: Put?
    /// Changes an item.
    public var update: Change?
    /// Deletes an item.
    public var delete: Deletion?
    /// Only checks an item.
    public var conditionCheck: Check?

    /// Creates a write of an item.
    public static func put(_ put: PutItem) -> Self { Self(put: Put(put)) }
    /// Creates a change of an item.
    public static func update(_ update: UpdateItem) -> Self { Self(update: Change(update)) }
    /// Creates a deletion of an item.
    public static func delete(_ delete: DeleteItem) -> Self { Self(delete: Deletion(delete)) }
    /// Creates a check of an item.
    public static func check(_ check: Check) -> Self { Self(conditionCheck: check) }
  }

  /// A condition on an item that the transaction does not change.
  public struct Check: Decodable, Sendable {
    /// The table's name.
    public var tableName: String
    /// The item's key.
    public var key: AttributeMap
    /// What must hold for the item.
    public var conditionExpression: String
    /// What stands for the expression's `#` placeholders.
    public var expressionAttributeNames: [String: String]?
    /// What stands for the expression's `:` placeholders.
    public var expressionAttributeValues: AttributeMap?
    /// Whether the item is shown when the condition fails; only `NONE` here.
    public var returnValuesOnConditionCheckFailure: ReturnValues?
  }

  /// The writes.
  public var transactItems: [TransactWriteItem]

  /// Creates the request.
  public init(_ items: [TransactWriteItem]) {
    transactItems = items
  }

  /// The first write's table; faults of the others strike too.
  public var component: String? {
    transactItems.first?.table.map { DynamoDB.tableName(in: $0) }
  }

  /// Does the writes.
  public func perform(on dynamoDB: isolated DynamoDB, for caller: Caller) async throws -> NoOutput {
    if transactItems.contains(where: \.asksForItem) {
      throw ServiceError.notSupported("ReturnValuesOnConditionCheckFailure ALL_OLD")
    }
    let requests = transactItems.compactMap(\.request)
    guard DynamoDBQuotas.transactionWrites.contains(requests.count),
      requests.count == transactItems.count
    else {
      throw ServiceError.validation(
        "A transaction has 1 to 100 TransactItems, and each exactly one of Put, Update, Delete and"
          + " ConditionCheck"
      )
    }
    try await dynamoDB.takeTime(DynamoDBAssumptions.transactionTime, about: component ?? "")
    try await strikeOthers(.beforeEffects, on: dynamoDB.cloud)
    let writes = try prepare(requests, on: dynamoDB)
    for write in writes { dynamoDB.commit(write, times: 2) }
    try await strikeOthers(.afterEffects, on: dynamoDB.cloud)
    return NoOutput()
  }

  /// Lets the faults of every other table strike, as that of the first does.
  private func strikeOthers(_ moment: FaultBoard.Moment, on cloud: Cloud) async throws {
    guard cloud.faults.isArmed else { return }
    var struck = [component]
    for table in transactItems.compactMap({ $0.table.map { DynamoDB.tableName(in: $0) } })
    where !struck.contains(table) {
      struck.append(table)
      try await cloud.strike(table, moment)
    }
  }

  private func prepare(
    _ requests: [WriteRequest],
    on dynamoDB: isolated DynamoDB
  ) throws(ServiceError) -> [PreparedWrite] {
    var writes: [PreparedWrite] = []
    var reasons: [String] = []
    for request in requests {
      do throws(ServiceError) {
        let write = try dynamoDB.prepare(request, times: 2)
        // Transactions are short: looking through them costs less than hashing keys.
        guard !writes.contains(where: { $0.table === write.table && $0.key == write.key }) else {
          throw ServiceError.validation(
            "Transaction request cannot include multiple operations on one item"
          )
        }
        writes.append(write)
        reasons.append("None")
      } catch  where .conditionalCheckFailed ~= error {
        reasons.append("ConditionalCheckFailed")
      } catch {
        throw error
      }
    }
    guard writes.count == requests.count else { throw .transactionCanceled(reasons) }
    return writes
  }
}

extension TransactWriteItems.TransactWriteItem {
  private var isOne: Bool {
    [put != nil, update != nil, delete != nil, conditionCheck != nil].count { $0 } == 1
  }

  /// The table of the one write.
  fileprivate var table: String? {
    guard isOne else { return nil }
    return put?.tableName ?? update?.tableName ?? delete?.tableName ?? conditionCheck?.tableName
  }

  /// The write; `nil` when there is none, or more than one.
  fileprivate var request: WriteRequest? {
    guard isOne else { return nil }
    return put?.request ?? update?.request ?? delete?.request ?? conditionCheck?.request
  }

  /// Whether the write asks for the item in the refusal.
  fileprivate var asksForItem: Bool {
    let asked = [
      put?.returnValuesOnConditionCheckFailure, update?.returnValuesOnConditionCheckFailure,
      delete?.returnValuesOnConditionCheckFailure,
      conditionCheck?.returnValuesOnConditionCheckFailure,
    ]
    return asked.contains { $0 != nil && $0 != TransactWriteItems.ReturnValues.none }
  }
}

extension TransactWriteItems.Check {
  fileprivate var request: WriteRequest {
    WriteRequest(
      table: tableName,
      action: .check(key),
      condition: conditionExpression,
      names: expressionAttributeNames,
      values: expressionAttributeValues
    )
  }
}
