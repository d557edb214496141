/// Where an alias may point.
extension FunctionAlias {
  /// Checks a name: letters, digits, hyphens and underscores, 1 to 128 of them, not digits alone.
  static func check(name: String) throws(ServiceError) {
    guard name.utf8.count <= 128 else { throw .tooLong(name, at: "name", 128) }
    let isDigits = name.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard !isDigits, name.utf8.allSatisfy(Letters.isNameLetter) else {
      throw .pattern(name, at: "name", "(?!^[0-9]+$)([a-zA-Z0-9-_]+)")
    }
  }

  /// Checks that a version is `$LATEST` or a number.
  static func check(version: String) throws(ServiceError) {
    guard version == "$LATEST" || isNumber(version) else {
      throw .pattern(version, at: "functionVersion", #"(\$LATEST|[0-9]+)"#)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  /// Points the alias to a version and, by weight, to a second published one.
  mutating func point(
    to version: String,
    _ routing: CreateAlias.RoutingConfig?,
    in function: Function,
    _ arn: String
  ) throws(ServiceError) {
    try Self.check(version: version)
    guard version == "$LATEST" || function.hasVersion(version) else {
      throw .functionNotFound("\(arn):\(version)")
    }
    functionVersion = version
    let kept = additional.map { ["\($0.version)": $0.weight] }
    guard let weights = routing?.additionalVersionWeights ?? kept else { return }
    guard weights.count <= 1 else {
      throw .invalidParameter(
        "Number of items in AdditionalVersionWeights cannot be greater than 1"
      )
    }
    guard let (second, weight) = weights.first else {
      additional = nil
      return
    }
    try Self.check(second, weight: weight)
    guard second != version else {
      throw .invalidParameter(
        "Invalid function version \(second). Function version \(second) is already included in"
          + " routing configuration."
      )
    }
    guard version != "$LATEST" else {
      throw .invalidParameter(
        "$LATEST is not supported for an alias pointing to more than 1 version"
      )
    }
    guard let number = Int(second), function.hasVersion(second), let first = Int(version) else {
      throw .functionNotFound("\(arn):\(second)")
    }
    try function.checkCompatible(first, number)
    additional = (number, weight)
  }

  private static func check(_ version: String, weight: Double) throws(ServiceError) {
    guard (0...1).contains(weight) else {
      throw .unsatisfied(
        "{\(version)=\(weight)}",
        at: "routingConfig.additionalVersionWeights",
        "Map value must satisfy constraint: [Member must have value less than or equal to 1.0,"
          + " Member must have value greater than or equal to 0.0, Member must not be null]"
      )
    }
    guard isNumber(version) else {
      throw .unsatisfied(
        "{\(version)=\(weight)}",
        at: "routingConfig.additionalVersionWeights",
        "Map keys must satisfy constraint: [Member must have length less than or equal to 1024,"
          + " Member must have length greater than or equal to 1, Member must satisfy regular"
          + " expression pattern: [0-9]+, Member must not be null]"
      )
    }
  }
}

extension Function {
  /// Tells whether there is a published version of this number, as AWS writes it.
  func hasVersion(_ text: String) -> Bool {
    Int(text).map { "\($0)" == text && versions[$0] != nil } ?? false
  }

  /// Refuses two versions that must not share an alias.
  ///
  /// The rule is the developer guide's; the text is this mini cloud's.
  fileprivate func checkCompatible(_ first: Int, _ second: Int) throws(ServiceError) {
    guard let first = versions[first]?.configuration, let second = versions[second]?.configuration
    else { return }
    guard first.role == second.role else {
      throw .invalidParameter("Both versions of an alias must have the same execution role.")
    }
    guard first.deadLetterARN == second.deadLetterARN else {
      throw .invalidParameter(
        "Both versions of an alias must have the same dead-letter queue configuration, or both none."
      )
    }
  }
}
