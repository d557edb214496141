/// The writes of a transaction: what `PutItem`, `UpdateItem` and `DeleteItem` take, but for what they
/// return.
extension TransactWriteItems {
  /// What a refusal shows of an item whose condition does not hold.
  public enum ReturnValues: String, Decodable, Sendable, CaseIterable {
    /// Nothing.
    case none = "NONE"
    /// The whole item.
    case allOld = "ALL_OLD"
  }

  /// Writes an item, in place of one with the same key.
  public struct Put: Decodable, Sendable {
    /// The table's name.
    public var tableName: String
    /// The item's attributes, those of its key among them.
    public var item: AttributeMap
    /// What must hold for the item that is there.
    public var conditionExpression: String?
    /// What stands for the expression's `#` placeholders.
    public var expressionAttributeNames: [String: String]?
    /// What stands for the expression's `:` placeholders.
    public var expressionAttributeValues: AttributeMap?
    /// Whether the item is shown when the condition fails; only `NONE` here.
    public var returnValuesOnConditionCheckFailure: ReturnValues?

    init(_ put: PutItem) {
      tableName = put.tableName
      item = put.item
      conditionExpression = put.conditionExpression
      expressionAttributeNames = put.expressionAttributeNames
      expressionAttributeValues = put.expressionAttributeValues
    }

    var request: WriteRequest {
      WriteRequest(
        table: tableName,
        action: .put(item),
        condition: conditionExpression,
        names: expressionAttributeNames,
        values: expressionAttributeValues
      )
    }
  }

  /// Changes an item, or makes one of the key if there is none.
  public struct Change: Decodable, Sendable {
    /// The table's name.
    public var tableName: String
    /// The item's key.
    public var key: AttributeMap
    /// What to do.
    public var updateExpression: String?
    /// What must hold for the item that is there.
    public var conditionExpression: String?
    /// What stands for the expressions' `#` placeholders.
    public var expressionAttributeNames: [String: String]?
    /// What stands for the expressions' `:` placeholders.
    public var expressionAttributeValues: AttributeMap?
    /// Whether the item is shown when the condition fails; only `NONE` here.
    public var returnValuesOnConditionCheckFailure: ReturnValues?

    init(_ update: UpdateItem) {
      tableName = update.tableName
      key = update.key
      updateExpression = update.updateExpression
      conditionExpression = update.conditionExpression
      expressionAttributeNames = update.expressionAttributeNames
      expressionAttributeValues = update.expressionAttributeValues
    }

    var request: WriteRequest {
      WriteRequest(
        table: tableName,
        action: .update(key, updateExpression),
        condition: conditionExpression,
        names: expressionAttributeNames,
        values: expressionAttributeValues
      )
    }
  }

  /// Deletes an item, if there is one.
  public struct Deletion: Decodable, Sendable {
    /// The table's name.
    public var tableName: String
    /// The item's key.
    public var key: AttributeMap
    /// What must hold for the item that is there.
    public var conditionExpression: String?
    /// What stands for the expression's `#` placeholders.
    public var expressionAttributeNames: [String: String]?
    /// What stands for the expression's `:` placeholders.
    public var expressionAttributeValues: AttributeMap?
    /// Whether the item is shown when the condition fails; only `NONE` here.
    public var returnValuesOnConditionCheckFailure: ReturnValues?

    init(_ delete: DeleteItem) {
      tableName = delete.tableName
      key = delete.key
      conditionExpression = delete.conditionExpression
      expressionAttributeNames = delete.expressionAttributeNames
      expressionAttributeValues = delete.expressionAttributeValues
    }

    var request: WriteRequest {
      WriteRequest(
        table: tableName,
        action: .delete(key),
        condition: conditionExpression,
        names: expressionAttributeNames,
        values: expressionAttributeValues
      )
    }
  }
}
