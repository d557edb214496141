import JSON
import Simulation

/// The key of one's own with which the events on a bus are encrypted.
///
/// EventBridge uses the key itself, for the bus, so that the key's policy must let
/// `events.amazonaws.com` in; who puts an event needs nothing. An event that cannot be encrypted is
/// taken, but it reaches no rule: it goes to the bus's own dead-letter queue, or is lost. Events of
/// AWS services, scheduled ones included, are encrypted with a key of AWS's.
///
/// Sources: the EventBridge user guide, "Encrypting event buses with AWS KMS keys" and "Using
/// dead-letter queues to capture encrypted event errors", 2026.
///
/// > Simplified: any text is taken as the name of a key; that there is no such key shows when somebody
/// > puts an event. A data key is used for five minutes, which AWS does not say. The dead letter has
/// > the attributes of a target's, but for the rule and the target. Patterns and targets of rules,
/// > which AWS encrypts as well, stay readable.
extension EventBridge {
  /// Finds out whether an event can be encrypted; one that cannot goes its own way.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - key: the bus's key.
  ///   - bus: the bus.
  ///   - chosen: the ARNs of the only rules that may get it; `nil` for all.
  ///   - tries: how often KMS has been asked in vain.
  /// - Returns: whether the event can go on to the rules.
  func encrypts(
    _ event: BusEvent,
    with key: String,
    on bus: EventBus,
    to chosen: Set<String>?,
    after tries: Int
  ) -> Bool {
    guard !event.text("source").hasPrefix("aws.") else { return true }
    do throws(KeyRefusal) {
      _ = try dataKeys.use(
        key,
        of: bus.arn,
        for: bus.encrypter,
        .encrypting("aws:events:event-bus:arn", bus.arn.description),
        reuse: EventBridgeAssumptions.dataKeyReuse,
        in: cloud
      )
      return true
    } catch {
      let failure = DeliveryFailure(ServiceError(error))
      deliveriesUnderway += 1
      simulation.spawn(on: self) { bridge in
        defer { bridge.deliveriesUnderway -= 1 }
        if failure.isRetryable, tries < EventBridgeQuotas.retryAttempts.upperBound {
          let wait = EventBridgeAssumptions.wait(
            beforeRetry: tries + 1,
            drawing: &bridge.jitter
          )
          try await bridge.simulation.sleep(for: wait)
          bridge.route(event, on: bus.name, to: chosen, after: tries + 1)
        } else {
          await bridge.giveUp(event, of: bus, after: tries, because: failure)
        }
      }
      return false
    }
  }

  /// Hands an event that could not be encrypted to the bus's dead-letter queue.
  private func giveUp(
    _ event: BusEvent,
    of bus: EventBus,
    after tries: Int,
    because failure: DeliveryFailure
  ) async {
    func lost(_ code: String) {
      cloud.record(
        EventBridgeEvent.encryptionFailed(eventID: event.id, because: code),
        from: bus.name
      )
    }
    guard let queue = bus.deadLetterConfig?.arn.flatMap({ ARN($0) }) else {
      return lost(failure.code)
    }
    let letter = Delivery(
      payload: .object(event.json),
      attributes: [
        "ERROR_CODE": .string(failure.code),
        "ERROR_MESSAGE": .string(failure.message),
        "RETRY_ATTEMPTS": .string("\(tries)"),
      ]
    )
    do {
      guard cloud.owner(of: queue) != nil else { throw ServiceError.queueDoesNotExist }
      try await cloud.deliver(letter, to: queue, for: bus.encrypter)
      cloud.record(
        EventBridgeEvent.movedToBusQueue(
          eventID: event.id,
          queue: queue.name,
          because: failure.code
        ),
        from: bus.name
      )
    } catch {
      lost((error as? ServiceError)?.code ?? "\(error)")
    }
  }
}

extension EventBus {
  /// Who uses the key and the dead-letter queue: the service, for the bus.
  var encrypter: Caller {
    Caller(name, from: .service(EventBridge.principal, source: arn.description))
  }

  /// Takes over with which key events are encrypted, and where those go that cannot be.
  ///
  /// An empty text stands for a key of AWS's, and a queue without an ARN for none.
  mutating func encrypt(with key: String?, _ deadLetters: RuleTarget.DeadLetterConfig?) {
    if let key { self.key = key.isEmpty ? nil : key }
    if let deadLetters { deadLetterConfig = deadLetters.arn == nil ? nil : deadLetters }
  }

  /// Refuses what can be no dead-letter queue of a bus.
  static func check(
    _ deadLetters: RuleTarget.DeadLetterConfig?,
    in cloud: Cloud
  ) throws(ServiceError) {
    guard let text = deadLetters?.arn else { return }
    guard let queue = ARN(text), queue.service == "sqs", queue.region == cloud.region,
      !queue.name.hasSuffix(".fifo")
    else {
      throw .validation(
        "Parameter DeadLetterConfig.Arn is not valid. Reason: \(text) is no standard queue of this"
          + " Region."
      )
    }
  }
}
