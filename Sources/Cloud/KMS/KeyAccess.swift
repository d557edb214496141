/// What a service does with a key for somebody.
struct KeyUse: Sendable {
  /// What a key is used for.
  enum Purpose: Hashable, Sendable {
    /// To make a data key, and to read it again: what who puts something in needs.
    case encrypting
    /// To read a data key: what who takes something out needs.
    case decrypting
    /// To encrypt with the key itself, and to let somebody else read it.
    case granting
    /// To perform an operation of KMS on the key.
    case operation(String)
  }

  let purpose: Purpose
  /// The service through which the key is used for somebody, such as `sqs`; `nil` for who asks KMS
  /// itself.
  var service: String?
  /// Whether the caller was given a grant: no policy need allow the use, but any may deny it.
  var isGranted = false
  /// The encryption context: the name under which the service tells what it encrypts, and the ARN.
  var context: (name: String, value: String)?

  /// As IAM names them; all of them must be allowed.
  var actions: [String] {
    switch purpose {
    case .encrypting: ["kms:GenerateDataKey", "kms:Decrypt"]
    case .decrypting: ["kms:Decrypt"]
    case .granting: ["kms:Encrypt", "kms:CreateGrant"]
    case .operation(let name): ["kms:\(name)"]
    }
  }

  init(
    _ purpose: Purpose,
    service: String? = nil,
    context: (name: String, value: String)? = nil
  ) {
    self.purpose = purpose
    self.service = service
    self.context = context
  }

  /// Puts something in, through a service or, without one, as the service itself.
  static func encrypting(
    through service: String? = nil,
    _ context: String,
    _ value: String
  ) -> Self {
    Self(.encrypting, service: service, context: (context, value))
  }

  /// Takes something out, through a service.
  static func decrypting(
    through service: String,
    _ context: String,
    _ value: String
  ) -> Self {
    Self(.decrypting, service: service, context: (context, value))
  }
}

extension Cloud {
  /// Lets a caller use a key through a service of this account, or says why not.
  ///
  /// In this order: KMS must answer, there must be such a key, its policy and those of the caller
  /// must allow the use, and it must be enabled. A key of another account is named by its ARN; that
  /// there is none there is not told to who may not use it.
  ///
  /// - Parameters:
  ///   - text: the key's id, ARN, alias or alias ARN.
  ///   - caller: for whom the service uses the key.
  ///   - use: what for.
  /// - Returns: the key.
  /// - Throws: ``KeyRefusal``.
  @discardableResult
  func use(_ text: String, for caller: Caller, _ use: KeyUse) throws(KeyRefusal) -> KMSKey {
    do throws(KeyRefusal) {
      return try tryToUse(text, for: caller, use)
    } catch {
      record(
        KMSEvent.keyRefused(key: text, caller: caller.component, because: error.message),
        from: KMS.name
      )
      throw error
    }
  }

  private func tryToUse(
    _ text: String,
    for caller: Caller,
    _ use: KeyUse
  ) throws(KeyRefusal) -> KMSKey {
    for moment in [FaultBoard.Moment.beforeEffects, .afterEffects] where faults.isArmed {
      if faults.strikes(KMS.name, moment) {
        throw KeyRefusal(.unavailable, ServiceError.kmsInternal.message)
      }
    }
    let reference = KeyReference(text)
    let arn = reference.arn
    guard let owner = arn.map({ self.owner(of: $0) }) ?? self else {
      throw denial(of: use, on: text, for: caller)
    }
    let key: KMSKey
    do {
      key = try owner.key(reference)
    } catch {
      throw owner === self ? error : denial(of: use, on: text, for: caller)
    }
    let asker = owner === self ? caller : caller.leaving(self)
    for action in use.actions { try owner.checkAccess(of: asker, to: key, action, use) }
    if let refusal = key.refusal { throw refusal }
    return key
  }

  private func denial(of use: KeyUse, on key: String, for caller: Caller) -> KeyRefusal {
    let request = PolicyRequest(caller, use.actions[0], on: key, in: self)
    return KeyRefusal(.accessDenied, request.refusal(by: "resource-based", .undecided))
  }

  /// Asks the policy of a key of this account, and that of the caller.
  ///
  /// A caller of the account is let in by name, or by the account's name together with the caller's
  /// own policies; a caller of another account needs both; a service needs the key's policy. A part
  /// of an account without a role may do what its account may.
  ///
  /// Source: the KMS developer guide, "KMS key access and permissions".
  func checkAccess(
    of caller: Caller,
    to key: KMSKey,
    _ action: String,
    _ use: KeyUse
  ) throws(KeyRefusal) {
    let home = home(of: caller)
    var request = PolicyRequest(
      caller,
      action,
      on: key.arn.description,
      in: self,
      particulars(of: use, by: home)
    )
    func refusal(_ kind: String, _ decision: PolicyDocument.Decision) -> KeyRefusal {
      KeyRefusal(.accessDenied, request.refusal(by: kind, decision))
    }
    let policy = key.policy.document
    let decision = policy.decide(request)
    if decision == .denied { throw refusal("resource-based", .denied) }
    let own = caller.role.flatMap { role in home.map { $0.decide(role, request) } } ?? .allowed
    if own == .denied { throw refusal("identity-based", .denied) }
    if use.isGranted { return }
    if home === self {
      request.isAccountEnough = false
      if policy.decide(request) == .allowed { return }
    }
    guard decision == .allowed else { throw refusal("resource-based", .undecided) }
    guard own == .allowed else { throw refusal("identity-based", .undecided) }
  }

  /// What conditions can look at of a use.
  private func particulars(of use: KeyUse, by home: Cloud?) -> [String: String] {
    var particulars: [String: String] = [:]
    particulars["kms:viaservice"] = use.service.map { "\($0).\(region).amazonaws.com" }
    particulars["kms:calleraccount"] = home?.account
    if let context = use.context {
      particulars["kms:encryptioncontext:\(context.name.lowercased())"] = context.value
    }
    return particulars
  }
}
