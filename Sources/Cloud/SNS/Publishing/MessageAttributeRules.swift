/// What SNS asks of the attributes of a message.
///
/// Source: refusals recorded from AWS in 2024, and of large and exact numbers in September 2026
/// (radkawar/stackd).
enum MessageAttributeRules {
  /// Checks all attributes, by name.
  static func check(_ attributes: [String: MessageAttributeValue]) throws(ServiceError) {
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      try check(name: name)
      try check(value, of: name)
    }
  }

  private static func check(name: String) throws(ServiceError) {
    guard SNSQuotas.attributeNameLength.contains(name.utf8.count) else {
      throw .messageAttributeInvalid(
        "Length of message attribute name must be less than 256 bytes."
      )
    }
    if name.hasPrefix(".") || name.hasSuffix(".") {
      throw .messageAttributeInvalid(
        "Invalid message attribute name \(name.hasPrefix(".") ? "starting" : "ending") with"
          + " character '.' was found."
      )
    }
    if let stranger = name.unicodeScalars.first(where: { !isAllowed($0) }) {
      let digits = String(stranger.value, radix: 16, uppercase: true)
      throw .messageAttributeInvalid(
        "Invalid non-alphanumeric character '#x\(digits)' was found in the message attribute name."
          + " Can only include alphanumeric characters, hyphens, underscores, or dots."
      )
    }
    guard !name.contains("..") else {
      throw .messageAttributeInvalid(
        "Message attribute name can not have successive '.' character."
      )
    }
    for prefix in ["AWS.", "Amazon."] where name.hasPrefix(prefix) {
      throw .messageAttributeInvalid(
        "Message attribute name can not start with the reserved prefix '\(prefix)'."
      )
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || (scalar.isASCII && Letters.isNameLetter(UInt8(scalar.value)))
  }

  private static func check(
    _ value: MessageAttributeValue,
    of name: String
  ) throws(ServiceError) {
    let (type, base) = (value.dataType, value.baseType)
    guard base == "String" || base == "Number" || base == "Binary" else {
      throw .messageAttributeInvalid(
        "The message attribute '\(name)' has an invalid message attribute type, the set of"
          + " supported type prefixes is Binary, Number, and String."
      )
    }
    // Put together for those that are refused, and not for every message.
    var empty: ServiceError {
      .messageAttributeInvalid(
        "The message attribute '\(name)' must contain non-empty message attribute value for message"
          + " attribute type '\(type)'."
      )
    }
    guard value.stringValue != nil || value.binaryValue != nil else { throw empty }
    let isBinary = base == "Binary"
    guard let content = isBinary ? value.binaryValue : value.stringValue else {
      throw .messageAttributeInvalid(
        "The message attribute '\(name)' with type '\(type)' must use field"
          + " '\(isBinary ? "Binary" : "String")'."
      )
    }
    guard !content.isEmpty else { throw empty }
    if isBinary, Base64.decode(content) == nil {
      throw .messageAttributeInvalid("The message attribute '\(name)' holds no Base64.")
    }
    if base == "Number" { try check(number: content, of: name) }
  }

  private static func check(number text: String, of name: String) throws(ServiceError) {
    guard let number = DecimalNumber(text) else {
      throw .messageAttributeInvalid(
        "Could not cast message attribute '\(name)' value to number."
      )
    }
    guard SNSQuotas.numberMagnitudes.contains(number.magnitude) else {
      throw .messageAttributeInvalid(
        "Message attribute '\(name)' number value [\(text)] scale must be 10^-128 and 10^126."
      )
    }
    guard number.digits <= SNSQuotas.numberDigits else {
      throw .messageAttributeInvalid(
        "Message attribute '\(name)' number value [\(text)] must have less than 38 precision"
          + " digits."
      )
    }
  }
}
