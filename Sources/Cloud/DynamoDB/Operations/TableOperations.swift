/// An operation on one table.
public protocol TableOperation: Operation<DynamoDB> {
  /// The table's name or ARN.
  var tableName: String { get }
}

extension TableOperation {
  /// The table.
  public func resource(in cloud: Cloud) -> ARN? { DynamoDB.arn(of: tableName, in: cloud) }
}

extension DynamoDB {
  /// The ARN of a table; a bare name is the caller's own.
  static func arn(of table: String, in cloud: Cloud) -> ARN {
    ARN(table) ?? ARN(service: "dynamodb", resource: "table/\(table)", in: cloud)
  }
}

extension CreateTable: TableOperation {}
extension DescribeTable: TableOperation {}
extension DeleteTable: TableOperation {}
extension PutItem: TableOperation {}
extension GetItem: TableOperation {}
extension UpdateItem: TableOperation {}
extension DeleteItem: TableOperation {}
extension Query: TableOperation {}
extension Scan: TableOperation {}
