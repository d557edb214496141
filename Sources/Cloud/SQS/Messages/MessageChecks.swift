/// What SQS checks before it takes a message, and the check sum of its attributes.
enum MessageChecks {
  /// Checks a body: not empty, and without characters that no message may have.
  static func check(body: String) throws(ServiceError) {
    guard !body.isEmpty else { throw .missingQueueParameter("MessageBody") }
    var body = body
    let isAllowed = body.withUTF8 { bytes in
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
    guard isAllowed else { throw .invalidMessageContents }
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

  /// Checks names, types and values of message attributes.
  static func check(attributes: [String: MessageAttributeValue]) throws(ServiceError) {
    let limit = SQSQuotas.messageAttributes
    guard attributes.count <= limit else {
      throw .invalidQueueParameter(
        "Number of message attributes [\(attributes.count)] exceeds the allowed maximum [\(limit)]."
      )
    }
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      try check(attributeName: name)
      try check(value, of: name)
    }
  }

  private static func check(attributeName name: String) throws(ServiceError) {
    let isSpelled = name.utf8.allSatisfy { Letters.isNameLetter($0) || $0 == UInt8(ascii: ".") }
    guard SQSQuotas.attributeNameLength.contains(name.utf8.count), isSpelled,
      !name.hasPrefix("."), !name.hasSuffix("."), !name.contains("..")
    else {
      throw .invalidQueueParameter(
        "The message attribute name '\(name)' is invalid: it has 1 to 256 letters A-Z, a-z, 0-9,"
          + " _, -, and single periods that neither begin nor end it."
      )
    }
    let folded = name.lowercased()
    guard !folded.hasPrefix("aws."), !folded.hasPrefix("amazon.") else {
      throw .invalidQueueParameter(
        "The message attribute name '\(name)' is invalid: names that begin with AWS. or Amazon."
          + " are reserved."
      )
    }
  }

  private static func check(
    _ value: MessageAttributeValue,
    of name: String
  ) throws(ServiceError) {
    guard !value.dataType.isEmpty else {
      throw .invalidQueueParameter(
        "The message attribute '\(name)' must contain a non-empty message attribute type."
      )
    }
    let base = value.baseType
    guard ["Binary", "Number", "String"].contains(base) else {
      throw .invalidQueueParameter(
        "The message attribute '\(name)' has an invalid message attribute type, the set of"
          + " supported type prefixes is Binary, Number, and String."
      )
    }
    let content = base == "Binary" ? value.binaryValue : value.stringValue
    guard let content, !content.isEmpty else {
      throw .invalidQueueParameter(
        "Message (user) attribute '\(name)' must contain a non-empty value of type '\(base)'."
      )
    }
    if base == "Number", Double(content)?.isFinite != true {
      throw .invalidQueueParameter(
        "Can't cast the value of message (user) attribute '\(name)' to a number."
      )
    }
    if base == "Binary", Base64.decode(content) == nil {
      throw .invalidQueueParameter("The message attribute '\(name)' holds no Base64.")
    }
  }

  /// The MD5 of message attributes: of names, types and values in the order of the names, each
  /// behind its length.
  static func md5(of attributes: [String: MessageAttributeValue]) -> String {
    var bytes: [UInt8] = []
    func append(_ part: some Collection<UInt8>) {
      for shift in [24, 16, 8, 0] {
        bytes.append(UInt8(truncatingIfNeeded: part.count >> shift))
      }
      bytes += part
    }
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      append(name.utf8)
      append(value.dataType.utf8)
      if let text = value.stringValue {
        bytes.append(1)
        append(text.utf8)
      } else {
        bytes.append(2)
        append(value.binaryValue.flatMap(Base64.decode) ?? [])
      }
    }
    return MD5.hex(bytes)
  }
}

/// Which letters names may have.
enum Letters {
  /// Tells whether `byte` is one of `A-Z a-z 0-9 _ -`.
  static func isNameLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 95: true
    default: false
    }
  }
}
