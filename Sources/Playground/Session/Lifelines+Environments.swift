import Cloud
import Simulation

/// What the records of a function say about its environments.
extension Lifelines.Line {
  mutating func note(_ event: LambdaScalingEvent, at now: SimulationInstant) {
    guard case .environmentWanted(let id, let version, let zone, let reason) = event else { return }
    lastNumber += 1
    let others = numbers.values.filter { environments[$0]?.version == version }.count
    numbers[id] = lastNumber
    environments[lastNumber] = EnvironmentLife(
      id: id,
      number: lastNumber,
      version: version,
      zone: zone,
      reason: reason,
      wanted: now,
      others: others,
      lastGone: lastGone[version],
      since: now
    )
    add(.begins("create: \(reason.rawValue)"), lastNumber, at: now)
  }

  mutating func note(_ event: LambdaEvent, at now: SimulationInstant) {
    switch event {
    case .initStarted(let id, let phase):
      guard let number = numbers[id] else { return }
      guard phase == "init" else {
        // It is part of a request, which goes on.
        add(.begins("INIT again"), number, at: now)
        return
      }
      let wanted = environments[number]?.wanted
      environments[number]?.creation = wanted?.duration(to: now)
      environments[number]?.enter(.initialising, at: now)
      add(.ends("create"), number, at: now)
      add(.begins("INIT"), number, at: now)
    case .initPartStarted(let id, let part):
      guard let number = numbers[id] else { return }
      add(.begins("INIT \(part.rawValue)"), number, at: now)
    case .initPartEnded(let id, let part):
      guard let number = numbers[id] else { return }
      add(.ends("INIT \(part.rawValue)"), number, at: now)
    case .initEnded(let id, let phase, let duration, let status, _):
      guard let number = numbers[id] else { return }
      initEnded(number, phase, duration, status, at: now)
    case .invokeStarted(let id, let request, _, let cold):
      guard let number = numbers[id] else { return }
      begin(request, in: number, cold: cold, at: now)
    case .invokeResponded(let id, _, _, _, _):
      guard let number = numbers[id] else { return }
      // The caller has the answer; what goes on are the extensions.
      add(.begins("extensions"), number, request: environments[number]?.request?.number, at: now)
    case .invokeEnded(let id, let report):
      guard let number = numbers[id] else { return }
      end(report, in: number, at: now)
    case .frozen(let id, let unfinished):
      guard let number = numbers[id], unfinished > 0 else { return }
      add(.happens("frozen with work unfinished"), number, at: now)
    case .shutdownStarted(let id, let reason, _, let told):
      guard let number = numbers[id] else { return }
      environments[number]?.enter(.shuttingDown, at: now)
      let names = told.isEmpty ? "" : ", tells \(told.joined(separator: ", "))"
      add(.begins("SHUTDOWN: \(reason.rawValue)\(names)"), number, at: now)
    case .shutdownEnded(let id, _, _, let killed):
      guard let number = numbers[id] else { return }
      add(.ends("SHUTDOWN"), number, at: now)
      if !killed.isEmpty {
        add(.happens("killed: \(killed.joined(separator: ", "))"), number, at: now)
      }
    case .environmentReset(let id, let reason):
      guard let number = numbers[id] else { return }
      environments[number]?.enter(.reset, at: now)
      add(.happens("reset: \(reason)"), number, at: now)
    case .environmentRemoved(let id, let reason): remove(id, because: reason, at: now)
    default: break
    }
  }

  private mutating func initEnded(
    _ number: Int,
    _ phase: String,
    _ duration: Duration,
    _ status: String,
    at now: SimulationInstant
  ) {
    if environments[number]?.initialisation == nil {
      environments[number]?.initialisation = duration
    }
    if phase == "init" { environments[number]?.enter(.frozen, at: now) }
    add(.ends(phase == "init" ? "INIT" : "INIT again"), number, at: now)
    if status != "success" { add(.happens("INIT \(status)"), number, at: now) }
  }

  private mutating func begin(
    _ id: String,
    in number: Int,
    cold: Bool,
    at now: SimulationInstant
  ) {
    requests += 1
    let request = EnvironmentLife.Request(number: requests, id: id)
    environments[number]?.request = request
    environments[number]?.enter(.busy, at: now)
    if environments[number]?.firstRequest == nil { environments[number]?.firstRequest = request }
    add(.begins(cold ? "INVOKE, cold" : "INVOKE"), number, request: requests, at: now)
  }

  private mutating func end(
    _ report: InvocationReport,
    in number: Int,
    at now: SimulationInstant
  ) {
    let isEnding = [.reset, .shuttingDown].contains(environments[number]?.state)
    environments[number]?.served += 1
    if !isEnding { environments[number]?.enter(.frozen, at: now) }
    environments[number]?.request = nil
    add(.ends("INVOKE"), number, at: now)
    guard report.status != .success else { return }
    add(.happens(report.errorType ?? report.status.rawValue), number, at: now)
  }

  private mutating func remove(_ id: String, because reason: String, at now: SimulationInstant) {
    guard let number = numbers.removeValue(forKey: id) else { return }
    environments[number]?.enter(.gone, at: now)
    if let version = environments[number]?.version { lastGone[version] = now }
    add(.goes("SHUTDOWN: \(reason)"), number, at: now)
  }
}
