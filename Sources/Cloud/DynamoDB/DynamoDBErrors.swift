extension ServiceError {
  /// The item is not as the condition wants it; nothing has been changed.
  public static let conditionalCheckFailed = Self(
    code: "ConditionalCheckFailedException",
    status: 400,
    message: "The conditional request failed"
  )

  /// One of a transaction's writes was refused, so none was done.
  ///
  /// The reasons are one for each write, `None` for those that were not the cause.
  static func transactionCanceled(_ reasons: [String]) -> Self {
    Self(
      code: "TransactionCanceledException",
      status: 400,
      message: "Transaction cancelled, please refer cancellation reasons for specific reasons"
        + " [\(reasons.joined(separator: ", "))]"
    )
  }

  /// There is no such table.
  static func tableNotFound(_ name: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Requested resource not found: Table: \(name) not found"
    )
  }

  /// The table cannot be used yet.
  ///
  /// On AWS the text is the same as for no table at all.
  static func tableNotActive(_ name: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Requested resource not found: Table: \(name) is still being created"
    )
  }

  static func tableInUse(_ name: String) -> Self {
    Self(
      code: "ResourceInUseException",
      status: 400,
      message: "Table already exists: \(name)"
    )
  }

  /// An expression is refused, in the service's words.
  static func expression(_ kind: ExpressionKind, _ message: String) -> Self {
    validation("Invalid \(kind.rawValue): \(message)")
  }

  /// An operator or a function does not take a value of this type.
  static func operandType(_ kind: ExpressionKind, _ function: String, _ type: String) -> Self {
    expression(
      kind,
      "Incorrect operand type for operator or function; operator or function: \(function), operand"
        + " type: \(type)"
    )
  }

  static func invalidValues(_ message: String) -> Self {
    validation("One or more parameter values were invalid: \(message)")
  }

  static let keyMismatch = validation("The provided key element does not match the schema")

  static func number(_ error: NumberError) -> Self {
    switch error {
    case .notANumber(let text):
      validation("The parameter cannot be converted to a numeric value: \(text)")
    case .tooManyDigits:
      validation("Attempting to store more than 38 significant digits in a Number")
    case .overflow:
      validation(
        "Number overflow. Attempting to store a number with magnitude larger than supported range"
      )
    case .underflow:
      validation(
        "Number underflow. Attempting to store a number with magnitude smaller than supported range"
      )
    }
  }
}
