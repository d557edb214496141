/// Errors of Firehose.
///
/// Source: the service model of botocore 1.44.8, and texts that users of the service have recorded.
extension ServiceError {
  static func deliveryStreamNotFound(_ name: String, in account: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 400,
      message: "Firehose \(name) under account \(account) not found."
    )
  }

  static func deliveryStreamInUse(_ message: String) -> Self {
    Self(code: "ResourceInUseException", status: 400, message: message)
  }

  static func firehoseArgument(_ message: String) -> Self {
    Self(code: "InvalidArgumentException", status: 400, message: message)
  }

  static func firehoseLimit(_ message: String) -> Self {
    Self(code: "LimitExceededException", status: 400, message: message)
  }

  /// More a second than a stream takes.
  public static let deliveryStreamThrottled = Self(
    code: "ServiceUnavailableException",
    status: 500,
    message: "Slow down."
  )
}
