/// Which deliveries of one kind are written to a log, and with whose permission.
struct FeedbackSettings {
  /// The kinds of endpoint whose deliveries can be logged, as the attributes' names begin.
  static let kinds = ["HTTP", "Firehose", "Lambda", "Application", "SQS"]

  private static let suffixes = [
    "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn",
  ]

  /// All attributes' names.
  static let names = Set(kinds.flatMap { kind in suffixes.map { kind + $0 } })

  /// The role with which successes are written; none are without it.
  let successRole: String?
  /// The role with which failures are written.
  let failureRole: String?
  /// How many successes of a hundred are written.
  ///
  /// Simplified: all of them when no rate is set, which AWS does not say.
  let sampleRate: Int

  /// Reads what a topic's attributes say about one kind.
  init(_ kind: String, in values: [String: String]) {
    successRole = values[kind + Self.suffixes[0]]
    sampleRate = values[kind + Self.suffixes[1]].flatMap { Int($0) } ?? 100
    failureRole = values[kind + Self.suffixes[2]]
  }

  /// Checks a value that is not empty.
  static func check(_ name: String, _ value: String) throws(AttributeProblem) {
    if name.hasSuffix(suffixes[1]) {
      guard let rate = Int(value), (0...100).contains(rate) else {
        throw .invalid("\(name): \(value) value provided is not an integer between 0-100")
      }
      return
    }
    guard ARN(value)?.isRole == true else {
      throw .invalid("\(name): \(value) is not a valid role ARN")
    }
  }
}
