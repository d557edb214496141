import Simulation

/// What a request to put a schedule asks for, checked.
extension PutSchedule {
  func settings(in cloud: Cloud) throws(ServiceError) -> ScheduleSettings {
    try checkTexts()
    guard let expression = try? ScheduleExpression(scheduleExpression, .scheduler) else {
      throw .invalidSchedule(scheduleExpression)
    }
    let zoneName = scheduleExpressionTimezone ?? ScheduleTimeZone.utc.name
    guard let zone = zoneName == "UTC" ? .utc : ScheduleTimeZone(zoneName) else {
      throw .validation("Invalid ScheduleExpressionTimezone \(zoneName).")
    }
    try target.check(for: groupName ?? Scheduler.defaultGroup, in: cloud)
    let (start, end) = try (seconds(startDate, "StartDate"), seconds(endDate, "EndDate"))
    try check(start, end, at: cloud.unixMilliseconds / 1_000)
    return ScheduleSettings(
      expression: expression,
      zone: zone,
      start: start,
      end: end,
      window: try window(),
      target: target.completed,
      isEnabled: state != .disabled,
      isDeletedAfterCompletion: actionAfterCompletion == .delete,
      description: description
    )
  }

  private func checkTexts() throws(ServiceError) {
    try ServiceError.checkScheduleName(name, at: "name")
    if let groupName { try ServiceError.checkScheduleName(groupName, at: "groupName") }
    try ServiceError.checkLength(
      scheduleExpression,
      at: "scheduleExpression",
      SchedulerQuotas.expressionLength
    )
    let texts = [
      ("scheduleExpressionTimezone", scheduleExpressionTimezone, SchedulerQuotas.zoneLength),
      ("description", description, SchedulerQuotas.descriptionLength),
      ("clientToken", clientToken, SchedulerQuotas.tokenLength),
    ]
    for (place, text, length) in texts {
      if let text { try ServiceError.checkLength(text, at: place, length) }
    }
    if encryptionKey != nil { throw .notSupported("KmsKeyArn of a schedule") }
  }

  private func window() throws(ServiceError) -> Int? {
    let minutes = flexibleTimeWindow.maximumWindowInMinutes
    try ServiceError.check(
      minutes,
      in: SchedulerQuotas.window,
      at: "flexibleTimeWindow.maximumWindowInMinutes"
    )
    switch (flexibleTimeWindow.mode, minutes) {
    case (.off, nil): return nil
    case (.off, _):
      throw .validation(
        "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF."
      )
    case (.flexible, nil):
      throw .validation(
        "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE."
      )
    case (.flexible, let minutes): return minutes
    }
  }

  private func seconds(_ date: RequestDate?, _ name: String) throws(ServiceError) -> Int64? {
    guard let date else { return nil }
    guard let seconds = date.seconds else {
      throw .validation(
        "\(name) \(date.text) is neither seconds since 1970 nor a date such as"
          + " 2026-01-01T00:00:00Z."
      )
    }
    return seconds
  }

  private func check(_ start: Int64?, _ end: Int64?, at now: Int64) throws(ServiceError) {
    let earliest = now - SchedulerQuotas.startDateAge.nanoseconds / 1_000_000_000
    if let start, start < earliest {
      throw .validation("The StartDate you specify cannot be earlier than 5 minutes ago.")
    }
    if let start, let end, end <= start {
      throw .validation("The StartDate you specify must come before the EndDate.")
    }
    if let end, end <= now {
      throw .validation("The EndDate you specify cannot be earlier than now.")
    }
  }
}
