import JSON
import Simulation

/// From an event on a bus to the targets of the rules that match it.
extension EventBridge {
  /// Hands an event to the targets of all rules that match, apart from the request that brought it.
  ///
  /// An event for a bus that does not exist is dropped.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - name: the bus.
  ///   - chosen: the ARNs of the only rules that may get it; `nil` for all.
  ///   - tries: how often the bus has tried in vain to encrypt it.
  func route(
    _ event: BusEvent,
    on name: String,
    to chosen: Set<String>? = nil,
    after tries: Int = 0
  ) {
    guard let bus = buses.firstIndex(where: { $0.name == name }) else {
      cloud.record(EventBridgeEvent.eventDropped(eventID: event.id), from: name)
      return
    }
    show(name)
    if let key = buses[bus].key {
      let goesOn = encrypts(event, with: key, on: buses[bus], to: chosen, after: tries)
      guard goesOn else { return }
    }
    var matched = buses[bus].rules(matching: .object(event.json))
    if let chosen { matched.removeAll { !chosen.contains($0.arn) } }
    let record = cloud.record(
      EventBridgeEvent.eventAccepted(
        eventID: event.id,
        source: event.text("source"),
        detailType: event.text("detail-type"),
        matchedRules: matched.count { $0.managedBy == nil }
      ),
      from: name
    )
    if !matched.isEmpty { metrics.add(1, to: .matchedEvents, in: simulation.now.minute) }
    for rule in matched {
      count(.matchedEvents, of: rule)
      send(event, by: rule, because: record)
    }
  }

  /// Sends an event to the targets of a rule, to each on its own.
  ///
  /// A rule that feeds itself is stopped here, where AWS goes on: see ``EventChain``.
  func send(_ event: BusEvent, by rule: Rule, because record: TraceID) {
    count(.triggeredRules, of: rule)
    guard let chain = EventChain.following(event.chain, rule.arn) else {
      count(.deadLetterInvocations, of: rule)
      cloud.record(
        EventBridgeEvent.loopStopped(
          eventID: event.id,
          rule: rule.name,
          rounds: EventBridgeAssumptions.roundsInOneLoop
        ),
        from: rule.bus,
        cause: record
      )
      return
    }
    for target in rule.targets {
      if let archive = target.archive {
        keep(event, in: archive, because: record)
        continue
      }
      let task = RuleDelivery(event: event, rule: rule, target: target, chain: chain)
      deliveriesUnderway += 1
      simulation.spawn(on: self) { bridge in
        defer { bridge.deliveriesUnderway -= 1 }
        try await Trace.$cause.withValue(record) { try await bridge.deliver(task) }
      }
    }
  }

  /// Takes an event over from a rule of another bus, of this account or another.
  ///
  /// - Throws: ``ServiceError`` when there is no such bus, or its policy does not let the event in.
  func receive(
    _ event: BusEvent,
    on arn: ARN,
    for sender: Caller,
    by rule: String
  ) throws(ServiceError) {
    let bus = buses[try index(ofBus: arn.description)]
    if sender.origin != nil || bus.policy != nil {
      var particulars = event.policyContext
      particulars["aws:sourcearn"] = rule
      try authorise(sender, "PutEvents", on: bus.arn, by: bus.policy, particulars)
    }
    route(event, on: bus.name)
  }
}
