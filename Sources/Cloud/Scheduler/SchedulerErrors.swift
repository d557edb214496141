/// Errors of EventBridge Scheduler.
extension ServiceError {
  /// There is no such schedule.
  static func scheduleNotFound(_ name: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 404,
      message: "Schedule \(name) does not exist."
    )
  }

  /// There is no such group.
  static func scheduleGroupNotFound(_ name: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 404,
      message: "Schedule group \(name) does not exist."
    )
  }

  /// A schedule or a group of this name is there already.
  static func alreadyScheduled(_ what: String) -> Self {
    Self(code: "ConflictException", status: 409, message: "\(what) already exists.")
  }

  /// The group that every account has is neither made nor deleted.
  static let defaultScheduleGroup = validation(
    "This operation cannot be performed on schedule group \(Scheduler.defaultGroup)."
  )

  /// A client token has been used for something else.
  static func tokenReused(_ token: String) -> Self {
    Self(
      code: "ConflictException",
      status: 409,
      message: "The client token \(token) was used with other parameters."
    )
  }

  /// There are as many as the account may have.
  static func scheduleQuotaExceeded(_ what: String) -> Self {
    Self(
      code: "ServiceQuotaExceededException",
      status: 402,
      message: "You have reached the quota of \(what)."
    )
  }

  /// The expression is none, in the service's own words.
  static func invalidSchedule(_ expression: String) -> Self {
    validation("Invalid Schedule Expression \(expression).")
  }

  /// Checks a name of the service: letters, digits, `-`, `_` and `.`.
  static func checkScheduleName(_ name: String, at place: String) throws(ServiceError) {
    try checkLength(name, at: place, SchedulerQuotas.nameLength)
    let isSpelled = name.utf8.allSatisfy(Letters.isDottedNameLetter)
    guard isSpelled else {
      throw constraint(
        name,
        at: place,
        "satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$"
      )
    }
  }

  /// Checks how many letters a text has.
  static func checkLength(
    _ text: String,
    at place: String,
    _ length: ClosedRange<Int>
  ) throws(ServiceError) {
    guard text.count >= length.lowerBound else {
      throw constraint(
        text,
        at: place,
        "have length greater than or equal to \(length.lowerBound)"
      )
    }
    guard text.count <= length.upperBound else {
      throw constraint(text, at: place, "have length less than or equal to \(length.upperBound)")
    }
  }
}
