import JSON

extension RuleTarget {
  /// Checks everything about the target of a rule in an account.
  ///
  /// Texts of refusals: recorded by users of the service on AWS, the last in September 2026.
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
    try checkTransformer(at: "\(place).inputTransformer")
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
        throw .validation("JSON syntax error in input for target \(id)")
      }
    }
    if let inputPath {
      try checkLength(inputPath, EventBridgeQuotas.inputPathLength, "inputPath")
      try checkPath(inputPath)
    }
  }

  private func checkPath(_ path: String) throws(ServiceError) {
    guard EventPath(path) == nil else { return }
    throw .validation("InputPath for target \(id) is invalid.")
  }

  private func checkTransformer(at place: String) throws(ServiceError) {
    guard let transformer = inputTransformer else { return }
    try checkLength(transformer.inputTemplate, EventBridgeQuotas.inputLength, "inputTemplate")
    let paths = (transformer.inputPathsMap ?? [:]).sorted { $0.key < $1.key }
    try checkNames(paths.map(\.key), at: "\(place).inputPathsMap")
    for (_, path) in paths { try checkPath(path) }
    let known = Set(paths.map(\.key))
    let template = InputTemplate(transformer.inputTemplate)
    for name in template.variables
    where !known.contains(name) && !InputTemplate.reserved.contains(name) {
      throw .validation(
        "InputTemplate for target \(id) contains invalid placeholder \(name)."
      )
    }
    let event = InputTemplate.wholeEvent
    guard template.isObject || !template.variables.contains(event) else {
      throw .validation(
        "InputTemplate for target \(id) contains placeholder \(event) valid only for JSON template."
      )
    }
  }

  /// Checks the names of an input transformer's variables.
  private func checkNames(_ names: [String], at place: String) throws(ServiceError) {
    let most = EventBridgeQuotas.inputVariables.upperBound
    guard names.count <= most else {
      throw .constraint(
        "[\(names.count)]",
        at: place,
        "have length less than or equal to \(most)"
      )
    }
    let lengths = EventBridgeQuotas.inputVariableLength
    for name in names
    where !lengths.contains(name.utf8.count) || !name.utf8.allSatisfy(Letters.isNameLetter) {
      throw .validation(
        "1 validation error detected: Value '\(name)' at '\(place)' failed to satisfy constraint:"
          + " Map keys must satisfy constraint: [Member must have length less than or equal to"
          + " \(lengths.upperBound), Member must have length greater than or equal to"
          + " \(lengths.lowerBound), Member must satisfy regular expression pattern:"
          + " [A-Za-z0-9\\_\\-]+]"
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
    // A group for another target than a queue is taken, and means nothing.
    if kind != .apiDestination, httpParameters != nil {
      throw .validation("Parameter(s) HttpParameters not supported for target: \(id).")
    }
  }

  private func checkRole(for target: ARN, _ kind: Kind, in cloud: Cloud) throws(ServiceError) {
    let isElsewhere = target.account != cloud.account
    guard roleArn == nil, isElsewhere || [.apiDestination, .deliveryStream].contains(kind) else {
      return
    }
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
    guard let queue = ARN(text) else {
      throw .validation("Parameter DeadLetterConfig.Arn is not valid. Reason: \(text) is no ARN.")
    }
    guard queue.service == "sqs" else {
      throw .validation("\(queue.service) is not supported as a dead letter resource")
    }
    guard !queue.name.hasSuffix(".fifo") else {
      throw .validation("SQS FIFO is not supported by Dead Letter Queues")
    }
    guard queue.region == cloud.region else {
      throw .validation(
        "Parameter DeadLetterConfig.Arn is not valid. Reason: \(text) is in another Region than the"
          + " rule."
      )
    }
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
