/// What SQS checks before it takes a message, and the check sum of its attributes.
enum MessageChecks {
  /// Checks a body: not empty, and without characters that no message may have.
  static func check(body: String) throws(ServiceError) {
    guard !body.isEmpty else { throw .missingQueueParameter("MessageBody") }
    guard hasAllowedCharacters(body) else { throw .invalidMessageContents }
  }

  /// Tells whether a text has only characters that a message may have.
  static func hasAllowedCharacters(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      // Without a branch for each byte, because nearly all bodies end here.
      let suspects = bytes.reduce(UInt8(0)) { $0 | ($1 < 0x20 ? 1 : 0) | ($1 == 0xEF ? 1 : 0) }
      if suspects == 0 { return true }
      for (index, byte) in bytes.enumerated() {
        if byte < 0x20, byte != 0x9, byte != 0xA, byte != 0xD { return false }
        // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
        if byte == 0xEF, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE { return false }
      }
      return true
    }
  }

  /// Checks the delay of one message.
  static func check(delay: Int) throws(ServiceError) {
    guard SQSQuotas.delaySeconds.contains(delay) else {
      throw .invalidQueueParameter(
        "DelaySeconds",
        delay,
        "DelaySeconds must be >= 0 and <= \(SQSQuotas.delaySeconds.upperBound)."
      )
    }
  }

  /// Checks the id of a group or of a repetition: letters, digits and punctuation of ASCII.
  static func check(mark: String, _ name: String) throws(ServiceError) {
    let length = SQSQuotas.markLength
    guard length.contains(mark.utf8.count), mark.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw .invalidQueueParameter(
        name,
        mark,
        "\(name) can only include alphanumeric and punctuation characters."
          + " \(length.lowerBound) to \(length.upperBound) in length."
      )
    }
  }

  /// The one thing that the service itself can be told.
  static let traceHeader = "AWSTraceHeader"

  /// Checks what the service itself is told.
  static func check(
    systemAttributes: [String: MessageAttributeValue]
  ) throws(ServiceError) {
    if let unknown = systemAttributes.keys.sorted().first(where: { $0 != traceHeader }) {
      throw .invalidQueueParameter("Message system attribute name '\(unknown)' is invalid.")
    }
    guard systemAttributes[traceHeader]?.dataType == "String",
      systemAttributes[traceHeader]?.stringValue?.isEmpty == false
    else {
      throw .invalidQueueParameter(
        "The message system attribute '\(traceHeader)' must be a non-empty String."
      )
    }
  }

  /// Checks for how long a message is to be hidden.
  static func check(visibility: Int) throws(ServiceError) {
    let range = SQSQuotas.visibilitySeconds
    guard range.contains(visibility) else {
      throw .invalidQueueParameter(
        "VisibilityTimeout",
        visibility,
        "Must be >= \(range.lowerBound) and <= \(range.upperBound), if provided."
      )
    }
  }
}
