import Simulation

/// The synchronous path, on which every other path ends.
extension Lambda {
  /// Runs a function and waits for it.
  ///
  /// - Parameters:
  ///   - target: which version of which function.
  ///   - request: what to run it on.
  ///   - isSynchronous: whether it counts towards the requests each second; events from the
  ///     asynchronous queue do not.
  /// - Returns: what came of it.
  /// - Throws: ``ServiceError`` when the function could not be run; a function that fails is an
  ///   answer, not an error.
  func invoke(
    _ target: Target,
    _ request: Invocation,
    isSynchronous: Bool = true
  ) async throws -> Answer {
    let function = target.configuration.functionName
    if cloud.faults.isArmed { try await cloud.strike(function, .beforeEffects) }
    if !notReady.isEmpty { try await awaitReadiness(of: function, isSynchronous: isSynchronous) }
    let member = try admit(request, for: target, isSynchronous: isSynchronous)
    return try await serve(request, in: member.environment, for: target, member.isProvisioned)
  }

  /// Begins a request whose environment is there and initialised, without a task of its own.
  ///
  /// - Parameters:
  ///   - target: which version of which function.
  ///   - request: what to run it on.
  ///   - suspension: who waits for the answer.
  /// - Returns: false, and nothing has been done, when the request cannot begin like this.
  func beginWarm(
    _ target: Target,
    _ request: Invocation,
    _ suspension: Suspension<Answer>
  ) -> Bool {
    let pool = fleet[target.pool]
    guard notReady.isEmpty, !cloud.faults.isArmed,
      pool.hasIdle || pool.takesReady(at: simulation.now)
    else { return false }
    let environment: ExecutionEnvironment
    let wasProvisioned: Bool
    do {
      let member = try admit(request, for: target, isSynchronous: true)
      (environment, wasProvisioned) = (member.environment, member.isProvisioned)
    } catch {
      suspension.resume(throwing: error)
      return true
    }
    let hasBegun = environment.assumeIsolated { environment in
      environment.begin(request) { [self] served in
        assumeIsolated { lambda in
          let answer = lambda.finish(served, in: environment, for: target, wasProvisioned)
          lambda.give(answer, of: target, to: suspension)
        }
      }
    }
    if hasBegun { return true }
    simulation.spawn(on: self) { lambda in
      do {
        suspension.resume(
          returning: try await lambda.serve(request, in: environment, for: target, wasProvisioned)
        )
      } catch {
        suspension.resume(throwing: error)
      }
    }
    return true
  }

  /// Answers, unless a fault strikes that was asked for meanwhile.
  private func give(_ answer: Answer, of target: Target, to suspension: Suspension<Answer>) {
    guard cloud.faults.isArmed else {
      suspension.resume(returning: answer)
      return
    }
    simulation.spawn(on: self) { lambda in
      do {
        try await lambda.cloud.strike(target.configuration.functionName, .afterEffects)
        suspension.resume(returning: answer)
      } catch {
        suspension.resume(throwing: error)
      }
    }
  }

  /// Runs a request that has been admitted, from a cold start if need be.
  private func serve(
    _ request: Invocation,
    in environment: ExecutionEnvironment,
    for target: Target,
    _ wasProvisioned: Bool
  ) async throws -> Answer {
    guard environment.extensions.isEmpty else {
      return try await answerEarly(request, in: environment, for: target, wasProvisioned)
    }
    let answer = try await serveToTheEnd(request, in: environment, for: target, wasProvisioned)
    if cloud.faults.isArmed {
      try await cloud.strike(target.configuration.functionName, .afterEffects)
    }
    return answer
  }

  /// Answers as soon as the function does, and lets its extensions go on.
  private func answerEarly(
    _ request: Invocation,
    in environment: ExecutionEnvironment,
    for target: Target,
    _ wasProvisioned: Bool
  ) async throws -> Answer {
    let function = target.configuration.functionName
    return try await simulation.suspend(waitingFor: "the answer of \(function)") {
      (suspension: Suspension<Answer>) in
      simulation.spawn(on: self) { lambda in
        do {
          let last = try await lambda.serveToTheEnd(
            request,
            in: environment,
            for: target,
            wasProvisioned
          ) { ending in
            let answer = Answer(ending, of: target, for: request.id)
            lambda.assumeIsolated { $0.give(answer, of: target, to: suspension) }
          }
          if !last.isGiven { lambda.give(last, of: target, to: suspension) }
        } catch {
          suspension.resume(throwing: error)
        }
      }
    }
  }

  private func serveToTheEnd(
    _ request: Invocation,
    in environment: ExecutionEnvironment,
    for target: Target,
    _ wasProvisioned: Bool,
    answering answer: @escaping @Sendable (Ending) -> Void = { _ in }
  ) async throws -> Answer {
    let served: Served
    do {
      served = try await environment.serve(request, answering: answer)
    } catch {
      let pool = fleet[target.pool]
      let member = pool.member(environment)
      concurrency.end(pool.load, isProvisioned: member?.isProvisioned ?? false)
      if let member { lose(member, of: pool, because: .failed) }
      throw error
    }
    return finish(served, in: environment, for: target, wasProvisioned)
  }

  /// Takes an environment back after a request, and puts the request on the bill.
  private func finish(
    _ served: Served,
    in environment: ExecutionEnvironment,
    for target: Target,
    _ wasProvisioned: Bool
  ) -> Answer {
    let pool = fleet[target.pool]
    // Who has been retired meanwhile is no longer in the pool, and counts as on demand.
    let member = pool.member(environment)
    concurrency.end(pool.load, isProvisioned: member?.isProvisioned ?? false)
    if let member {
      pool.giveBack(member, at: simulation.now)
      if pool.isOld(member, at: simulation.now) { recycle(member, of: pool) }
      if pool.startsSweeping() { sweep(target.pool) }
    } else {
      simulation.spawn(on: self) { _ in await environment.remove("replaced") }
    }
    meter(served.report, of: target, in: pool, wasProvisioned: wasProvisioned)
    var answer = Answer(served.ending, of: target, for: served.report.requestID)
    answer.isGiven = served.isAnswered
    return answer
  }

  /// Finds an environment for a request, or makes one, and counts the request.
  ///
  /// Nothing here waits, so limits cannot be passed by two requests at once.
  private func admit(
    _ request: Invocation,
    for target: Target,
    isSynchronous: Bool
  ) throws -> EnvironmentPool.Member {
    let pool = fleet[target.pool]
    let now = simulation.now
    let load = pool.load
    let isProvisioned = pool.takesReady(at: now)
    let found: EnvironmentPool.Member?
    do {
      try concurrency.check(
        load,
        isProvisioned: isProvisioned,
        isSynchronous: isSynchronous,
        at: now
      )
      found = isProvisioned ? pool.takeReady(at: now) : pool.takeIdle()
      if found == nil { try concurrency.takeNew(load, at: now) }
    } catch {
      let reason = ThrottleReason(rawValue: error.reason ?? "") ?? .account
      cloud.record(
        LambdaEvent.throttled(
          requestID: request.id,
          version: target.version,
          reason: reason,
          invokedARN: request.invokedARN
        ),
        from: load.name,
        cause: request.cause
      )
      throw error
    }
    let member = try found ?? makeEnvironment(for: target, in: pool)
    concurrency.begin(
      load,
      isProvisioned: isProvisioned,
      isSynchronous: isSynchronous,
      at: now
    )
    if pool.ready > 0 { recordUse(of: pool, by: request, isProvisioned: isProvisioned) }
    if let queued = request.queued {
      cloud.record(
        AsynchronousEvent.begun(requestID: request.id, age: now.duration(since: queued)),
        from: load.name,
        cause: request.cause
      )
    }
    return member
  }

  private func recordUse(
    of pool: EnvironmentPool,
    by request: Invocation,
    isProvisioned: Bool
  ) {
    let version = ProvisionedVersion(number: pool.version, qualifier: pool.qualifier)
    let event: LambdaScalingEvent =
      isProvisioned
      ? .ranProvisioned(
        requestID: request.id,
        version: version,
        inUse: pool.readyInUse,
        ready: pool.ready
      ) : .spilledOver(requestID: request.id, version: version)
    cloud.record(event, from: pool.load.name, cause: request.cause)
  }

  private func meter(
    _ report: InvocationReport,
    of target: Target,
    in pool: EnvironmentPool,
    wasProvisioned: Bool
  ) {
    let meters = pool.meters ?? PoolMeters(of: pool, target.configuration, on: cloud.meter)
    pool.meters = meters
    meters.requests.add(1)
    let billed = report.billedMilliseconds
    if wasProvisioned {
      pool.load.counter(of: target.configuration.provisionedDurationUsage, on: cloud.meter)
        .add(billed * Int64(report.memorySize))
    } else {
      meters.duration.add(billed * Int64(report.memorySize))
    }
    if let storage = meters.storage {
      let size = target.configuration.ephemeralStorage - LambdaQuotas.freeEphemeralStorage
      storage.add(billed * Int64(size))
    }
  }
}

extension Answer {
  fileprivate init(_ ending: Ending, of target: Target, for requestID: String) {
    self.init(
      ending: ending,
      version: target.version,
      payload: ending.payload(for: requestID, of: target.configuration)
    )
  }
}

extension PoolMeters {
  /// Begins to count a version's use.
  init(of pool: EnvironmentPool, _ configuration: FunctionConfiguration, on meter: Meter) {
    requests = pool.load.counter(of: .lambdaRequests, on: meter)
    duration = pool.load.counter(of: configuration.durationUsage, on: meter)
    let isStorageFree = configuration.ephemeralStorage <= LambdaQuotas.freeEphemeralStorage
    storage = isStorageFree ? nil : pool.load.counter(of: .lambdaStorage, on: meter)
  }
}
