/// An operation on one role.
public protocol RoleOperation: Operation<IAM> {
  /// The role's name.
  var roleName: String { get }
}

extension RoleOperation {
  /// The role.
  public func resource(in cloud: Cloud) -> ARN? { ARN(IAM.arn(ofRole: roleName, in: cloud)) }
}

extension CreateRole: RoleOperation {}
extension GetRole: RoleOperation {}
extension DeleteRole: RoleOperation {}
extension UpdateAssumeRolePolicy: RoleOperation {}
extension PutRolePolicy: RoleOperation {}
extension GetRolePolicy: RoleOperation {}
extension ListRolePolicies: RoleOperation {}
extension DeleteRolePolicy: RoleOperation {}
extension AttachRolePolicy: RoleOperation {}
extension ListAttachedRolePolicies: RoleOperation {}
extension DetachRolePolicy: RoleOperation {}
