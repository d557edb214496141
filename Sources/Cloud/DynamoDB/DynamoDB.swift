import Simulation

/// Amazon DynamoDB: tables of items by key, with conditional writes.
///
/// Simplified: on-demand tables only, without indexes, streams or time to live; every read sees all
/// writes that were answered before it, the eventually consistent ones too, and costs what it says.
public actor DynamoDB: CloudService {
  /// `dynamodb`.
  public static let name = "dynamodb"
  /// `Amazon DynamoDB`.
  public static let title = "Amazon DynamoDB"
  /// What the service can do.
  public static let operations: [any Operation<DynamoDB>.Type] = [
    CreateTable.self, DeleteTable.self, DescribeTable.self, ListTables.self,
    PutItem.self, GetItem.self, UpdateItem.self, DeleteItem.self,
    Query.self, Scan.self, TransactWriteItems.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  var expressions = CompiledExpressions()
  private(set) var tables: [String: DynamoTable] = [:]
  private var identifiers: RandomStream

  /// Creates the service without tables.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("dynamodb identifiers")
  }

  // MARK: Tables

  /// The table's own name in a name or an ARN.
  static func tableName(in reference: String) -> String {
    reference.hasPrefix("arn:") ? ARN(reference)?.name ?? reference : reference
  }

  /// A table of this account and Region by its name or ARN.
  func find(_ reference: String) throws(ServiceError) -> DynamoTable {
    let name = Self.tableName(in: reference)
    guard let table = tables[name], table.isMeant(by: reference, in: cloud) else {
      throw .tableNotFound(name)
    }
    return table
  }

  /// A table that can be used.
  func table(_ reference: String) throws(ServiceError) -> DynamoTable {
    let table = try find(reference)
    guard table.isActive else { throw .tableNotActive(table.name) }
    return table
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  func add(_ table: DynamoTable) {
    tables[table.name] = table
    cloud.topology.add(Component(table.name, .table))
    let identifier = table.identifier
    let name = table.name
    simulation.spawn(on: self) { dynamoDB in
      try await dynamoDB.simulation.sleep(for: DynamoDBAssumptions.creationTime)
      dynamoDB.activate(name, identifier)
    }
  }

  private func activate(_ name: String, _ identifier: String) {
    guard let table = tables[name], table.identifier == identifier else { return }
    table.isActive = true
    cloud.record(DynamoDBEvent.tableActive, from: name)
  }

  func remove(_ name: String) {
    tables[name] = nil
    cloud.topology.remove(name)
    cloud.record(DynamoDBEvent.tableDeleted, from: name)
  }

  // MARK: For figures and tests

  /// Every item of a table in the order of a scan, without time, cost or fault.
  public func inspect(_ table: String) -> [AttributeMap] {
    guard let table = tables[table] else { return [] }
    return table.allKeys(after: nil).compactMap { table[$0] }
  }

  // MARK: Units

  /// Bills a write of an item that was or is of this size.
  func billWrite(_ size: Int, times factor: Int = 1, to table: DynamoTable) {
    let unit = DynamoDBQuotas.writeUnit.bytes
    let units = max(1, (size + unit - 1) / unit) * factor
    cloud.meter.add(.dynamoDBWrites, Int64(units), for: table.name)
  }

  /// Bills a read of so much: in halves of a unit.
  func billRead(_ size: Int, isConsistent: Bool, of table: DynamoTable) {
    let unit = DynamoDBQuotas.readUnit.bytes
    let units = max(1, (size + unit - 1) / unit)
    cloud.meter.add(.dynamoDBReads, Int64(isConsistent ? 2 * units : units), for: table.name)
  }
}

extension Cloud {
  /// The account's tables.
  public var dynamoDB: DynamoDB { service() }
}

extension DynamoTable {
  /// Whether a name, or an ARN of this account and Region, means the table.
  fileprivate func isMeant(by reference: String, in cloud: Cloud) -> Bool {
    guard reference.hasPrefix("arn:"), let arn = ARN(reference) else { return true }
    return arn.account == cloud.account && arn.region == cloud.region
  }
}
