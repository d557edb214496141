/// Checks and check sum of message attributes.
extension MessageChecks {
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
    let length = SQSQuotas.attributeTypeLength
    guard length.contains(value.dataType.utf8.count) else {
      throw .invalidQueueParameter(
        "The type of the message attribute '\(name)' has more than \(length.upperBound) bytes."
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
    if base == "Number", !isNumber(content) {
      throw .invalidQueueParameter(
        "Can't cast the value of message (user) attribute '\(name)' to a number."
      )
    }
    guard base == "Binary" || hasAllowedCharacters(content) else {
      // Recorded on AWS: in an attribute the same letters are refused under another code.
      throw .invalidQueueParameter(ServiceError.invalidMessageContents.message)
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

  /// Tells whether a text is a decimal number of at most 38 digits between 10⁻¹²⁸ and 10¹²⁶.
  static func isNumber(_ text: String) -> Bool {
    guard let number = DecimalNumber(text) else { return false }
    return number.digits <= SQSQuotas.numberDigits
      && SQSQuotas.numberMagnitudes.contains(number.magnitude)
  }
}
