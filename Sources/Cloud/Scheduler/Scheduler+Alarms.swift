import Simulation

/// How the times of schedules come.
extension Scheduler {
  /// Waits in the background for a schedule's next time after an instant, if it has one.
  ///
  /// - Parameters:
  ///   - key: the schedule's.
  ///   - now: seconds since 1970.
  func setAlarm(of key: ScheduleKey, after now: Int64) {
    stopAlarm(of: key)
    guard let schedule = schedules[key],
      let due = schedule.settings.next(after: now, since: schedule.beginning)
    else { return }
    let number = newNumber()
    let watchdog = Cloud.instant(unixSeconds: due).map { instant in
      simulation.watchdog(at: instant, .background) { [simulation] in
        simulation.spawn(on: self) { scheduler in scheduler.ring(key, number) }
      }
    }
    schedules[key]?.alarm = .init(number: number, due: due, watchdog: watchdog)
  }

  /// Stops waiting for a schedule's next time.
  func stopAlarm(of key: ScheduleKey) {
    schedules[key]?.alarm?.watchdog?.stop()
    schedules[key]?.alarm = nil
  }

  /// Starts the target of a schedule that is due, and waits for its next time.
  private func ring(_ key: ScheduleKey, _ number: Int) {
    guard let schedule = schedules[key], let alarm = schedule.alarm, alarm.number == number else {
      return
    }
    let execution = ScheduleExecution(
      id: newExecutionID(),
      eventID: newIdentifier(),
      key: key,
      schedule: schedule.number,
      due: alarm.due,
      target: schedule.settings.target,
      window: schedule.settings.window
    )
    schedules[key]?.executions += 1
    setAlarm(of: key, after: alarm.due)
    simulation.spawn(on: self) { scheduler in
      defer { scheduler.end(execution) }
      try await scheduler.run(execution)
    }
  }

  /// Deletes a schedule after its last time, if it asks for that.
  private func end(_ execution: ScheduleExecution) {
    guard let schedule = schedules[execution.key], schedule.number == execution.schedule else {
      return
    }
    schedules[execution.key]?.executions -= 1
    let isOver = schedule.alarm == nil && schedule.executions == 1 && schedule.settings.isEnabled
    guard isOver, schedule.settings.isDeletedAfterCompletion else { return }
    remove(execution.key)
    cloud.record(
      SchedulerEvent.deletedAfterCompletion(schedule: execution.key.name),
      from: Self.name
    )
  }
}
