import Simulation

/// What a write returns of the item.
public enum ReturnValues: String, Decodable, Sendable, CaseIterable {
  /// Nothing.
  case none = "NONE"
  /// The whole item before.
  case allOld = "ALL_OLD"
  /// The changed attributes before.
  case updatedOld = "UPDATED_OLD"
  /// The whole item afterwards.
  case allNew = "ALL_NEW"
  /// The changed attributes afterwards.
  case updatedNew = "UPDATED_NEW"

  /// Refuses what only updates can return.
  fileprivate static func checkSimple(_ values: Self?) throws(ServiceError) {
    guard [.none, .allOld].contains(values ?? .none) else {
      throw .validation("ReturnValues can only be ALL_OLD or NONE")
    }
  }
}

/// The answer of a write.
public struct WriteOutput: Sendable {
  /// What was asked for of the item; `nil` when nothing was, or there was none.
  public let attributes: AttributeMap?
}

/// Writes an item, in place of one with the same key.
public struct PutItem: Operation {
  /// The table's name.
  public var tableName: String
  /// The item's attributes, those of its key among them.
  public var item: AttributeMap
  /// What must hold for the item that is there.
  public var conditionExpression: String?
  /// What stands for the expressions' `#` placeholders.
  public var expressionAttributeNames: [String: String]?
  /// What stands for the expressions' `:` placeholders.
  public var expressionAttributeValues: AttributeMap?
  /// `NONE` or `ALL_OLD`.
  public var returnValues: ReturnValues?

  /// Creates the request.
  public init(
    tableName: String,
    item: AttributeMap,
    conditionExpression: String? = nil,
    expressionAttributeNames: [String: String]? = nil,
    expressionAttributeValues: AttributeMap? = nil,
    returnValues: ReturnValues? = nil
  ) {
    self.tableName = tableName
    self.item = item
    self.conditionExpression = conditionExpression
    self.expressionAttributeNames = expressionAttributeNames
    self.expressionAttributeValues = expressionAttributeValues
    self.returnValues = returnValues
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Writes the item.
  public func perform(
    on dynamoDB: isolated DynamoDB,
    for caller: Caller
  ) async throws -> WriteOutput {
    try ReturnValues.checkSimple(returnValues)
    try await dynamoDB.takeTime(DynamoDBAssumptions.writeTime, about: tableName)
    let write = try dynamoDB.prepare(request)
    dynamoDB.commit(write)
    return WriteOutput(attributes: returnValues == .allOld ? write.old : nil)
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

/// Deletes an item, if there is one.
public struct DeleteItem: Operation {
  /// The table's name.
  public var tableName: String
  /// The item's key.
  public var key: AttributeMap
  /// What must hold for the item that is there.
  public var conditionExpression: String?
  /// What stands for the expressions' `#` placeholders.
  public var expressionAttributeNames: [String: String]?
  /// What stands for the expressions' `:` placeholders.
  public var expressionAttributeValues: AttributeMap?
  /// `NONE` or `ALL_OLD`.
  public var returnValues: ReturnValues?

  /// Creates the request.
  public init(
    tableName: String,
    key: AttributeMap,
    conditionExpression: String? = nil,
    expressionAttributeNames: [String: String]? = nil,
    expressionAttributeValues: AttributeMap? = nil,
    returnValues: ReturnValues? = nil
  ) {
    self.tableName = tableName
    self.key = key
    self.conditionExpression = conditionExpression
    self.expressionAttributeNames = expressionAttributeNames
    self.expressionAttributeValues = expressionAttributeValues
    self.returnValues = returnValues
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Deletes the item.
  public func perform(
    on dynamoDB: isolated DynamoDB,
    for caller: Caller
  ) async throws -> WriteOutput {
    try ReturnValues.checkSimple(returnValues)
    try await dynamoDB.takeTime(DynamoDBAssumptions.writeTime, about: tableName)
    let write = try dynamoDB.prepare(request)
    dynamoDB.commit(write)
    return WriteOutput(attributes: returnValues == .allOld ? write.old : nil)
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

/// Changes an item, or makes one of the key if there is none.
public struct UpdateItem: Operation {
  /// The table's name.
  public var tableName: String
  /// The item's key.
  public var key: AttributeMap
  /// What to do; nothing but making the item if nothing is said.
  public var updateExpression: String?
  /// What must hold for the item that is there.
  public var conditionExpression: String?
  /// What stands for the expressions' `#` placeholders.
  public var expressionAttributeNames: [String: String]?
  /// What stands for the expressions' `:` placeholders.
  public var expressionAttributeValues: AttributeMap?
  /// What is returned of the item.
  public var returnValues: ReturnValues?

  /// Creates the request.
  public init(
    tableName: String,
    key: AttributeMap,
    updateExpression: String? = nil,
    conditionExpression: String? = nil,
    expressionAttributeNames: [String: String]? = nil,
    expressionAttributeValues: AttributeMap? = nil,
    returnValues: ReturnValues? = nil
  ) {
    self.tableName = tableName
    self.key = key
    self.updateExpression = updateExpression
    self.conditionExpression = conditionExpression
    self.expressionAttributeNames = expressionAttributeNames
    self.expressionAttributeValues = expressionAttributeValues
    self.returnValues = returnValues
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Changes the item.
  public func perform(
    on dynamoDB: isolated DynamoDB,
    for caller: Caller
  ) async throws -> WriteOutput {
    try await dynamoDB.takeTime(DynamoDBAssumptions.writeTime, about: tableName)
    let write = try dynamoDB.prepare(request)
    dynamoDB.commit(write)
    return WriteOutput(attributes: returned(by: write))
  }

  private func returned(by write: PreparedWrite) -> AttributeMap? {
    let changed = Projection(paths: write.updatedPaths)
    let attributes: AttributeMap? =
      switch returnValues ?? .none {
      case .none: nil
      case .allOld: write.old
      case .allNew: write.new
      case .updatedOld: write.old.map(changed.apply)
      case .updatedNew: write.new.map(changed.apply)
      }
    return attributes.flatMap { $0.isEmpty ? nil : $0 }
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

/// Reads one item.
public struct GetItem: Operation {
  /// The table's name.
  public var tableName: String
  /// The item's key.
  public var key: AttributeMap
  /// Whether the read must see every write; it costs twice as much.
  public var consistentRead: Bool?
  /// Which attributes; all if nothing is said.
  public var projectionExpression: String?
  /// What stands for the expression's `#` placeholders.
  public var expressionAttributeNames: [String: String]?

  /// Creates the request.
  public init(tableName: String, key: AttributeMap, consistentRead: Bool? = nil) {
    self.tableName = tableName
    self.key = key
    self.consistentRead = consistentRead
  }

  /// The item.
  public struct Output: Sendable {
    /// Its attributes; `nil` if there is none.
    public let item: AttributeMap?
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Reads the item.
  public func perform(on dynamoDB: isolated DynamoDB, for caller: Caller) async throws -> Output {
    try await dynamoDB.takeTime(DynamoDBAssumptions.readTime, about: tableName)
    let table = try dynamoDB.table(tableName)
    var bindings = ExpressionBindings(names: expressionAttributeNames, values: nil)
    let projection = try dynamoDB.projection(projectionExpression, &bindings)
    try bindings.checkAllUsed()
    let item = table[try table.schema.key(key)]
    dynamoDB.billRead(item?.itemSize ?? 0, isConsistent: consistentRead == true, of: table)
    return Output(item: item.map { projection?.apply(to: $0) ?? $0 })
  }
}

extension DynamoDB {
  func projection(
    _ text: String?,
    _ bindings: inout ExpressionBindings
  ) throws(ServiceError) -> Projection? {
    guard let text else { return nil }
    return try bindings.bind(try expressions.projection(text, bindings.names), .projection)
  }
}
