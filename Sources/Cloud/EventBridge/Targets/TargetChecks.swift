import JSON

extension RuleTarget {
  /// Checks everything about the target of a rule in an account.
  ///
  /// - Parameters:
  ///   - place: where it stands in the request, for the refusal.
  ///   - cloud: the account that has the rule.
  /// - Throws: ``ServiceError`` about the first thing that is wrong.
  func check(at place: String, in cloud: Cloud) throws(ServiceError) {
    try ServiceError.checkName(id, at: "\(place).id", EventBridgeQuotas.targetIDLength)
    let (target, kind) = try checkedARN(in: cloud)
    guard [input != nil, inputPath != nil, inputTransformer != nil].count(where: { $0 }) <= 1 else {
      throw .validation(
        "Only one of Input, InputPath, or InputTransformer must be provided for target \(id)."
      )
    }
    try checkInput()
    try checkTransformer()
    try checkParameters(of: target, kind)
    try checkRole(for: target, kind, in: cloud)
    try checkRetryPolicy(at: place)
    try checkDeadLetterQueue(in: cloud)
  }

  private func checkedARN(in cloud: Cloud) throws(ServiceError) -> (ARN, Kind) {
    guard let target = ARN(arn) else {
      throw .validation(
        "Parameter \(arn) is not valid. Reason: Provided Arn is not in correct format."
      )
    }
    guard let kind = Kind(target) else {
      throw .notSupported("A target of \(target.service) (\(Kind.all))")
    }
    guard target.region == cloud.region else {
      throw .notSupported("A target in another Region")
    }
    return (target, kind)
  }

  // MARK: Input

  private func checkInput() throws(ServiceError) {
    if let input {
      try checkLength(input, EventBridgeQuotas.inputLength, "input")
      guard (try? JSONValue(parsing: input)) != nil else {
        throw .validation("JSON text for target \(id) is invalid.")
      }
    }
    if let inputPath {
      try checkLength(inputPath, EventBridgeQuotas.inputPathLength, "inputPath")
      guard EventPath(inputPath) != nil else {
        throw .validation("InputPath for target \(id) is invalid: \(inputPath)")
      }
    }
  }

  private func checkTransformer() throws(ServiceError) {
    guard let transformer = inputTransformer else { return }
    try checkLength(transformer.inputTemplate, EventBridgeQuotas.inputLength, "inputTemplate")
    let paths = (transformer.inputPathsMap ?? [:]).sorted { $0.key < $1.key }
    guard EventBridgeQuotas.inputVariables.contains(paths.count) else {
      throw .validation(
        "InputPathsMap for target \(id) has \(paths.count) entries; 100 are allowed."
      )
    }
    for (name, path) in paths {
      guard !name.hasPrefix("AWS."), !name.isEmpty, EventPath(path) != nil else {
        throw .validation("InputPathsMap for target \(id) is invalid: \(name), \(path)")
      }
    }
    let known = Set(paths.map(\.key))
    for name in InputTemplate(transformer.inputTemplate).variables
    where !known.contains(name) && !InputTemplate.reserved.contains(name) {
      throw .validation(
        "InputTemplate for target \(id) contains invalid placeholder \(name)."
      )
    }
  }

  private func checkLength(
    _ text: String,
    _ range: ClosedRange<Int>,
    _ name: String
  ) throws(ServiceError) {
    guard range.contains(text.count) else {
      throw .validation(
        "\(name) for target \(id) must have \(range.lowerBound) to"
          + " \(range.upperBound) letters, not \(text.count)."
      )
    }
  }

  // MARK: What belongs to one kind of target

  private func checkParameters(of target: ARN, _ kind: Kind) throws(ServiceError) {
    if kind == .bus, input != nil || inputPath != nil || inputTransformer != nil {
      throw .validation("Modifying the input for target \(id) is not supported")
    }
    let group = sqsParameters?.messageGroupId ?? ""
    if kind == .queue, target.name.hasSuffix(".fifo"), group.isEmpty {
      throw .validation("Parameter(s) SqsParameters must be specified for target: \(id).")
    }
    if kind != .queue, sqsParameters != nil {
      throw .validation("Parameter SqsParameters is not valid. Reason: \(arn) is not a queue.")
    }
    if kind != .apiDestination, httpParameters != nil {
      throw .validation(
        "Parameter HttpParameters is not valid. Reason: \(arn) is not an API destination."
      )
    }
  }

  private func checkRole(for target: ARN, _ kind: Kind, in cloud: Cloud) throws(ServiceError) {
    let isElsewhere = target.account != cloud.account
    guard roleArn == nil, isElsewhere || kind == .apiDestination else { return }
    throw .validation("RoleArn is required for target \(arn).")
  }

  // MARK: Failures

  private func checkRetryPolicy(at place: String) throws(ServiceError) {
    try ServiceError.check(
      retryPolicy?.maximumRetryAttempts,
      in: EventBridgeQuotas.retryAttempts,
      at: "\(place).retryPolicy.maximumRetryAttempts"
    )
    try ServiceError.check(
      retryPolicy?.maximumEventAgeInSeconds,
      in: EventBridgeQuotas.eventAge,
      at: "\(place).retryPolicy.maximumEventAgeInSeconds"
    )
  }

  private func checkDeadLetterQueue(in cloud: Cloud) throws(ServiceError) {
    guard let text = deadLetterConfig?.arn else { return }
    let reason: String
    if let queue = ARN(text), queue.service == "sqs" {
      if queue.region != cloud.region {
        reason = "\(text) is in another Region than the rule."
      } else if queue.name.hasSuffix(".fifo") {
        reason = "\(text) is a FIFO queue; a dead-letter queue has to be a standard queue."
      } else {
        return
      }
    } else {
      reason = "\(text) is no queue."
    }
    throw .validation("Parameter DeadLetterConfig.Arn is not valid. Reason: \(reason)")
  }
}

extension ServiceError {
  /// Checks a number, if there is one, against its bounds in the service's model.
  static func check(
    _ value: Int?,
    in range: ClosedRange<Int>,
    at place: String
  ) throws(ServiceError) {
    guard let value, !range.contains(value) else { return }
    let rule =
      value < range.lowerBound
      ? "greater than or equal to \(range.lowerBound)"
      : "less than or equal to \(range.upperBound)"
    throw constraint("\(value)", at: place, "have value \(rule)")
  }

  /// Checks a text, if there is one, against its longest length in the service's model.
  static func check(
    _ text: String?,
    length longest: Int,
    at place: String
  ) throws(ServiceError) {
    guard let text, text.count > longest else { return }
    throw constraint(text, at: place, "have length less than or equal to \(longest)")
  }
}
