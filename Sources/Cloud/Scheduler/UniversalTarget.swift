extension ARN {
  /// Whether this is a target that is an operation: without Region and account.
  var isUniversalTarget: Bool {
    service == "scheduler" && region.isEmpty && account.isEmpty
  }

  /// The operation that a schedule performs on this target, as its dead letters name it.
  ///
  /// Source: EventBridge Scheduler user guide, "Configuring a dead-letter queue", 2026: `TARGET_ARN`
  /// is "in the following service ARN format: `arn:aws:scheduler:::aws-sdk:service:apiAction`".
  var scheduledOperation: ARN {
    let operation: String
    switch service {
    case "lambda": operation = "lambda:invoke"
    case "sqs": operation = "sqs:sendMessage"
    case "sns": operation = "sns:publish"
    case "events": operation = "eventbridge:putEvents"
    case "firehose": operation = "firehose:putRecord"
    default: return self
    }
    return ARN(service: "scheduler", region: "", account: "", resource: "aws-sdk:\(operation)")
  }
}

/// A target that is an operation of a service: `arn:aws:scheduler:::aws-sdk:sqs:sendMessage`.
///
/// Source: EventBridge Scheduler user guide, “Using universal targets”, 2026: operations that only read
/// are none.
///
/// > Simplified: the services and operations of the mini cloud.
struct UniversalTarget {
  /// The service's word here, such as `sqs`.
  let service: String
  /// The operation's name, such as `SendMessage`.
  let operation: String

  /// Words of the AWS SDK for Java for services, where they are others than those of the AWS CLI.
  private static let services = [
    "eventbridge": "events", "cloudwatchlogs": "logs", "elasticloadbalancingv2": "elbv2",
    "applicationautoscaling": "application-autoscaling",
  ]
  private static let readingVerbs = [
    "get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "read",
    "lookup", "discover", "validate", "batchGet", "batchDescribe", "batchRead", "transactGet",
    "retrieve",
  ]

  init(_ arn: ARN) throws(ServiceError) {
    let parts = arn.resource.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "aws-sdk", let first = parts[2].first, first.isLowercase
    else { throw .validation("Provided Arn is not in correct format.") }
    let word = Self.services[String(parts[1])] ?? String(parts[1])
    let name = first.uppercased() + parts[2].dropFirst()
    guard !Self.readingVerbs.contains(where: { parts[2].hasPrefix($0) }) else {
      throw .validation("\(parts[2]) API is not supported.")
    }
    guard Cloud.catalogue.first(where: { $0.name == word })?.operation(name) != nil else {
      throw .notSupported("The universal target \(arn)")
    }
    (service, operation) = (word, name)
  }
}
