import JSON
import Simulation

/// Which services may write to the account's log groups.
struct LogResourcePolicy {
  let name: String
  let text: String
  let document: PolicyDocument
  /// In milliseconds since 1970.
  let updated: Int64

  /// The longest text.
  static let longest = 5_120
  /// How many an account has.
  static let most = 10
}

extension CloudWatchLogs {
  /// Writes what a service delivers to a log group, in a stream with the name of the resource that
  /// the service acts for.
  ///
  /// Simplified: AWS names such streams by numbers of its own.
  ///
  /// - Throws: ``ServiceError`` when there is no such group, or no policy lets the service in.
  func write(_ text: String, to arn: ARN, for caller: Caller) throws(ServiceError) {
    let name = Self.groupName(in: arn)
    _ = try group(name)
    let source = caller.service.flatMap { ARN($0.source) }
    let stream = source?.resource ?? caller.component
    for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
      let request = PolicyRequest(
        caller,
        action,
        on: "arn:aws:logs:\(arn.region):\(arn.account):log-group:\(name):log-stream:\(stream)",
        in: cloud
      )
      let decisions = resourcePolicies.map { $0.document.decide(request) }
      guard decisions.contains(.allowed), !decisions.contains(.denied) else {
        let decision: PolicyDocument.Decision = decisions.contains(.denied) ? .denied : .undecided
        throw .logs("AccessDeniedException", request.refusal(by: "resource-based", decision))
      }
    }
    let now = simulation.now
    cloud.logs.write(LogLine(at: now, text), to: name, stream: stream, at: now)
  }

  /// The group's name in its ARN, which may end in a star for its streams.
  private static func groupName(in arn: ARN) -> String {
    let name = arn.resource.dropFirst("log-group:".count)
    return String(name.hasSuffix(":*") ? name.dropLast(2) : name)
  }
}

extension Cloud {
  /// The account's logs as a service.
  var cloudWatchLogs: CloudWatchLogs { service() }
}
