import JSON

/// Who else may do what with a bus and its rules.
struct BusPolicy {
  let document: PolicyDocument
  /// As it is printed.
  let text: String

  /// Reads a policy.
  ///
  /// Simplified: what AWS says of a text that is no policy is not published.
  init(parsing text: String) throws(ServiceError) {
    do {
      try self.init(document: PolicyDocument(parsing: text), text: text)
    } catch let error as ServiceError {
      throw error
    } catch let PolicyDocument.Problem.notSupported(what) {
      throw .notSupported(what)
    } catch {
      throw .validation("Parameter Policy is not valid. Reason: It is not a policy.")
    }
  }

  private init(document: PolicyDocument, text: String) throws(ServiceError) {
    guard text.count <= EventBridgeQuotas.policyLength else { throw .busPolicyTooLong }
    self.document = document
    self.text = text
  }

  /// Returns the policy with one statement more, in the place of the one with its id if there is
  /// one; without a policy, one that has it alone.
  static func putting(
    _ statement: JSONObject,
    into policy: BusPolicy?
  ) throws(ServiceError) -> BusPolicy {
    var all = policy?.listed ?? []
    let place = all.firstIndex { $0["Sid"] == statement["Sid"] }
    if let place {
      all[place] = .object(statement)
    } else {
      all.append(.object(statement))
    }
    let json: JSONObject = [
      "Version": policy?.document.json["Version"] ?? "2012-10-17", "Statement": .array(all),
    ]
    return try BusPolicy(parsing: JSONValue.object(json).text())
  }

  /// Returns the policy without the statement of this id; `nil` if it was the last.
  func removing(_ id: String) throws(ServiceError) -> BusPolicy? {
    let rest = listed.filter { $0["Sid"]?.stringValue != id }
    guard rest.count < listed.count else { throw .busStatementNotFound }
    guard !rest.isEmpty else { return nil }
    var json = document.json
    json["Statement"] = .array(rest)
    return try BusPolicy(parsing: JSONValue.object(json).text())
  }

  /// The statements; one may stand without a list around it.
  private var listed: [JSONValue] {
    document.json["Statement"].map { $0.arrayValue ?? [$0] } ?? []
  }
}

extension EventBridge {
  /// Leaves it to the operations, which ask the bus's policy once they have found the bus.
  public func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) {}

  /// Whether a bus's policy allows an action to a caller by the caller's own name.
  public func resourcePolicy(
    of resource: ARN,
    names caller: Caller,
    for action: String
  ) -> Bool {
    let policy = buses.first { $0.arn == resource }?.policy?.document
    return policy?.names(caller, for: action, on: resource, in: cloud) == true
  }

  /// Finds a bus for a caller who may do `action` with it or, if one is named, with a rule of it.
  func bus(
    _ reference: String?,
    for caller: Caller,
    _ action: String,
    rule: String? = nil
  ) throws(ServiceError) -> Int {
    let index = try index(ofBus: reference)
    let bus = buses[index]
    guard caller.origin != nil || bus.policy != nil else { return index }
    let resource = rule.map { bus.arn(ofRule: $0) } ?? bus.arn
    let creator = rule.flatMap { bus[$0]?.creator }
    try authorise(
      caller,
      action,
      on: resource,
      by: bus.policy,
      creator.map { ["events:creatoraccount": $0] } ?? [:]
    )
    return index
  }

  /// Asks the bus's policy: the own account may do what no statement denies, another account what a
  /// statement allows.
  ///
  /// - Parameters:
  ///   - caller: who asks.
  ///   - action: such as `PutEvents`.
  ///   - resource: the bus, or one of its rules.
  ///   - policy: the bus's policy.
  ///   - particulars: what conditions can look at of this request alone.
  /// - Throws: ``ServiceError`` when the caller may not.
  func authorise(
    _ caller: Caller,
    _ action: String,
    on resource: ARN,
    by policy: BusPolicy?,
    _ particulars: [String: String]
  ) throws(ServiceError) {
    let request = PolicyRequest(
      caller,
      "events:\(action)",
      on: resource.description,
      in: cloud,
      particulars
    )
    let decision = policy?.document.decide(request) ?? .undecided
    let isOwn = caller.account(in: cloud) == cloud.account
    guard decision == .allowed || (decision == .undecided && isOwn) else {
      throw .busAccessDenied(request, decision)
    }
  }
}

extension Caller {
  /// The account that the caller belongs to, or for whose resource it acts.
  func account(in cloud: Cloud) -> String {
    switch origin {
    case nil: cloud.account
    case .account(let account): account
    case .service(_, let source): ARN(source)?.account ?? cloud.account
    }
  }
}
