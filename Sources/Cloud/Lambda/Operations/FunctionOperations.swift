/// An operation on one function.
public protocol FunctionOperation: Operation<Lambda> {
  /// The function's name or ARN.
  var functionName: String { get }
}

/// An operation on one function, version or alias.
public protocol QualifiedFunctionOperation: FunctionOperation {
  /// A version or an alias.
  var qualifier: String? { get }
}

extension FunctionOperation {
  /// The function.
  public func resource(in cloud: Cloud) -> ARN? {
    (try? FunctionReference(functionName, qualifier: nil))?.arn(in: cloud)
  }
}

extension QualifiedFunctionOperation {
  /// The function, the version or the alias.
  public func resource(in cloud: Cloud) -> ARN? {
    (try? FunctionReference(functionName, qualifier: qualifier))?.arn(in: cloud)
  }
}

extension CreateAlias: FunctionOperation {}
extension UpdateAlias: FunctionOperation {}
extension GetAlias: FunctionOperation {}
extension DeleteAlias: FunctionOperation {}
extension ListAliases: FunctionOperation {}
extension PutFunctionConcurrency: FunctionOperation {}
extension GetFunctionConcurrency: FunctionOperation {}
extension DeleteFunctionConcurrency: FunctionOperation {}
extension CreateFunction: FunctionOperation {}
extension UpdateFunctionCode: FunctionOperation {}
extension UpdateFunctionConfiguration: FunctionOperation {}
extension PublishVersion: FunctionOperation {}
extension ListVersionsByFunction: FunctionOperation {}
extension ListFunctionEventInvokeConfigs: FunctionOperation {}
extension ListFunctionUrlConfigs: FunctionOperation {}
extension ListProvisionedConcurrencyConfigs: FunctionOperation {}
extension PutFunctionRecursionConfig: FunctionOperation {}
extension GetFunctionRecursionConfig: FunctionOperation {}

extension GetFunction: QualifiedFunctionOperation {}
extension GetFunctionConfiguration: QualifiedFunctionOperation {}
extension DeleteFunction: QualifiedFunctionOperation {}
extension Invoke: QualifiedFunctionOperation {}
extension AddPermission: QualifiedFunctionOperation {}
extension RemovePermission: QualifiedFunctionOperation {}
extension GetPolicy: QualifiedFunctionOperation {}
extension PutFunctionEventInvokeConfig: QualifiedFunctionOperation {}
extension GetFunctionEventInvokeConfig: QualifiedFunctionOperation {}
extension UpdateFunctionEventInvokeConfig: QualifiedFunctionOperation {}
extension DeleteFunctionEventInvokeConfig: QualifiedFunctionOperation {}
extension CreateFunctionUrlConfig: QualifiedFunctionOperation {}
extension GetFunctionUrlConfig: QualifiedFunctionOperation {}
extension UpdateFunctionUrlConfig: QualifiedFunctionOperation {}
extension DeleteFunctionUrlConfig: QualifiedFunctionOperation {}

extension PutProvisionedConcurrencyConfig: FunctionOperation {}
extension GetProvisionedConcurrencyConfig: FunctionOperation {}
extension DeleteProvisionedConcurrencyConfig: FunctionOperation {}

extension TagResource {
  /// What gets the tags.
  public func resource(in cloud: Cloud) -> ARN? { ARN(resource) }
}

extension UntagResource {
  /// What loses the tags.
  public func resource(in cloud: Cloud) -> ARN? { ARN(resource) }
}

extension ListTags {
  /// What has the tags.
  public func resource(in cloud: Cloud) -> ARN? { ARN(resource) }
}

/// An operation on one event source mapping.
protocol MappingOperation: Operation<Lambda> {
  var uuid: String { get }
}

extension MappingOperation {
  /// The mapping.
  public func resource(in cloud: Cloud) -> ARN? {
    ARN(service: "lambda", resource: "event-source-mapping:\(uuid)", in: cloud)
  }
}

extension GetEventSourceMapping: MappingOperation {}
extension UpdateEventSourceMapping: MappingOperation {}
extension DeleteEventSourceMapping: MappingOperation {}
