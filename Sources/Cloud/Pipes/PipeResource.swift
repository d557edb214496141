/// What a pipe is given as its source, its enrichment or its target.
///
/// Source: the service model of botocore 1.43.11; texts of refusals recorded by users of the service on
/// AWS in September 2026.
enum PipeResource {
  /// Reads the ARN of a resource in the pipe's Region.
  ///
  /// - Parameters:
  ///   - text: the ARN.
  ///   - place: where it stands in the request.
  ///   - cloud: where the pipe is.
  /// - Returns: the ARN.
  /// - Throws: ``ServiceError`` when it is none, or is in another Region or partition.
  static func arn(_ text: String, at place: String, in cloud: Cloud) throws(ServiceError) -> ARN {
    guard text.utf8.count <= PipesQuotas.arnLength else {
      throw .constraint(
        text,
        at: place,
        "have length less than or equal to \(PipesQuotas.arnLength)"
      )
    }
    guard isSpelled(text) else {
      throw .constraint(
        text,
        at: place,
        "satisfy regular expression pattern: arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-]+):([a-z]{2,4}"
          + "((-gov)|(-de)|(-iso([a-z]?)))?-[a-z]+(-\\d{1})?)?:(\\d{12})?:(.+)"
      )
    }
    let arn = ARN(text)
    guard let arn, arn.region.isEmpty || arn.region == cloud.region else {
      throw .validation("Creating cross-region pipe is not permitted.")
    }
    return arn
  }

  /// Whether a text is an ARN of any partition.
  private static func isSpelled(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), !parts[2].isEmpty,
      !parts[5].isEmpty, parts[4].isEmpty || Cloud.isAccountNumber(String(parts[4]))
    else { return false }
    return parts[1...3].joined().utf8.allSatisfy {
      Letters.isNameLetter($0) && $0 != UInt8(ascii: "_")
    }
  }

  /// Refuses what cannot be a target, or is left out here.
  static func checkTarget(_ target: ARN) throws(ServiceError) {
    switch RuleTarget.Kind(target) {
    case .function, .queue, .bus, .deliveryStream: return
    case .topic:
      guard !target.name.hasSuffix(".fifo") else {
        throw .validation("SNS FIFO topics are not supported as a pipe target.")
      }
    case .apiDestination: throw .notSupported("A pipe's target of an API destination")
    case .logGroup, nil: throw .notSupported("A pipe's target of \(target.service)")
    }
  }

  /// Refuses what cannot be an enrichment, or is left out here.
  static func checkEnrichment(_ enrichment: ARN) throws(ServiceError) {
    if RuleTarget.Kind(enrichment) == .function { return }
    guard !["states", "execute-api", "events"].contains(enrichment.service) else {
      throw .notSupported("An enrichment of \(enrichment.service)")
    }
    throw .validation("Invalid pipe enrichment.")
  }
}
