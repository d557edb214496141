/// What the conditions of a policy look at, under keys in small letters such as `aws:sourcearn`.
///
/// A value is worked out when a condition asks for it: most requests meet none or one.
struct PolicyContext {
  /// `nil` for somebody who has not signed.
  let caller: Caller?
  let cloud: Cloud
  /// What only this kind of request has.
  var particulars: [String: String] = [:]

  /// The value of a key; `nil` when the request does not have it.
  subscript(key: String) -> String? {
    switch key {
    case "aws:securetransport": "true"
    case "aws:requestedregion": cloud.region
    case "aws:currenttime": Timestamp.iso8601(seconds: seconds)
    case "aws:epochtime": "\(seconds)"
    case "aws:principalisawsservice": caller.map { $0.service == nil ? "false" : "true" }
    case "aws:principalservicename": caller?.service?.name
    case "aws:sourcearn": caller?.service?.source ?? particulars[key]
    case "aws:sourceaccount": sourceAccount
    case "aws:principalaccount": principalAccount
    case "aws:principalorgid": principalAccount == nil ? nil : Cloud.organization
    case "aws:principalarn": principalAccount.flatMap { caller?.arn(in: $0) }
    default: particulars[key]
    }
  }

  private var seconds: Int64 { cloud.unixMilliseconds / 1_000 }

  /// Some ARNs, such as that of a bucket, have no account.
  private var sourceAccount: String? {
    guard let source = caller?.service?.source else { return nil }
    guard let account = ARN(source)?.account, !account.isEmpty else { return cloud.account }
    return account
  }

  private var principalAccount: String? {
    guard let caller else { return nil }
    switch caller.origin {
    case nil: return cloud.account
    case .account(let account): return account
    case .service: return nil
    }
  }
}
