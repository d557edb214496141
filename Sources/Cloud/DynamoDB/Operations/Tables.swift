import Simulation

/// An attribute that is part of a key, and its type.
public struct AttributeDefinition: Decodable, Hashable, Sendable {
  /// The types of keys.
  public enum ScalarType: String, Decodable, Sendable, CaseIterable {
    /// A text.
    case string = "S"
    /// A number.
    case number = "N"
    /// Bytes; not here.
    case binary = "B"
  }

  /// The attribute's name.
  public var attributeName: String
  /// Its type.
  public var attributeType: ScalarType

  /// Creates a definition.
  public init(attributeName: String, attributeType: ScalarType) {
    self.attributeName = attributeName
    self.attributeType = attributeType
  }
}

/// An attribute's part in a key.
public struct KeySchemaElement: Decodable, Hashable, Sendable {
  /// The parts of a key.
  public enum KeyType: String, Decodable, Sendable, CaseIterable {
    /// Finds the item.
    case hash = "HASH"
    /// Orders the items of one hash key.
    case range = "RANGE"
  }

  /// The attribute's name.
  public var attributeName: String
  /// Its part.
  public var keyType: KeyType

  /// Creates an element.
  public init(attributeName: String, keyType: KeyType) {
    self.attributeName = attributeName
    self.keyType = keyType
  }
}

/// Creates a table.
public struct CreateTable: Operation {
  /// How a table is paid for.
  public enum BillingMode: String, Decodable, Sendable, CaseIterable {
    /// By request.
    case payPerRequest = "PAY_PER_REQUEST"
    /// By capacity; not here.
    case provisioned = "PROVISIONED"
  }

  /// The table's name.
  public var tableName: String
  /// The types of the key's attributes.
  public var attributeDefinitions: [AttributeDefinition]
  /// The key: one `HASH`, and perhaps one `RANGE`.
  public var keySchema: [KeySchemaElement]
  /// Must be `PAY_PER_REQUEST`.
  public var billingMode: BillingMode?

  /// Creates the request for an on-demand table.
  public init(
    tableName: String,
    attributeDefinitions: [AttributeDefinition],
    keySchema: [KeySchemaElement]
  ) {
    self.tableName = tableName
    self.attributeDefinitions = attributeDefinitions
    self.keySchema = keySchema
    billingMode = .payPerRequest
  }

  /// The table.
  public struct Output: Sendable {
    /// How it begins.
    public let tableDescription: TableDescription
  }

  /// The table.
  public var component: String? { tableName }

  /// Begins to create the table; it is `CREATING` when the answer comes.
  public func perform(on dynamoDB: isolated DynamoDB, for caller: Caller) async throws -> Output {
    let schema = try checkedSchema()
    try checkName()
    guard billingMode == .payPerRequest else {
      throw billingMode == nil
        ? ServiceError.invalidValues(
          "No provisioned throughput specified for the table. Say --billing-mode PAY_PER_REQUEST."
        )
        : ServiceError.notSupported("Provisioned capacity (say PAY_PER_REQUEST)")
    }
    try await dynamoDB.simulation.sleep(for: DynamoDBAssumptions.requestTime)
    guard dynamoDB.tables[tableName] == nil else { throw ServiceError.tableInUse(tableName) }
    let table = DynamoTable(
      name: tableName,
      schema: schema,
      createdMilliseconds: dynamoDB.cloud.unixMilliseconds,
      identifier: dynamoDB.newIdentifier()
    )
    dynamoDB.add(table)
    return Output(tableDescription: TableDescription(table, "CREATING", in: dynamoDB.cloud))
  }

  private func checkName() throws(ServiceError) {
    let isPlain = tableName.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == 45 || byte == 46 || byte == 95
    }
    guard isPlain, DynamoDBQuotas.tableName.contains(tableName.utf8.count) else {
      throw .validation(
        "TableName must be at least 3 characters long and at most 255 characters long, of letters,"
          + " digits, '_', '-' and '.': \(tableName)"
      )
    }
  }

  private func checkedSchema() throws(ServiceError) -> KeySchema {
    let hashes = keySchema.filter { $0.keyType == .hash }
    let ranges = keySchema.filter { $0.keyType == .range }
    guard hashes.count == 1, ranges.count <= 1, keySchema[0].keyType == .hash else {
      throw .validation("Invalid KeySchema: the key is one HASH element, and perhaps one RANGE")
    }
    let names = keySchema.map(\.attributeName)
    let defined = attributeDefinitions.map(\.attributeName)
    guard names.allSatisfy(defined.contains) else {
      throw .invalidValues(
        "Some index key attributes are not defined in AttributeDefinitions. Keys:"
          + " [\(names.joined(separator: ", "))], AttributeDefinitions:"
          + " [\(defined.joined(separator: ", "))]"
      )
    }
    guard defined.count == names.count else {
      throw .invalidValues(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in"
          + " AttributeDefinitions"
      )
    }
    let sort = try ranges.first.map { range throws(ServiceError) in
      try attribute(range, DynamoDBQuotas.sortKeySize)
    }
    return KeySchema(hash: try attribute(hashes[0], DynamoDBQuotas.hashKeySize), sort: sort)
  }

  private func attribute(
    _ element: KeySchemaElement,
    _ sizeLimit: Int
  ) throws(ServiceError) -> KeySchema.Attribute {
    let definition = attributeDefinitions.first { $0.attributeName == element.attributeName }
    let type = definition?.attributeType ?? .string
    guard type != .binary else { throw .notSupported("A key of type B") }
    return KeySchema.Attribute(
      name: element.attributeName,
      type: type.rawValue,
      sizeLimit: sizeLimit
    )
  }
}

/// Describes a table.
public struct DescribeTable: Operation {
  /// The table's name.
  public var tableName: String

  /// The table.
  public struct Output: Sendable {
    /// The table.
    public let table: TableDescription
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Describes it.
  public func perform(on dynamoDB: isolated DynamoDB, for caller: Caller) async throws -> Output {
    let table = try dynamoDB.find(tableName)
    let status = table.isActive ? "ACTIVE" : "CREATING"
    return Output(table: TableDescription(table, status, in: dynamoDB.cloud))
  }
}

/// Deletes a table with all its items.
public struct DeleteTable: Operation {
  /// The table's name.
  public var tableName: String

  /// The table.
  public struct Output: Sendable {
    /// How it ends.
    public let tableDescription: TableDescription
  }

  /// The table.
  public var component: String? { DynamoDB.tableName(in: tableName) }

  /// Deletes it at once.
  public func perform(on dynamoDB: isolated DynamoDB, for caller: Caller) async throws -> Output {
    try await dynamoDB.simulation.sleep(for: DynamoDBAssumptions.requestTime)
    let table = try dynamoDB.find(tableName)
    dynamoDB.remove(table.name)
    return Output(tableDescription: TableDescription(table, "DELETING", in: dynamoDB.cloud))
  }
}

/// Lists the tables.
public struct ListTables: Operation {
  /// The tables.
  public struct Output: Sendable {
    /// By name.
    public let tableNames: [String]
  }

  /// Lists them.
  public func perform(on dynamoDB: isolated DynamoDB, for caller: Caller) async throws -> Output {
    Output(tableNames: dynamoDB.tables.keys.sorted())
  }
}

/// A table as the service describes it.
public struct TableDescription: Sendable {
  /// How the table is paid for.
  public struct BillingModeSummary: Sendable {
    /// `PAY_PER_REQUEST`.
    public let billingMode: String
  }

  /// The types of the key's attributes.
  public let attributeDefinitions: [AttributeDefinition]
  /// The table's name.
  public let tableName: String
  /// The key.
  public let keySchema: [KeySchemaElement]
  /// `CREATING`, `ACTIVE` or `DELETING`.
  public let tableStatus: String
  /// When it was created.
  public let creationDateTime: String
  /// The size of its items in bytes; AWS brings it up to date every six hours.
  public let tableSizeBytes: Int
  /// How many items there are; AWS brings it up to date every six hours.
  public let itemCount: Int
  /// The ARN.
  public let tableArn: String
  /// The id.
  public let tableId: String
  /// How it is paid for.
  public let billingModeSummary: BillingModeSummary

  init(_ table: DynamoTable, _ status: String, in cloud: Cloud) {
    let parts = [table.schema.hash] + (table.schema.sort.map { [$0] } ?? [])
    attributeDefinitions = parts.map {
      AttributeDefinition(
        attributeName: $0.name,
        attributeType: .init(rawValue: $0.type) ?? .string
      )
    }
    keySchema = parts.enumerated().map {
      KeySchemaElement(attributeName: $1.name, keyType: $0 == 0 ? .hash : .range)
    }
    tableName = table.name
    tableStatus = status
    creationDateTime = Timestamp.iso8601(milliseconds: table.createdMilliseconds, zone: "+00:00")
    tableSizeBytes = table.size
    itemCount = table.count
    tableArn = ARN(service: "dynamodb", resource: "table/\(table.name)", in: cloud).description
    tableId = table.identifier
    billingModeSummary = BillingModeSummary(billingMode: "PAY_PER_REQUEST")
  }
}
