public import Simulation

extension CloudService {
  /// Calls an operation: the only door to a service.
  ///
  /// In this order: the caller's process must still live; a request about another account's resource
  /// goes to that account; a function's role must allow it; whoever is not of this account must be
  /// let in; injected faults strike; the request takes its time; the service performs it; a refusal
  /// is recorded, and tells nothing about accounts that nobody here uses.
  ///
  /// - Parameters:
  ///   - operation: what to do.
  ///   - caller: who asks.
  /// - Returns: the operation's answer.
  /// - Throws: ``ServiceError`` as the service answers it; `ScopeEnded` when the caller's process is
  ///   gone; `CancellationError` when the caller no longer waits.
  @inlinable
  public nonisolated func call<O: Operation>(
    _ operation: O,
    for caller: Caller
  ) async throws -> O.Output where O.Service == Self {
    let scope = Scope.current
    try scope?.check()
    if cloud.accounts.isSeveral, let owner = cloud.otherOwner(of: operation) {
      return try await owner.service(Self.self).call(operation, for: caller.leaving(cloud))
    }
    // What a role says is about the caller, and tells nothing of the resource.
    var isRolesAnswer = true
    do {
      if cloud.accounts.haveRoles { try await checkRole(of: caller, for: operation) }
      isRolesAnswer = false
      if let origin = caller.origin, let resource = operation.resource(in: cloud) {
        try await admit(caller, from: origin, to: O.name, on: resource)
      }
      // Asked here and not only in `strike`, so that a healthy cloud does not pay for the hop.
      if cloud.faults.isArmed { try await cloud.strike(operation.component, .beforeEffects) }
      // Binding a task-local value costs as much as a small operation, and most callers are in no
      // scope.
      let output: O.Output
      if scope == nil {
        output = try await operation.perform(on: self, for: caller)
      } else {
        output = try await Scope.$current.withValue(nil) {
          try await operation.perform(on: self, for: caller)
        }
      }
      if cloud.faults.isArmed { try await cloud.strike(operation.component, .afterEffects) }
      if let scope {
        if scope.isFrozen { try await scope.rejoin(on: simulation) } else { try scope.check() }
      }
      return output
    } catch let refusal as ServiceError {
      let error = isRolesAnswer ? refusal : told(refusal, of: operation, to: caller)
      cloud.record(
        CallFailed(operation: O.name, caller: caller.component, code: error.code),
        from: operation.component ?? Self.name
      )
      try await scope?.rejoin(on: simulation)
      throw error
    } catch {
      try scope?.check()
      throw error
    }
  }
}

/// An operation that a service refused or could not perform.
public struct CallFailed: TraceEvent {
  /// The operation's name.
  public let operation: String
  /// Who asked.
  public let caller: String
  /// The error's code.
  public let code: String

  @usableFromInline
  init(operation: String, caller: String, code: String) {
    self.operation = operation
    self.caller = caller
    self.code = code
  }
}

extension Scope {
  /// Comes back from a service into the scope: waits while it is frozen, throws when it has ended.
  @inlinable
  func rejoin(on simulation: Simulation) async throws {
    if isFrozen {
      try await Scope.$current.withValue(self) {
        try await simulation.sleep(for: .zero, .background)
      }
    }
    try check()
  }
}

/// A service together with who calls it: what stage code and function code hold.
public struct Client<Service: CloudService>: Sendable {
  /// The service.
  public let service: Service
  /// Who calls.
  public let caller: Caller

  /// Creates a client of `service` for `caller`.
  public init(_ service: Service, for caller: Caller) {
    self.service = service
    self.caller = caller
  }

  /// Calls an operation.
  ///
  /// - Throws: what ``CloudService/call(_:for:)`` throws.
  @inlinable
  public func callAsFunction<O: Operation>(
    _ operation: O
  ) async throws -> O.Output where O.Service == Service {
    try await service.call(operation, for: caller)
  }
}
