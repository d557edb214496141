/// What is said of resources in accounts that nobody here uses.
///
/// AWS has accounts without number, and to a stranger all of them look alike: whether there is such a
/// resource is not told, only that nobody lets the caller in. Source: answers of SQS, SNS, Lambda and
/// EventBridge about resources of other accounts, as users have recorded them; `GetQueueUrl` alone says
/// that the queue "does not exist or you do not have access to it".
extension CloudService {
  /// The refusal of an operation on a resource that no policy lets the caller do.
  nonisolated static func strangersRefusal(
    of caller: Caller,
    _ operation: String,
    on resource: ARN,
    in cloud: Cloud
  ) -> ServiceError {
    let action = accessRefusal.spell("\(policyPrefix):\(operation)")
    let request = PolicyRequest(caller, action, on: resource.description, in: cloud)
    return accessRefusal.error(request, by: "resource-based", .undecided)
  }

  /// What the caller hears of an error: of a resource in an account that nobody here uses, that it may
  /// not, and not that there is none.
  @usableFromInline
  nonisolated func told<O: Operation>(
    _ error: ServiceError,
    of operation: O,
    to caller: Caller
  ) -> ServiceError where O.Service == Self {
    guard error.tellsWhatIsThere, !O.hidesDenials,
      let resource = operation.resource(in: cloud), cloud.owner(of: resource) == nil
    else { return error }
    return Self.strangersRefusal(of: caller, O.deniedName, on: resource, in: cloud)
  }
}

extension Operation {
  /// What policies call the operation, without the service's prefix.
  fileprivate static var deniedName: String {
    String(action.drop { $0 != ":" }.dropFirst())
  }
}

extension ServiceError {
  /// Whether it says that there is no such thing, or that it is another account's.
  fileprivate var tellsWhatIsThere: Bool {
    status == 404 || code == "AccessDeniedException"
      || ["NotFound", "NonExistent", "NoSuch"].contains { code.contains($0) }
  }
}
