import Simulation

/// A page of items.
public struct ItemsOutput: Sendable {
  /// The items.
  public let items: [AttributeMap]
  /// How many they are.
  public let count: Int
  /// How many were looked at before the filter.
  public let scannedCount: Int
  /// Where to go on; `nil` at the end.
  public let lastEvaluatedKey: AttributeMap?
}

/// How a page is read: what `Query` and `Scan` share.
private struct PageRequest {
  let filterText: String?
  let projectionText: String?
  let limit: Int?
  let isConsistent: Bool

  /// Reads items until the page is full: by the limit, or by 1 MB before the filter.
  func read(
    _ keys: some Collection<ItemKey>,
    of table: DynamoTable,
    on dynamoDB: isolated DynamoDB,
    _ bindings: inout ExpressionBindings
  ) throws(ServiceError) -> ItemsOutput {
    if let limit, limit < 1 {
      throw .validation(
        "1 validation error detected: Value '\(limit)' at 'limit' failed to satisfy constraint:"
          + " Member must have value greater than or equal to 1"
      )
    }
    var filter: Condition?
    if let filterText {
      let compiled = try dynamoDB.expressions.condition(filterText, .filter, bindings.names)
      filter = try bindings.bind(compiled, .filter)
    }
    let projection = try dynamoDB.projection(projectionText, &bindings)
    try bindings.checkAllUsed()
    var items: [AttributeMap] = []
    var size = 0
    var scanned = 0
    var last: ItemKey?
    for key in keys {
      guard let item = table[key] else { continue }
      if scanned == limit ?? .max || size >= DynamoDBQuotas.pageSize.bytes { break }
      scanned += 1
      size += item.itemSize
      last = key
      guard filter?.holds(for: item, bindings.values) ?? true else { continue }
      items.append(projection?.apply(to: item) ?? item)
    }
    dynamoDB.billRead(size, isConsistent: isConsistent, of: table)
    let isWhole = scanned == keys.count && scanned < limit ?? .max
    return ItemsOutput(
      items: items,
      count: items.count,
      scannedCount: scanned,
      lastEvaluatedKey: isWhole ? nil : last.map(table.schema.attributes)
    )
  }
}

/// Reads the items of one hash key, in the order of their sort keys.
public struct Query: Operation {
  /// The table's name.
  public var tableName: String
  /// Which items: `id = :id`, alone or with a condition on the sort key.
  public var keyConditionExpression: String
  /// Which of them are returned.
  public var filterExpression: String?
  /// Which attributes; all if nothing is said.
  public var projectionExpression: String?
  /// What stands for the expressions' `#` placeholders.
  public var expressionAttributeNames: [String: String]?
  /// What stands for the expressions' `:` placeholders.
  public var expressionAttributeValues: AttributeMap?
  /// How many items are looked at.
  public var limit: Int?
  /// False for descending order.
  public var scanIndexForward: Bool?
  /// Where to go on: a page's `LastEvaluatedKey`.
  public var exclusiveStartKey: AttributeMap?
  /// Whether the read must see every write; it costs twice as much.
  public var consistentRead: Bool?

  /// Creates the request.
  public init(
    tableName: String,
    keyConditionExpression: String,
    expressionAttributeValues: AttributeMap
  ) {
    self.tableName = tableName
    self.keyConditionExpression = keyConditionExpression
    self.expressionAttributeValues = expressionAttributeValues
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Reads a page.
  public func perform(
    on dynamoDB: isolated DynamoDB,
    for caller: Caller
  ) async throws -> ItemsOutput {
    try await dynamoDB.takeTime(DynamoDBAssumptions.readTime, about: tableName)
    let table = try dynamoDB.table(tableName)
    var bindings = ExpressionBindings(
      names: expressionAttributeNames,
      values: expressionAttributeValues
    )
    let compiled = try dynamoDB.expressions.condition(
      keyConditionExpression,
      .keyCondition,
      bindings.names
    )
    let syntax = try bindings.bind(compiled, .keyCondition)
    let condition = try KeyCondition(syntax, table.schema, bindings.values)
    var keys = table.keys(matching: condition)
    if scanIndexForward == false { keys.reverse() }
    if let start = try exclusiveStartKey.map({ try table.schema.key($0) })?.sort {
      let isAscending = scanIndexForward != false
      keys.removeAll { key in
        guard let sort = key.sort else { return false }
        return isAscending ? start.precedes(sort) != true : sort.precedes(start) != true
      }
    }
    let page = PageRequest(
      filterText: filterExpression,
      projectionText: projectionExpression,
      limit: limit,
      isConsistent: consistentRead == true
    )
    return try page.read(keys, of: table, on: dynamoDB, &bindings)
  }
}

/// Reads all items of a table, page by page.
public struct Scan: Operation {
  /// The table's name.
  public var tableName: String
  /// Which items are returned; all are read and billed.
  public var filterExpression: String?
  /// Which attributes; all if nothing is said.
  public var projectionExpression: String?
  /// What stands for the expressions' `#` placeholders.
  public var expressionAttributeNames: [String: String]?
  /// What stands for the expressions' `:` placeholders.
  public var expressionAttributeValues: AttributeMap?
  /// How many items are looked at.
  public var limit: Int?
  /// Where to go on: a page's `LastEvaluatedKey`.
  public var exclusiveStartKey: AttributeMap?
  /// Whether the read must see every write; it costs twice as much.
  public var consistentRead: Bool?

  /// Creates the request.
  public init(tableName: String, exclusiveStartKey: AttributeMap? = nil) {
    self.tableName = tableName
    self.exclusiveStartKey = exclusiveStartKey
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Reads a page.
  public func perform(
    on dynamoDB: isolated DynamoDB,
    for caller: Caller
  ) async throws -> ItemsOutput {
    try await dynamoDB.takeTime(DynamoDBAssumptions.readTime, about: tableName)
    let table = try dynamoDB.table(tableName)
    var bindings = ExpressionBindings(
      names: expressionAttributeNames,
      values: expressionAttributeValues
    )
    let start = try exclusiveStartKey.map { try table.schema.key($0) }
    let page = PageRequest(
      filterText: filterExpression,
      projectionText: projectionExpression,
      limit: limit,
      isConsistent: consistentRead == true
    )
    return try page.read(table.allKeys(after: start), of: table, on: dynamoDB, &bindings)
  }
}
