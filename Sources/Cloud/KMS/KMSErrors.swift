/// Errors of KMS.
///
/// Sources: the service model of botocore 1.43.11; texts as LocalStack's tests have recorded them.
extension ServiceError {
  private static func kms(_ code: String, _ message: String) -> Self {
    Self(code: code, status: 400, message: message)
  }

  /// KMS does not answer.
  static let kmsInternal = Self(
    code: "KMSInternalException",
    status: 500,
    message: "The request was rejected because an internal exception occurred. The request can be"
      + " retried."
  )

  /// The key or the alias is not there.
  static func kmsNotFound(_ message: String) -> Self { kms("NotFoundException", message) }

  /// The key's state does not allow the operation.
  static func kmsInvalidState(_ message: String) -> Self {
    kms("KMSInvalidStateException", message)
  }

  /// A text is no policy, or one that would shut its author out.
  static func malformedKeyPolicy(
    _ message: String = "The request was rejected because the specified policy is not"
      + " syntactically or semantically correct."
  ) -> Self { kms("MalformedPolicyDocumentException", message) }

  static let kmsPolicyTooLong = kmsLimitExceeded(
    "The key policy is longer than \(KMSQuotas.policyBytes.bytes) bytes."
  )

  static func kmsLimitExceeded(_ message: String) -> Self {
    kms("LimitExceededException", message)
  }

  /// An alias that AWS keeps for itself.
  static let kmsReservedAlias = kms(
    "InvalidAliasNameException",
    "The request was rejected because the specified alias name is not valid."
  )

  static func kmsAliasExists(_ arn: ARN) -> Self {
    kms("AlreadyExistsException", "An alias with the name \(arn) already exists")
  }

  static func kmsTag(_ message: String) -> Self { kms("TagException", message) }

  /// A refusal to use a key, as KMS itself words it.
  init(_ refusal: KeyRefusal) {
    self =
      switch refusal.cause {
      case .accessDenied: Self.kms("AccessDeniedException", refusal.message)
      case .disabled: Self.kms("DisabledException", refusal.message)
      case .invalidState: .kmsInvalidState(refusal.message)
      case .notFound: .kmsNotFound(refusal.message)
      case .unavailable: .kmsInternal
      }
  }
}
