import Simulation

extension Client where Service == DynamoDB {
  /// Creates a table and waits until it can be used.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - hash: the attribute that finds an item; a text.
  ///   - sort: the attribute that orders the items of one hash key; a text.
  /// - Throws: what `CreateTable` throws.
  public func createTable(_ name: String, hash: String, sort: String? = nil) async throws {
    let attributes = [hash] + (sort.map { [$0] } ?? [])
    _ = try await self(
      CreateTable(
        tableName: name,
        attributeDefinitions: attributes.map { .init(attributeName: $0, attributeType: .string) },
        keySchema: attributes.map {
          .init(attributeName: $0, keyType: $0 == hash ? .hash : .range)
        }
      )
    )
    try await service.simulation.sleep(for: DynamoDBAssumptions.creationTime)
  }

  /// Writes an item, in place of one with the same key.
  ///
  /// - Parameters:
  ///   - item: its attributes.
  ///   - table: the table's name.
  ///   - condition: what must hold for the item that is there, such as `attribute_not_exists(id)`.
  ///   - names: what stands for the condition's `#` placeholders.
  ///   - values: what stands for its `:` placeholders.
  /// - Throws: ``ServiceError/conditionalCheckFailed`` and other errors of `PutItem`.
  public func put(
    _ item: AttributeMap,
    in table: String,
    if condition: String? = nil,
    names: [String: String]? = nil,
    values: AttributeMap? = nil
  ) async throws {
    _ = try await self(
      PutItem(
        tableName: table,
        item: item,
        conditionExpression: condition,
        expressionAttributeNames: names,
        expressionAttributeValues: values
      )
    )
  }

  /// Reads an item, consistently.
  ///
  /// - Returns: its attributes; `nil` if there is none.
  /// - Throws: errors of `GetItem`.
  public func get(_ key: AttributeMap, from table: String) async throws -> AttributeMap? {
    try await self(GetItem(tableName: table, key: key, consistentRead: true)).item
  }

  /// Changes an item, or makes one of the key if there is none.
  ///
  /// - Parameters:
  ///   - key: the item's key.
  ///   - table: the table's name.
  ///   - update: what to do, such as `SET stock = stock - :n`.
  ///   - condition: what must hold for the item that is there.
  ///   - names: what stands for the `#` placeholders.
  ///   - values: what stands for the `:` placeholders.
  /// - Returns: the item afterwards.
  /// - Throws: ``ServiceError/conditionalCheckFailed`` and other errors of `UpdateItem`.
  @discardableResult
  public func update(
    _ key: AttributeMap,
    in table: String,
    _ update: String,
    if condition: String? = nil,
    names: [String: String]? = nil,
    values: AttributeMap? = nil
  ) async throws -> AttributeMap {
    let output = try await self(
      UpdateItem(
        tableName: table,
        key: key,
        updateExpression: update,
        conditionExpression: condition,
        expressionAttributeNames: names,
        expressionAttributeValues: values,
        returnValues: .allNew
      )
    )
    return output.attributes ?? [:]
  }

  /// Deletes an item, if there is one.
  ///
  /// - Throws: ``ServiceError/conditionalCheckFailed`` and other errors of `DeleteItem`.
  public func delete(
    _ key: AttributeMap,
    from table: String,
    if condition: String? = nil,
    names: [String: String]? = nil,
    values: AttributeMap? = nil
  ) async throws {
    _ = try await self(
      DeleteItem(
        tableName: table,
        key: key,
        conditionExpression: condition,
        expressionAttributeNames: names,
        expressionAttributeValues: values
      )
    )
  }
}
