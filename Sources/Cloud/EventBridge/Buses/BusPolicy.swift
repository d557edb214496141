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
      document = try PolicyDocument(parsing: text)
    } catch {
      throw error.leftOut
        ?? .validation("Parameter Policy is not valid. Reason: It is not a policy.")
    }
    guard text.count <= EventBridgeQuotas.policyLength else { throw .busPolicyTooLong }
    self.text = text
  }

  /// Returns the policy with one statement more, in the place of the one with its id if there is
  /// one; without a policy, one that has it alone.
  static func putting(
    _ statement: JSONObject,
    into policy: BusPolicy?
  ) throws(ServiceError) -> BusPolicy {
    var all = policy?.document.statementList ?? []
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
    guard document.has(sid: id) else { throw .busStatementNotFound }
    let rest = document.statements(without: id)
    return rest.isEmpty
      ? nil : try BusPolicy(parsing: JSONValue.object(document.with(rest)).text())
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

  /// What the bus's policy says.
  public func resourceAnswer(
    to caller: Caller,
    about permission: Permission
  ) -> ResourceAnswer {
    let policy = buses.first { $0.arn == permission.resource }?.policy?.document
    return policy?.answer(to: caller, about: permission, in: cloud) ?? .silent
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
    guard caller.isAdmitted(by: decision, in: cloud) else {
      throw .busAccessDenied(request, decision)
    }
  }
}
