import JSON

extension RuleTarget {
  /// Checks everything about the target that does not depend on the rule.
  func check(at place: String) throws(ServiceError) {
    try ServiceError.checkName(id, at: "\(place).id", EventBridgeQuotas.targetIDLength)
    guard let target = ARN(arn) else {
      throw .validation(
        "Parameter \(arn) is not valid. Reason: Provided Arn is not in correct format."
      )
    }
    guard ["lambda", "sqs", "sns", "events"].contains(target.service) else {
      throw .notSupported("A target of \(target.service)")
    }
    guard [input != nil, inputPath != nil, inputTransformer != nil].count(where: { $0 }) <= 1 else {
      throw .validation(
        "Only one of Input, InputPath, or InputTransformer must be provided for target \(id)."
      )
    }
    try checkInput()
    try checkTransformer()
    try checkRetryPolicy(at: place)
    if let queue = deadLetterConfig?.arn, ARN(queue)?.service != "sqs" {
      throw .validation(
        "Parameter DeadLetterConfig.Arn is not valid. Reason: \(queue) is no queue."
      )
    }
  }

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

  private func checkRetryPolicy(at place: String) throws(ServiceError) {
    if let attempts = retryPolicy?.maximumRetryAttempts {
      try check(
        attempts,
        in: EventBridgeQuotas.retryAttempts,
        at: "\(place).retryPolicy.maximumRetryAttempts"
      )
    }
    if let age = retryPolicy?.maximumEventAgeInSeconds {
      try check(
        age,
        in: EventBridgeQuotas.eventAge,
        at: "\(place).retryPolicy.maximumEventAgeInSeconds"
      )
    }
  }

  private func check(
    _ value: Int,
    in range: ClosedRange<Int>,
    at place: String
  ) throws(ServiceError) {
    if value < range.lowerBound {
      throw .constraint(
        "\(value)",
        at: place,
        "have value greater than or equal to \(range.lowerBound)"
      )
    }
    if value > range.upperBound {
      throw .constraint(
        "\(value)",
        at: place,
        "have value less than or equal to \(range.upperBound)"
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

  /// What the target gets of an event; `nil` when that is not JSON, so that nothing is delivered.
  func delivery(
    of event: BusEvent,
    by rule: Rule,
    ingested: () -> String
  ) -> Delivery? {
    let whole = JSONValue.object(event.json)
    if let input {
      return (try? JSONValue(parsing: input)).map { Delivery(payload: $0) }
    }
    if let inputPath {
      return EventPath(inputPath)?.value(in: whole).map { Delivery(payload: $0) }
    }
    guard let transformer = inputTransformer else { return Delivery(payload: whole) }
    return InputTemplate(transformer.inputTemplate).delivery { name in
      switch name {
      case "aws.events.rule-arn": .string(rule.arn)
      case "aws.events.rule-name": .string(rule.name)
      case "aws.events.event.ingestion-time": .string(ingested())
      case "aws.events.event.json": whole
      case "aws.events.event": Self.withoutDetail(event.json)
      default: transformer.inputPathsMap?[name].flatMap(EventPath.init)?.value(in: whole)
      }
    }
  }

  /// The event without its detail; recorded on AWS with `detailType` in one word.
  private static func withoutDetail(_ event: JSONObject) -> JSONValue {
    var short = JSONObject()
    for (name, value) in event where name != "detail" {
      short[name == "detail-type" ? "detailType" : name] = value
    }
    return .object(short)
  }
}

/// A path to a part of an event: `$.detail.items[0].name`.
///
/// Simplified: names and indexes, as in the documentation's examples; no filters or wildcards.
struct EventPath {
  private enum Step {
    case name(String)
    case index(Int)
  }

  private var steps: [Step] = []

  /// Reads a path; `nil` when it does not begin with `$` or is not of this kind.
  init?(_ text: String) {
    guard text.first == "$" else { return nil }
    var rest = text.dropFirst()
    while let sign = rest.popFirst() {
      switch sign {
      case ".":
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty, !name.contains("*") else { return nil }
        steps.append(.name(String(name)))
        rest = rest.dropFirst(name.count)
      case "[":
        let inside = rest.prefix { $0 != "]" }
        guard inside.count < rest.count, let index = Int(inside), index >= 0 else { return nil }
        steps.append(.index(index))
        rest = rest.dropFirst(inside.count + 1)
      default: return nil
      }
    }
  }

  /// The value at the path; `nil` when there is none.
  func value(in event: JSONValue) -> JSONValue? {
    steps.reduce(event) { (value: JSONValue?, step) in
      switch step {
      case .name(let name): value?[name]
      case .index(let index): value?[index]
      }
    }
  }
}
