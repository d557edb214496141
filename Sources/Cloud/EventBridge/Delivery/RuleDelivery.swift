import JSON
import Simulation

/// One event on its way to one target of a rule.
struct RuleDelivery {
  let event: BusEvent
  let rule: Rule
  let target: RuleTarget
  /// What the target hands on, so that loops are noticed.
  let chain: EventChain

  /// The target's name in the topology.
  var targetName: String { ARN(target.arn)?.componentName ?? target.arn }
}

extension EventBridge {
  /// Tries to deliver until the target has taken the event over, or the retry policy ends it.
  func deliver(_ task: RuleDelivery) async throws {
    try await takeTime(EventBridgeAssumptions.deliveryDelay, about: task.rule.bus)
    var retries = 0
    while true {
      do {
        if retries == 0 { count(.startLatency, age(of: task.event), of: task.rule) }
        if retries > 0 { count(.retryInvocationAttempts, of: task.rule) }
        try await attempt(task)
        noteDelivery(of: task, retries)
        return
      } catch let failure as DeliveryFailure {
        switch decide(on: task, after: retries, failure) {
        case .again(let wait):
          retries += 1
          noteRetry(of: task, retries, after: wait, failure)
          try await simulation.sleep(for: wait)
        case .end(let rest, let bound):
          if rest > .zero { try await simulation.sleep(for: rest) }
          await giveUp(task, GivenUp(failure: failure, retries: retries, exhausted: bound))
          return
        }
      }
    }
  }

  private func decide(
    on task: RuleDelivery,
    after retries: Int,
    _ failure: DeliveryFailure
  ) -> RetryDecision {
    let wait = EventBridgeAssumptions.wait(beforeRetry: retries + 1, drawing: &jitter)
    guard failure.isRetryable else { return .end(after: .zero, by: nil) }
    let policy = task.target.retryPolicy ?? RuleTarget.RetryPolicy()
    let age = simulation.now.duration(since: task.event.ingested)
    return policy.decision(after: retries, age: age, wait: wait)
  }

  private func noteRetry(
    of task: RuleDelivery,
    _ retry: Int,
    after wait: Duration,
    _ failure: DeliveryFailure
  ) {
    cloud.record(
      EventBridgeEvent.deliveryRetried(
        eventID: task.event.id,
        rule: task.rule.name,
        target: task.targetName,
        retry: retry,
        after: wait,
        because: failure.code
      ),
      from: task.rule.bus
    )
  }

  private func noteDelivery(of task: RuleDelivery, _ retries: Int) {
    count(.invocations, of: task.rule)
    count(.successfulInvocationAttempts, of: task.rule)
    count(.successLatency, age(of: task.event), of: task.rule)
    cloud.record(
      EventBridgeEvent.delivered(
        eventID: task.event.id,
        rule: task.rule.name,
        target: task.targetName,
        retries: retries
      ),
      from: task.rule.bus
    )
  }

  /// Tries once, when the account's rate of invocations has room for it.
  private func attempt(_ task: RuleDelivery) async throws {
    let delay = invocations.delay(EventBridgeQuotas.invocationsPerSecond, at: simulation.now)
    if delay > .zero {
      count(.throttledRules, of: task.rule)
      cloud.record(
        EventBridgeEvent.invocationThrottled(
          eventID: task.event.id,
          rule: task.rule.name,
          delay: delay
        ),
        from: task.rule.bus
      )
      try await simulation.sleep(for: delay)
    }
    count(.invocationAttempts, of: task.rule)
    do {
      try await hand(task)
    } catch let error as ServiceError {
      throw DeliveryFailure(error)
    }
  }

  /// Hands the event over once.
  private func hand(_ task: RuleDelivery) async throws {
    guard let arn = ARN(task.target.arn), let kind = RuleTarget.Kind(arn) else {
      throw DeliveryFailure("NO_RESOURCE", "There is no target \(task.target.arn).")
    }
    let deliverer = try deliverer(of: task)
    if kind == .bus { return try await forward(task, to: arn, for: deliverer) }
    guard let delivery = task.delivery else { throw DeliveryFailure.invalidJSON }
    switch kind {
    case .function, .queue, .topic, .bus, .deliveryStream:
      try await cloud.deliver(delivery, to: arn, for: deliverer)
    case .logGroup:
      // The policies of log groups are about services, so that a role is not enough.
      try await checkRole(of: deliverer, on: arn, in: cloud)
      try await cloud.deliver(delivery, to: arn, for: task.rule.deliverer)
    case .apiDestination:
      try await checkRole(of: deliverer, on: arn, in: cloud)
      try await call(arn, with: delivery, for: task)
    }
  }

  /// Hands the event on to another bus, as it is and with the same id.
  ///
  /// It is billed to this account like an event of one's own.
  private func forward(
    _ task: RuleDelivery,
    to arn: ARN,
    for deliverer: Caller
  ) async throws {
    guard !task.event.hasCrossed else { throw DeliveryFailure.secondHop(of: task.event.id) }
    let origin = task.event.text("account")
    guard [cloud.account, origin].contains(arn.account) || origin == cloud.account else {
      throw DeliveryFailure.thirdAccount(arn.account, of: task.event.id, from: origin)
    }
    guard let owner = cloud.owner(of: arn) else {
      throw Self.strangersRefusal(of: deliverer, "PutEvents", on: arn, in: cloud)
    }
    try await owner.strike(arn.name, .beforeEffects)
    // A bus of the own account lets in what has no role; one of another account asks for the account.
    let part = deliverer.role == nil ? Caller(task.rule.bus) : deliverer
    let sender = owner === cloud ? part : part.leaving(cloud)
    try await checkRole(of: sender, on: arn, task.event.policyContext, in: owner)
    let event = task.event.crossing(behind: task.chain, at: simulation.now)
    try await owner.eventBridge.receive(event, on: arn, for: sender, by: task.rule.arn)
    cloud.meter.add(.eventBridgeEvents, event.billedChunks, for: task.rule.bus)
  }

  // MARK: Giving up

  private func giveUp(_ task: RuleDelivery, _ end: GivenUp) async {
    let (event, rule, target) = (task.event, task.rule, task.targetName)
    count(.invocations, of: rule)
    count(.failedInvocations, of: rule)
    if let queue = task.target.deadLetterConfig?.arn.flatMap({ ARN($0) }) {
      do {
        try await cloud.deliver(
          end.letter(event, rule, task.target),
          to: queue,
          for: rule.deliverer
        )
        count(.sentToDLQ, of: rule)
        cloud.record(
          EventBridgeEvent.movedToDeadLetterQueue(
            eventID: event.id,
            rule: rule.name,
            target: target,
            queue: queue.name,
            because: end.failure.code
          ),
          from: rule.bus
        )
        return
      } catch {
        // What the dead-letter queue does not take is lost, as the next two records say.
        count(.failedToBeSentToDLQ, of: rule)
        cloud.record(
          EventBridgeEvent.deadLetterRefused(
            eventID: event.id,
            rule: rule.name,
            target: target,
            queue: queue.name,
            because: (error as? ServiceError)?.code ?? "\(error)"
          ),
          from: rule.bus
        )
      }
    }
    cloud.record(
      EventBridgeEvent.deliveryFailed(
        eventID: event.id,
        rule: rule.name,
        target: target,
        because: end.failure.code
      ),
      from: rule.bus
    )
  }
}
