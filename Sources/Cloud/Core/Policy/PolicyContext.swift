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
    guard let global = PolicyKey(rawValue: key) else { return particulars[key] }
    return switch global {
    case .secureTransport: "true"
    case .requestedRegion: cloud.region
    case .resourceAccount: cloud.account
    case .currentTime: Timestamp.iso8601(seconds: seconds)
    case .epochTime: "\(seconds)"
    case .principalIsService: caller.map { $0.service == nil ? "false" : "true" }
    case .principalServiceName: caller?.service?.name
    case .sourceARN: caller?.service?.source ?? particulars[key]
    case .sourceAccount: caller?.sourceAccount(in: cloud)
    case .sourceOrganization: caller?.sourceAccount(in: cloud) == nil ? nil : Cloud.organization
    case .principalAccount: principalAccount
    case .principalOrganization: principalAccount == nil ? nil : Cloud.organization
    case .principalARN: principalAccount.flatMap { caller?.arn(in: $0) }
    case .principalType: principalType
    // Only KMS is used by a service on somebody's behalf.
    case .viaService: particulars["kms:viaservice"] == nil ? "false" : "true"
    case .sourceVPC, .sourceVPCEndpoint: nil
    }
  }

  private var seconds: Int64 { cloud.unixMilliseconds / 1_000 }

  private var principalAccount: String? { caller?.account(in: cloud) }

  private var principalType: String? {
    guard caller != nil else { return "Anonymous" }
    return principalAccount == nil ? nil : "AssumedRole"
  }
}

/// The condition keys of AWS that every request has or could have here.
///
/// Source: the IAM user guide, "AWS global condition context keys".
enum PolicyKey: String {
  case secureTransport = "aws:securetransport"
  case requestedRegion = "aws:requestedregion"
  case resourceAccount = "aws:resourceaccount"
  case currentTime = "aws:currenttime"
  case epochTime = "aws:epochtime"
  case principalIsService = "aws:principalisawsservice"
  case principalServiceName = "aws:principalservicename"
  case sourceARN = "aws:sourcearn"
  case sourceAccount = "aws:sourceaccount"
  case sourceOrganization = "aws:sourceorgid"
  case principalAccount = "aws:principalaccount"
  case principalOrganization = "aws:principalorgid"
  case principalARN = "aws:principalarn"
  case principalType = "aws:principaltype"
  case viaService = "aws:viaawsservice"
  // No request here comes from a private network, so that none has these.
  case sourceVPC = "aws:sourcevpc"
  case sourceVPCEndpoint = "aws:sourcevpce"

  /// The keys that services put into requests about their resources.
  private static let particulars: Set<String> = [
    "aws:sourceowner",
    "events:creatoraccount", "events:detail-type", "events:source",
    // There are no grants.
    "kms:calleraccount", "kms:grantisforawsresource", "kms:viaservice",
    // Only Alexa sends a token, and there is no Alexa.
    "lambda:eventsourcetoken", "lambda:functionurlauthtype", "lambda:invokedviafunctionurl",
    "sns:endpoint", "sns:protocol",
  ]

  /// Whether a condition on a key can be decided here.
  ///
  /// - Parameter key: the key in small letters.
  /// - Returns: false for a key that no request has, so that a condition on it would be ignored.
  static func isKnown(_ key: String) -> Bool {
    Self(rawValue: key) != nil || particulars.contains(key)
      || key.hasPrefix("kms:encryptioncontext:")
  }
}
