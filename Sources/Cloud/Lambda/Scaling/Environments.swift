import Simulation

/// The environments of all versions.
extension Lambda {
  /// Makes an environment, on demand unless it is to be kept ready.
  func makeEnvironment(
    for target: Target,
    in pool: EnvironmentPool,
    isProvisioned: Bool = false
  ) throws -> EnvironmentPool.Member {
    let code = try codeType(for: target.configuration)
    try target.configuration.decryptVariables(in: cloud)
    if !isProvisioned { try noteUse(of: target.configuration.functionName) }
    let reason = isProvisioned ? .provisioned : pool.reasonOfColdStart
    let environment = ExecutionEnvironment(
      id: newLogStream(version: target.version),
      in: try nextZone(),
      of: target,
      code: code,
      extensions: try extensions(of: target.configuration, code),
      initialization: isProvisioned ? .provisionedConcurrency : .onDemand,
      in: cloud
    )
    cloud.record(
      LambdaScalingEvent.environmentWanted(
        environment: environment.id,
        version: target.version,
        zone: environment.zone,
        reason: reason
      ),
      from: pool.load.name
    )
    return pool.add(environment, isProvisioned: isProvisioned)
  }

  private func nextZone() throws(ServiceError) -> String {
    guard let zone = cloud.zones.next(after: lastZone) else { throw .serviceUnavailable }
    lastZone = zone
    return zone
  }

  private func codeType(for configuration: FunctionConfiguration) throws -> any FunctionCode.Type {
    if configuration.recipe != nil { return RecipeFunction.self }
    guard let code = codeTypes[configuration.handler] else {
      throw ServiceError.invalidParameter(
        "No code is registered for handler \(configuration.handler)."
      )
    }
    return code
  }

  /// The environments that are kept ready, or are being made so, by the names of their log streams.
  public var provisionedEnvironments: Set<String> {
    let members = slots.values.flatMap { fleet[$0].members() }
    return Set(members.filter(\.isProvisioned).map(\.environment.id))
  }

  /// Removes environments that have been idle for long, as long as there are any.
  func sweep(_ slot: Int) {
    simulation.spawn(on: self) { lambda in
      let pool = lambda.fleet[slot]
      while let next = pool.nextExpiry {
        try await lambda.simulation.sleep(until: next, .background)
        for environment in pool.takeExpired(at: lambda.simulation.now) {
          await environment.remove("spindown")
        }
        lambda.lastUse[pool.load.name] = lambda.simulation.now
      }
      pool.stopsSweeping()
    }
  }

  /// Takes an environment out of its pool because it is gone, or will be after its request.
  func lose(
    _ member: EnvironmentPool.Member,
    of pool: EnvironmentPool,
    because reason: ColdStartReason
  ) {
    let ready = pool.ready
    if pool.forget(member, because: reason, at: simulation.now) {
      concurrency.becomesOnDemand(pool.load)
    }
    if pool.ready != ready { recordReady(of: pool) }
  }

  /// Records how many environments of a version are ready now.
  func recordReady(of pool: EnvironmentPool) {
    cloud.record(
      LambdaScalingEvent.provisioned(version: pool.version, ready: pool.ready),
      from: pool.load.name
    )
  }

  /// Removes an idle environment that has lived for long, and replaces one that is kept ready.
  func recycle(_ member: EnvironmentPool.Member, of pool: EnvironmentPool) {
    let wasProvisioned = member.isProvisioned
    lose(member, of: pool, because: .recycled)
    let environment = member.environment
    simulation.spawn(on: self) { lambda in
      await environment.remove("recycled")
      if wasProvisioned { lambda.provision() }
    }
  }

  /// Retires the environments of a version whose code or settings have changed.
  func retireEnvironments(of function: String, version: String) async {
    guard let slot = slots.removeValue(forKey: PoolKey(function: function, version: version)) else {
      return
    }
    // What names stood for holds the slot of the pool that is retired here.
    targets = [:]
    let pool = fleet[slot]
    if pool.count > 0 { replaced.insert(PoolKey(function: function, version: version)) }
    pool.retire()
    await remove(pool.members(), of: pool, because: .replaced, "replaced")
  }

  /// Takes environments out of their pool; idle ones go at once, the others after their request.
  private func remove(
    _ members: [EnvironmentPool.Member],
    of pool: EnvironmentPool,
    because reason: ColdStartReason,
    _ text: String
  ) async {
    let idle = members.filter(pool.isIdle)
    for member in members { lose(member, of: pool, because: reason) }
    for member in idle { await member.environment.remove(text) }
  }

  /// The slot of a version's pool; a pool is made when it is first asked for.
  func slot(of function: String, version: String) -> Int {
    let key = PoolKey(function: function, version: version)
    if let slot = slots[key] { return slot }
    let loss: ColdStartReason = replaced.remove(key) == nil ? .firstRequest : .replaced
    let load = concurrency.load(of: function)
    fleet.append(EnvironmentPool(of: load, version: version, after: loss, keeping: keeping))
    slots[key] = fleet.count - 1
    return fleet.count - 1
  }
}

extension Lambda: ZonalService {
  /// Ends every environment there at once, with the request that it serves, as a crash does.
  ///
  /// New ones are made elsewhere; queues of events and pollers span the zones.
  func zoneLost(_ zone: String) async {
    for slot in slots.sorted(by: { $0.key < $1.key }).map(\.value) {
      let pool = fleet[slot]
      for member in pool.members(in: zone) {
        lose(member, of: pool, because: .zoneLost)
        await member.environment.lose("zone \(zone) lost")
      }
    }
    provision()
  }

  /// New environments may be there again.
  func zoneRestored(_ zone: String) {
    provision()
  }
}

/// Each version of each function has its own environments.
struct PoolKey: Hashable, Comparable {
  let function: String
  let version: String

  static func < (left: Self, right: Self) -> Bool {
    (left.function, left.version) < (right.function, right.version)
  }
}
