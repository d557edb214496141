/// Errors of CloudWatch Logs.
extension ServiceError {
  /// An error of CloudWatch Logs; all of them are the client's.
  static func logs(_ code: String, _ message: String) -> Self {
    Self(code: code, status: 400, message: message)
  }

  /// There is no such log group.
  static let logGroupNotFound = logs(
    "ResourceNotFoundException",
    "The specified log group does not exist."
  )
}
