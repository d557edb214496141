import Simulation

/// How functions become ready, are updated, and fall asleep.
///
/// > Simplified: a function whose code is a Swift type has no package that would have to be
/// > unpacked; it is active, and updated, at once. That is what stages deploy. An asynchronous event
/// > for a function that is not ready yet waits in Lambda's own queue, where the service refuses it
/// > and its source tries again.
extension Lambda {
  /// Begins something that takes its time, and ends it in the background.
  func begin(_ change: Function.Change, of name: String) {
    let time: Duration
    if case .updating = change {
      time = LambdaAssumptions.updateTime
    } else {
      time = LambdaAssumptions.activation
      notReady[name] = simulation.now.advanced(by: time)
    }
    changes += 1
    let id = changes
    functions[name]?.change = change
    functions[name]?.changeID = id
    cloud.record(FunctionEvent.changing(to: change.word), from: name)
    simulation.spawn(on: self) { lambda in
      try await lambda.simulation.sleep(for: time, .background)
      await lambda.finish(id, of: name)
    }
  }

  /// Ends what goes on with a function, unless it has been deleted meanwhile.
  private func finish(_ id: Int, of name: String) async {
    guard let function = functions[name], function.changeID == id, let change = function.change
    else { return }
    functions[name]?.change = nil
    functions[name]?.revision = newIdentifier()
    lastUse[name] = simulation.now
    notReady[name] = nil
    cloud.record(FunctionEvent.ready, from: name)
    if case .updating = change { await retireEnvironments(of: name, version: "$LATEST") }
  }

  /// Keeps a request from a function that is not ready: refuses it, or lets an event wait.
  func awaitReadiness(of name: String, isSynchronous: Bool) async throws {
    guard let instant = notReady[name] else { return }
    if isSynchronous { throw ServiceError.functionNotReady("Pending") }
    try await simulation.sleep(until: instant)
  }

  /// Refuses the first request after two weeks without any, and makes the function ready again.
  func noteUse(of name: String) throws(ServiceError) {
    let isInactive = isInactive(name)
    lastUse[name] = simulation.now
    guard isInactive else { return }
    cloud.record(FunctionEvent.wasInactive, from: name)
    begin(.restoring, of: name)
    throw .functionInactive
  }

  private func isInactive(_ name: String) -> Bool {
    guard let last = lastUse[name] else { return false }
    return simulation.now.duration(since: last) >= LambdaQuotas.inactivity
  }

  /// The function whose unpublished version is to be changed; what is published stays as it is.
  func unpublishedFunction(
    _ name: String
  ) throws(ServiceError) -> (name: String, function: Function) {
    let found = try function(name)
    let qualifier = try FunctionReference(name, qualifier: nil).qualifier
    guard (qualifier ?? "$LATEST") == "$LATEST" else { throw .versionCannotChange }
    return found
  }

  /// Refuses a change of a function that is made or changed already.
  func checkChangeable(_ name: String, _ function: Function) throws(ServiceError) {
    switch function.change {
    case nil: return
    case .updating: throw .updateInProgress(functionARN(name))
    case .creating, .restoring: throw .functionNotReady("Pending")
    }
  }

  /// The state of a function and of its published versions.
  func state(of name: String) -> (state: String, reason: String?, code: String?) {
    switch functions[name]?.change {
    case .creating: return ("Pending", "The function is being created.", "Creating")
    case .restoring: return ("Pending", "The function is being restored.", "Restoring")
    case .updating, nil: break
    }
    guard isInactive(name), environmentCount(of: name) == 0 else { return ("Active", nil, nil) }
    return ("Inactive", "The function is inactive because it has been idle.", "Idle")
  }
}

extension Function.Change {
  /// What the change makes of the function, in one word.
  fileprivate var word: String {
    switch self {
    case .creating: "created"
    case .restoring: "restored"
    case .updating: "updated"
    }
  }
}

extension Function {
  /// Refuses a request that was made for an earlier revision.
  static func check(_ revision: String?, is current: String) throws(ServiceError) {
    if let revision, revision != current { throw .revisionMismatch }
  }
}
