import Simulation

/// So many environments of a version, or of the versions behind an alias, that are kept ready.
struct ProvisionedConfig {
  let function: String
  /// A version's number or an alias's name.
  let qualifier: String
  var requested: Int
  var lastModified: String
}

/// How far an allocation has come.
public enum ProvisionedConcurrencyStatus: String, Hashable, Sendable {
  /// Environments are being made.
  case inProgress = "IN_PROGRESS"
  /// All are ready.
  case ready = "READY"
  /// They cannot be made, because INIT fails.
  case failed = "FAILED"
}

/// Environments that are kept ready.
///
/// They belong to a version: a request finds them whether it names the version or an alias of it.
///
/// > Simplified: what is published does not say whether a request that names the version finds the
/// > environments that are provisioned for an alias.
extension Lambda {
  /// Brings the environments that are kept ready in line with what is asked for: after a change of
  /// it, of an alias or of a version, and after a loss.
  func provision() {
    provisioned.removeAll { !exists($0) }
    var wanted: [PoolKey: Int] = [:]
    for config in provisioned {
      for share in shares(of: config) {
        let key = PoolKey(function: config.function, version: share.version)
        wanted[key, default: 0] += share.count
        fleet[slot(of: key.function, version: key.version)].qualifier = config.qualifier
      }
    }
    for (key, slot) in slots.sorted(by: { $0.key < $1.key }) {
      let pool = fleet[slot]
      let count = wanted[key, default: 0]
      if pool.wanted != count {
        pool.wanted = count
        pool.failures = 0
      }
      withdrawSurplus(of: pool)
    }
    claim(wanted)
    for (_, slot) in slots.sorted(by: { $0.key < $1.key }) { fill(slot) }
  }

  private func exists(_ config: ProvisionedConfig) -> Bool {
    guard let function = functions[config.function] else { return false }
    return function.aliases[config.qualifier] != nil || function.hasVersion(config.qualifier)
  }

  /// How an allocation is spread over versions: an alias with weights by its weights.
  func shares(of config: ProvisionedConfig) -> [(version: String, count: Int)] {
    guard let alias = functions[config.function]?.aliases[config.qualifier] else {
      return [(config.qualifier, config.requested)]
    }
    guard alias.functionVersion != "$LATEST" else { return [] }
    guard let additional = alias.additional else {
      return [(alias.functionVersion, config.requested)]
    }
    let second = Int((Double(config.requested) * additional.weight).rounded())
    return [
      (alias.functionVersion, config.requested - second), ("\(additional.version)", second),
    ]
  }

  /// Takes what is asked for from the functions' concurrency, and puts it on the bill.
  private func claim(_ wanted: [PoolKey: Int]) {
    var sums: [String: Int] = [:]
    var rates: [String: [Usage: Int64]] = [:]
    for (key, count) in wanted {
      sums[key.function, default: 0] += count
      guard let number = Int(key.version),
        let version = functions[key.function]?.versions[number]
      else { continue }
      let usage = version.configuration.provisionedUsage
      let rate = Int64(count * version.configuration.memorySize)
      rates[key.function, default: [:]][usage, default: 0] += rate
    }
    for name in Set(slots.keys.map(\.function)).union(sums.keys).sorted() {
      let load = concurrency.load(of: name)
      concurrency.provision(sums[name] ?? 0, for: load)
      for usage in [Usage.lambdaProvisioned, .lambdaProvisionedArm] {
        let rate = rates[name]?[usage] ?? 0
        guard load.provisionedRates[usage, default: 0] != rate else { continue }
        load.provisionedRates[usage] = rate
        cloud.meter.run(usage, rate: rate, for: name)
      }
    }
  }

  /// Lets go of what is kept ready beyond what is wanted: idle ones at once, others after their
  /// request, which goes on on demand.
  private func withdrawSurplus(of pool: EnvironmentPool) {
    let surplus = pool.surplus
    guard !surplus.isEmpty else { return }
    for member in surplus {
      let isIdle = pool.isIdle(member)
      lose(member, of: pool, because: .replaced)
      guard isIdle else { continue }
      let environment = member.environment
      simulation.spawn(on: self) { _ in await environment.remove("provisioning") }
    }
  }

  /// Begins to make the environments that are missing.
  private func fill(_ slot: Int) {
    let pool = fleet[slot]
    guard pool.allocated < pool.wanted, !pool.isProvisioning, !pool.hasFailed else { return }
    pool.isProvisioning = true
    simulation.spawn(on: self) { lambda in
      let gap = Duration.seconds(60) / LambdaQuotas.provisionedEachMinute
      while lambda.fleet[slot].isMissing {
        lambda.makeReady(slot)
        try await lambda.simulation.sleep(for: gap)
      }
      lambda.fleet[slot].isProvisioning = false
    }
  }

  /// Makes one environment ready, and tries again when its INIT fails.
  private func makeReady(_ slot: Int) {
    let pool = fleet[slot]
    guard let target = try? describedTarget(pool.load.name, qualifier: pool.version),
      target.pool == slot,
      let member = try? makeEnvironment(for: target, in: pool, isProvisioned: true)
    else {
      pool.failures = LambdaAssumptions.provisioningTries
      return
    }
    let environment = member.environment
    simulation.spawn(on: self) { lambda in
      let isReady = await environment.prepare()
      await lambda.finish(environment, isReady, in: slot)
    }
  }

  private func finish(_ environment: ExecutionEnvironment, _ isReady: Bool, in slot: Int) async {
    let pool = fleet[slot]
    guard let member = pool.member(environment) else {
      await environment.remove("provisioning")
      return
    }
    if isReady, pool.becameReady(member) {
      pool.failures = 0
      recordReady(of: pool)
      return
    }
    lose(member, of: pool, because: .failed)
    await environment.remove("failed")
    pool.failures += 1
    if pool.failures == LambdaAssumptions.provisioningTries {
      cloud.record(
        LambdaScalingEvent.provisioningFailed(version: pool.version),
        from: pool.load.name
      )
    }
    fill(slot)
  }
}

extension EnvironmentPool {
  /// INIT has failed so often that no more environments are made ready.
  var hasFailed: Bool { failures >= LambdaAssumptions.provisioningTries }

  fileprivate var isMissing: Bool { allocated < wanted && !hasFailed }
}

extension FunctionConfiguration {
  /// What requests on demand are billed as.
  var durationUsage: Usage {
    architecture == .arm64 ? .lambdaDurationArm : .lambdaDuration
  }
  /// What requests in environments that are kept ready are billed as.
  var provisionedDurationUsage: Usage {
    architecture == .arm64 ? .lambdaProvisionedDurationArm : .lambdaProvisionedDuration
  }
  /// What keeping environments ready is billed as.
  var provisionedUsage: Usage {
    architecture == .arm64 ? .lambdaProvisionedArm : .lambdaProvisioned
  }
}
