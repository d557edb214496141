import Simulation

/// What makes a scheduled rule fire at the time at which it is due.
struct RuleAlarm {
  /// Seconds since 1970.
  let due: Int64
  /// Which of all alarms it is: one that was replaced as it rang must not fire the rule.
  let number: Int
  let watchdog: Watchdog
}

extension EventBridge {
  /// Waits for a rule's next time in the background; for nothing when it is not in force.
  ///
  /// Simplified: the rule fires in the first second of its minute, where AWS promises the minute, and
  /// putting a rule again begins its rate anew.
  func setAlarm(of rule: Rule) {
    stopAlarm(of: rule)
    guard let due = rule.next(after: cloud.unixMilliseconds / 1_000),
      let instant = Cloud.instant(unixSeconds: due)
    else { return }
    alarmCount += 1
    let (name, number) = (rule.name, alarmCount)
    let watchdog = simulation.watchdog(at: instant, .background) { [simulation] in
      simulation.spawn(on: self) { bridge in bridge.ring(name, number) }
    }
    alarms[name] = RuleAlarm(due: due, number: number, watchdog: watchdog)
  }

  /// Stops waiting for a rule's next time.
  func stopAlarm(of rule: Rule) {
    guard rule.bus == Self.defaultBus else { return }
    alarms.removeValue(forKey: rule.name)?.watchdog.stop()
  }

  /// Fires a rule that is due, and waits for its next time.
  private func ring(_ name: String, _ number: Int) {
    guard let alarm = alarms[name], alarm.number == number,
      let bus = try? index(ofBus: Self.defaultBus), let rule = buses[bus][name]
    else { return }
    show(rule.bus)
    let event = BusEvent(of: rule, at: alarm.due, id: newIdentifier(), in: cloud)
    let record = cloud.record(
      EventBridgeEvent.ruleFired(eventID: event.id, rule: name),
      from: rule.bus
    )
    send(event, by: rule, because: record)
    setAlarm(of: rule)
  }
}

extension Rule {
  /// When the rule fires next by itself.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: seconds since 1970; `nil` when it is not in force, or has no schedule or no more
  ///   times.
  func next(after now: Int64) -> Int64? {
    isEnabled ? schedule?.next(after: now, since: beginning) : nil
  }
}

extension Cloud {
  /// The instant of a time since 1970; `nil` when the simulation's clock cannot show it.
  static func instant(unixSeconds: Int64) -> SimulationInstant? {
    // Nanoseconds in 64 bits reach over 292 years; the last year of cron is 2199.
    let reach: Int64 = 9_000_000_000
    let distance = unixSeconds - epochSeconds
    guard distance <= reach else { return nil }
    return SimulationInstant.start.advanced(by: .seconds(max(0, distance)))
  }
}
