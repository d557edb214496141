public import Simulation

/// A relational database whose contents are a Swift value.
///
/// Transactions run one after the other on the value, so they are serialisable; they take their
/// time on the server's processors before that. What is committed survives crashes, and with a
/// standby it waits for the copy there first.
public actor RelationalDatabase<Contents: Sendable>: Simulated {
  /// The process that serves the database.
  public nonisolated let server: DatabaseServer
  /// The simulation of the database's cloud.
  public nonisolated var simulation: Simulation { server.simulation }
  /// The database's name in the topology.
  public nonisolated var component: String { server.component }

  private var contents: Contents

  /// Creates a database that `server` serves.
  public init(on server: DatabaseServer, contents: Contents) {
    self.server = server
    self.contents = contents
  }

  /// Does a transaction: all of it or nothing, and never two at once.
  ///
  /// When the caller's process ends before the commit, nothing is done.
  ///
  /// > Simplified: there is no undo log. `body` runs on the contents themselves, so it must check
  /// > everything before it changes anything; after that it must not throw. Where that is awkward,
  /// > use ``transaction(for:statements:checking:changing:)``, in which it cannot.
  ///
  /// - Parameters:
  ///   - caller: who asks, by its name in the topology.
  ///   - statements: how many statements the transaction stands for.
  ///   - body: checks and then changes the contents.
  /// - Returns: what the body returned.
  /// - Throws: ``DatabaseError``; what the body threw: then nothing is done.
  public func transaction<Result: Sendable>(
    for caller: String,
    statements: Int = 1,
    _ body: @escaping @Sendable (inout Contents) throws -> Result
  ) async throws -> Result {
    try await perform(for: caller, statements, replicating: true) { try body(&$0) }
  }

  /// Does a transaction in two steps: the first may refuse, the second changes and may not.
  ///
  /// Nothing can be left half done, and no copy of the contents is made.
  ///
  /// - Parameters:
  ///   - caller: who asks, by its name in the topology.
  ///   - statements: how many statements the transaction stands for.
  ///   - check: looks at the contents and says what is to be done, or throws.
  ///   - change: does it.
  /// - Returns: what the change returned.
  /// - Throws: ``DatabaseError``; what the check threw: then nothing is done.
  public func transaction<Plan, Result: Sendable>(
    for caller: String,
    statements: Int = 1,
    checking check: @escaping @Sendable (Contents) throws -> Plan,
    changing change: @escaping @Sendable (inout Contents, Plan) -> Result
  ) async throws -> Result {
    try await perform(for: caller, statements, replicating: true) { contents in
      let plan = try check(contents)
      return change(&contents, plan)
    }
  }

  /// Reads the contents as a transaction that changes nothing.
  ///
  /// - Throws: ``DatabaseError``; what the body threw.
  public func read<Result: Sendable>(
    for caller: String,
    statements: Int = 1,
    _ body: @escaping @Sendable (Contents) throws -> Result
  ) async throws -> Result {
    try await perform(for: caller, statements, replicating: false) { try body($0) }
  }

  /// Looks at the contents from outside the simulated world: no connection, no time, no fault.
  public func inspect<Result: Sendable>(_ body: @Sendable (Contents) -> Result) -> Result {
    body(contents)
  }

  private func perform<Result: Sendable>(
    for caller: String,
    _ statements: Int,
    replicating: Bool,
    _ body: @escaping @Sendable (inout Contents) throws -> Result
  ) async throws -> Result {
    let began = simulation.now
    do {
      let result = try await work(statements, replicating: replicating, body)
      server.cloud.record(
        DatabaseEvent.committed(caller: caller, duration: began.duration(to: simulation.now)),
        from: component
      )
      if server.cloud.faults.strikes(component, .afterEffects) {
        throw DatabaseError.connectionLost
      }
      return result
    } catch {
      server.cloud.record(
        DatabaseEvent.notCommitted(caller: caller, reason: "\(error)"),
        from: component
      )
      throw error
    }
  }

  private func work<Result: Sendable>(
    _ statements: Int,
    replicating: Bool,
    _ body: @escaping @Sendable (inout Contents) throws -> Result
  ) async throws -> Result {
    let connection = try await server.connect()
    let scope = connection.scope
    let work = simulation.spawn(on: self, in: scope) { database in
      try await database.server.run(statements, over: connection)
      if replicating { try await database.server.replicate(over: connection) }
      try scope.check()
      return try body(&database.contents)
    }
    let result = await withTaskCancellationHandler {
      await work.result
    } onCancel: {
      work.cancel()
    }
    await server.disconnect(connection)
    if case .failure = result, scope.hasEnded { throw DatabaseError.connectionLost }
    try Scope.current?.check()
    return try result.get()
  }
}
