import Simulation

/// A write before it is done: what all writing operations share.
struct WriteRequest {
  enum Action {
    case put(AttributeMap)
    case delete(AttributeMap)
    case update(AttributeMap, String?)
    /// Only the condition counts.
    case check(AttributeMap)
  }

  let table: String
  let action: Action
  let condition: String?
  let names: [String: String]?
  let values: AttributeMap?
}

/// A write whose condition holds, and what it will do.
struct PreparedWrite {
  let table: DynamoTable
  let key: ItemKey
  let old: AttributeMap?
  let new: AttributeMap?
  let oldSize: Int
  let newSize: Int
  /// What an update names, for `UPDATED_OLD` and `UPDATED_NEW`.
  var updatedPaths: [DocumentPath] = []
  let changesItem: Bool

  var size: Int { max(oldSize, newSize) }
}

extension DynamoDB {
  /// Finds out what a write would do, and changes nothing.
  ///
  /// - Throws: ``ServiceError``; ``ServiceError/conditionalCheckFailed`` when the condition does
  ///   not hold: the try is billed all the same.
  func prepare(
    _ request: WriteRequest,
    times factor: Int = 1
  ) throws(ServiceError)
    -> PreparedWrite
  {
    let table = try table(request.table)
    var bindings = ExpressionBindings(names: request.names, values: request.values)
    var condition: Condition?
    if let text = request.condition {
      let compiled = try expressions.condition(text, .condition, bindings.names)
      condition = try bindings.bind(compiled, .condition)
    }
    var update: Update?
    if case .update(_, let text?) = request.action {
      let compiled = try expressions.update(text, bindings.names)
      update = try bindings.bind(compiled, .update)
    }
    try bindings.checkAllUsed()
    let key = try self.key(of: request.action, in: table)
    try update?.checkKeys(of: table.schema)
    let old = table[key]
    let oldSize = old?.itemSize ?? 0
    if let condition, !condition.holds(for: old ?? [:], bindings.values) {
      billWrite(oldSize, times: factor, to: table)
      cloud.record(DynamoDBEvent.conditionFailed(key: key.hash), from: table.name)
      throw .conditionalCheckFailed
    }
    let new = try self.new(request.action, update, key, old, table, bindings.values)
    var changesItem = true
    if case .check = request.action { changesItem = false }
    return PreparedWrite(
      table: table,
      key: key,
      old: old,
      new: new.item,
      oldSize: oldSize,
      newSize: new.size,
      updatedPaths: update?.actions.map(\.path) ?? [],
      changesItem: changesItem
    )
  }

  private func key(
    of action: WriteRequest.Action,
    in table: DynamoTable
  ) throws(ServiceError) -> ItemKey {
    switch action {
    case .put(let item): try table.schema.key(of: item)
    case .delete(let key), .update(let key, _), .check(let key): try table.schema.key(key)
    }
  }

  private func new(
    _ action: WriteRequest.Action,
    _ update: Update?,
    _ key: ItemKey,
    _ old: AttributeMap?,
    _ table: DynamoTable,
    _ values: AttributeMap
  ) throws(ServiceError) -> (item: AttributeMap?, size: Int) {
    let item: AttributeMap
    switch action {
    case .delete: return (nil, 0)
    case .check: return (old, old?.itemSize ?? 0)
    case .put(let new): item = new
    case .update(let key, _):
      let before = old ?? key
      item = try update?.apply(to: before, values) ?? before
    }
    let size = item.itemSize
    guard size <= DynamoDBQuotas.itemSize.bytes else {
      let isUpdate = if case .update = action { true } else { false }
      throw .validation(
        isUpdate
          ? "Item size to update has exceeded the maximum allowed size"
          : "Item size has exceeded the maximum allowed size"
      )
    }
    return (item, size)
  }

  /// Does a prepared write.
  ///
  /// Between preparing and doing it there must be no `await`.
  func commit(_ write: PreparedWrite, times factor: Int = 1) {
    billWrite(write.size, times: factor, to: write.table)
    guard write.changesItem else { return }
    write.table.store(
      write.new,
      at: write.key,
      oldSize: write.oldSize,
      newSize: write.newSize
    )
    if write.new != nil {
      cloud.record(DynamoDBEvent.itemWritten(key: write.key.hash), from: write.table.name)
    } else if write.old != nil {
      cloud.record(DynamoDBEvent.itemDeleted(key: write.key.hash), from: write.table.name)
    }
  }
}

extension Update {
  /// Refuses to change what makes the item's key.
  fileprivate func checkKeys(of schema: KeySchema) throws(ServiceError) {
    for action in actions where schema.isKey(action.path.root) {
      throw .invalidValues(
        "Cannot update attribute \(action.path.root). This attribute is part of the key"
      )
    }
  }
}
