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
      throw .invalidMessageContents
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
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == 0x65 }
    guard let mantissa = parts.first,
      let power = parts.count == 1 ? 0 : Int(Substring(parts[1])), abs(power) < 1_000
    else { return false }
    let halves = mantissa.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let digits = halves.joined()
    guard halves.count <= 2, !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else {
      return false
    }
    let leadingZeros = digits.prefix { $0 == 48 }.count
    let significant = digits.dropFirst(leadingZeros)
    guard !significant.isEmpty else { return true }
    let trailingZeros = significant.reversed().prefix { $0 == 48 }.count
    let magnitude = halves[0].count - 1 - leadingZeros + power
    return significant.count - trailingZeros <= SQSQuotas.numberDigits
      && SQSQuotas.numberMagnitudes.contains(magnitude)
  }
}
