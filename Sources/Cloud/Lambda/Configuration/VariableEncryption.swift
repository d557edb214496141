/// The key of one's own with which a function's environment variables are encrypted.
///
/// Who sets the variables must be able to encrypt with the key and to hand the function's role a grant
/// on it; so the role itself needs no permission, and only a denial can keep it out. An environment
/// that has its variables keeps them, whatever becomes of the key.
///
/// Sources: the Lambda developer guide, "Securing Lambda environment variables"; texts of the service
/// model of botocore 1.43.11.
///
/// > Simplified: there is no grant to be seen or revoked; who may not decrypt is shown the variables
/// > nevertheless; the key is for nothing but the variables.
extension FunctionConfiguration {
  /// Reads the ARN of a key; an empty one stands for a key of AWS's.
  static func key(_ text: String) throws(ServiceError) -> String? {
    guard !text.isEmpty else { return nil }
    guard let arn = ARN(text), arn.service == "kms" else {
      throw .pattern(text, at: "kMSKeyArn", "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()")
    }
    return text
  }

  /// Encrypts the variables for who sets them.
  ///
  /// - Throws: ``ServiceError`` when the caller may not use the key, or nobody can.
  func encryptVariables(for caller: Caller, in cloud: Cloud) throws(ServiceError) {
    guard let keyARN, !variables.isEmpty else { return }
    let use = keyUse(.granting, in: cloud)
    cloud.meter.add(.kmsRequests, Int64(use.actions.count), for: functionName)
    do throws(KeyRefusal) {
      try cloud.use(keyARN, for: caller, use)
    } catch {
      let error = ServiceError(error)
      throw .invalidParameter(
        "Lambda was unable to configure access to your environment variables because the KMS key is"
          + " invalid for CreateGrant. Please check your KMS key settings. KMS Exception:"
          + " \(error.code) KMS Message: \(error.message)"
      )
    }
  }

  /// Decrypts the variables for a new environment.
  ///
  /// - Throws: ``ServiceError`` when nobody can use the key, or the role is denied it.
  func decryptVariables(in cloud: Cloud) throws(ServiceError) {
    guard let keyARN, !variables.isEmpty else { return }
    cloud.meter.add(.kmsRequests, 1, for: functionName)
    var use = keyUse(.decrypting, in: cloud)
    use.isGranted = true
    do throws(KeyRefusal) {
      try cloud.use(keyARN, for: Caller(functionName).acting(as: role), use)
    } catch {
      throw .variablesNotDecrypted(error.cause)
    }
  }

  private func keyUse(_ purpose: KeyUse.Purpose, in cloud: Cloud) -> KeyUse {
    let function = ARN(service: "lambda", resource: "function:\(functionName)", in: cloud)
    return KeyUse(
      purpose,
      service: "lambda",
      context: ("aws:lambda:FunctionArn", function.description)
    )
  }
}

extension ServiceError {
  /// An environment cannot be made, because its variables cannot be read.
  fileprivate static func variablesNotDecrypted(_ cause: KeyRefusal.Cause) -> Self {
    func refusal(_ code: String, _ why: String, _ remedy: String) -> Self {
      Self(
        code: code,
        status: 502,
        message: "Lambda couldn't decrypt the environment variables because \(why). Check the"
          + " \(remedy)."
      )
    }
    return switch cause {
    case .accessDenied:
      refusal(
        "KMSAccessDeniedException",
        "KMS access was denied",
        "Lambda function's KMS permissions"
      )
    case .disabled:
      refusal(
        "KMSDisabledException",
        "the KMS key used is disabled",
        "Lambda function's KMS key settings"
      )
    case .invalidState:
      refusal(
        "KMSInvalidStateException",
        "the state of the KMS key used is not valid for Decrypt",
        "function's KMS key settings"
      )
    case .notFound:
      refusal("KMSNotFoundException", "the KMS key was not found", "function's KMS key settings")
    case .unavailable:
      Self(code: "ServiceException", status: 500, message: "KMS did not answer.")
    }
  }
}
