import JSON
import Simulation

/// How often and when an address over HTTP is tried again: `healthyRetryPolicy`.
struct HTTPRetryPolicy: Hashable {
  var minDelayTarget = 20
  var maxDelayTarget = 20
  var numRetries = 3
  var numMaxDelayRetries = 0
  var numNoDelayRetries = 0
  var numMinDelayRetries = 0
  var backoffFunction = BackoffFunction.linear

  /// The retries that are left for the phase in which the waits grow.
  var backOffRetries: Int {
    numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries
  }

  private static let numbers: [(name: String, path: any WritableKeyPath<Self, Int> & Sendable)] = [
    ("minDelayTarget", \.minDelayTarget), ("maxDelayTarget", \.maxDelayTarget),
    ("numRetries", \.numRetries), ("numMaxDelayRetries", \.numMaxDelayRetries),
    ("numNoDelayRetries", \.numNoDelayRetries), ("numMinDelayRetries", \.numMinDelayRetries),
  ]

  init() {}

  /// Reads a policy; what it leaves out has its default.
  ///
  /// - Parameters:
  ///   - json: the policy.
  ///   - path: where it stands, for refusals: `http.defaultHealthyRetryPolicy`.
  /// - Throws: ``AttributeProblem`` about the first thing that is wrong.
  init(_ json: JSONObject, at path: String) throws(AttributeProblem) {
    try HTTPDeliveryPolicy.check(
      json,
      has: Self.numbers.map(\.name) + ["backoffFunction"],
      at: path
    )
    for (name, place) in Self.numbers {
      guard let value = json[name], value != .null else { continue }
      guard let number = value.intValue else {
        throw .invalid("DeliveryPolicy: \(path).\(name) must be an integer")
      }
      self[keyPath: place] = number
    }
    for (one, other) in [
      ("minDelayTarget", "maxDelayTarget"), ("maxDelayTarget", "minDelayTarget"),
    ]
    where json[one] != nil && json[other] == nil {
      throw .invalid("DeliveryPolicy: \(path).\(other) must be specified")
    }
    if let value = json["backoffFunction"], value != .null {
      guard let function = value.stringValue.flatMap(BackoffFunction.init) else {
        throw .invalid(
          "DeliveryPolicy: \(path).backoffFunction must be one of"
            + " arithmetic, exponential, geometric, linear"
        )
      }
      backoffFunction = function
    }
    try check(path)
  }

  private func check(_ path: String) throws(AttributeProblem) {
    func require(_ holds: Bool, _ name: String, _ rule: String) throws(AttributeProblem) {
      guard holds else { throw .invalid("DeliveryPolicy: \(path).\(name) must be \(rule)") }
    }
    let longest = SNSQuotas.longestDelayTarget
    let most = SNSQuotas.mostRetries
    try require(minDelayTarget >= 1, "minDelayTarget", "greater than or equal to 1")
    try require(
      maxDelayTarget <= longest,
      "maxDelayTarget",
      "less than or equal to \(longest)"
    )
    try require(
      minDelayTarget <= maxDelayTarget,
      "maxDelayTarget",
      "greater than or equal to minDelayTarget"
    )
    for (name, place) in Self.numbers.dropFirst(2) {
      try require(self[keyPath: place] >= 0, name, "greater than or equal to 0")
    }
    try require(numRetries <= most, "numRetries", "less than or equal to \(most)")
    // Each for itself first: no sum of them can be too large for an integer then.
    let areFew = Self.numbers.dropFirst(2).allSatisfy { self[keyPath: $0.path] <= numRetries }
    try require(
      areFew && backOffRetries >= 0,
      "numRetries",
      "greater than or equal to the sum of numNoDelayRetries, numMinDelayRetries and"
        + " numMaxDelayRetries"
    )
    guard RetrySchedule(self).total <= SNSQuotas.longestHTTPRetries else {
      throw .invalid(
        "DeliveryPolicy: the total time of \(path) must be less than or equal to"
          + " \(Int(SNSQuotas.longestHTTPRetries.seconds)) seconds"
      )
    }
  }

  /// All fields, in the order in which SNS prints them.
  var json: JSONValue {
    var object = JSONObject()
    for (name, place) in Self.numbers { object[name] = .number(JSONNumber(self[keyPath: place])) }
    object["backoffFunction"] = .string(backoffFunction.rawValue)
    return .object(object)
  }
}
